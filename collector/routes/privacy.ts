/** What is kept about people: for each about themselves, and in full for who asks through the privacy officer. */
import {
  AboutMe,
  DeletionReport,
  DeletionRequest,
  SubjectAccess,
  SubjectAccessRequest,
} from '../../events/api-people.ts'
import { limits } from '../../events/limits.ts'
import { watchOf } from '../people/departure.ts'
import { keptKinds } from '../privacy/kept.ts'
import { subjectAccess } from '../privacy/subject-access.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'
import { WhoParams } from './params.ts'
import { viewer } from './scope.ts'

export function privacy(app: App, parts: Parts): void {
  const { directory, retention, now } = parts

  app.get(
    '/api/v1/about-me',
    { config: { access: 'user', needs: 'self' }, schema: { response: { 200: AboutMe } } },
    async ({ principal }): Promise<AboutMe> => {
      const kept = keptKinds(retention)
      const person = principal.person === null ? undefined : directory.get(principal.person)
      if (!person) return { kept, pseudonym: null, accounts: [], watched: null, reveals: [] }
      const watch = watchOf(person, parts.watch)
      const isOver = watch === null || now() >= watch.until
      return {
        kept,
        pseudonym: person.pseudonym,
        accounts: directory.accountsOf(new Set([person.id])).map(({ account }) => account),
        // An officer's mark is not told: that would end an investigation.
        watched:
          isOver || (person.notice_date === null && person.last_day === null)
            ? null
            : { until: Number.isFinite(watch.until) ? watch.until : null },
        reveals: directory.reveals
          .list(limits.pageRowsMax)
          .filter(reveal => reveal.person === person.id && reveal.until !== null)
          .filter(({ until }) => until !== null && until <= now())
          .map(({ asked_at, reason }) => ({ asked_at, reason })),
      }
    },
  )

  app.post(
    '/api/v1/people/:who/deletion',
    {
      config: { access: 'user', needs: 'people.delete', stepUp: 'delete-person' },
      schema: { params: WhoParams, body: DeletionRequest, response: { 200: DeletionReport } },
    },
    async request => {
      const person = needPerson(request.params.who, viewer(request, parts), directory)
      return parts.forget(person, { by: request.principal, reason: request.body.reason.trim() })
    },
  )

  app.post(
    '/api/v1/people/:who/subject-access',
    {
      config: { access: 'user', needs: 'subject-access.export', stepUp: 'reveal' },
      schema: {
        params: WhoParams,
        body: SubjectAccessRequest,
        response: { 200: SubjectAccess },
      },
    },
    async request => {
      const person = needPerson(request.params.who, viewer(request, parts), directory)
      const data = { person: person.id, reason: request.body.reason.trim() }
      await parts.decide(request.principal, [{ kind: 'subject-access.exported', data }])
      return subjectAccess(person, parts)
    },
  )
}
