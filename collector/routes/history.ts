/** All events: searched by fields, words and time; one of them in full; and one person's days. By pseudonym. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import { HistoryAnswer, HistoryQuery, PersonHistory } from '../../events/history.ts'
import { accountOf } from '../detect/enrich.ts'
import { admit } from '../ingest/admission.ts'
import { hideHome } from '../people/hide-home.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'
import { keyView } from './keys.ts'
import { viewer } from './scope.ts'

const dayMs = 86_400_000
const daysMax = 400

const Who = Type.Object({ who: Type.String({ minLength: 1, maxLength: 128 }) })
const Days = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: daysMax })),
  zone: Type.Optional(
    Type.Integer({ minimum: -1080, maximum: 1080, description: 'Minutes ahead of UTC' }),
  ),
})

/** What tells an account by name, and what is only for matching. */
const hidden: ReadonlySet<string> = new Set(['tokens', 'groups', 'uid_alt', 'email_addr'])

/** The event as JSON that a viewer may read: no account, no owner's folder, no tokens. Pure. */
function shown(value: unknown, account: string | undefined): unknown {
  if (typeof value === 'string') {
    const path = hideHome(value)
    return account ? path.replaceAll(account, '…') : path
  }
  if (Array.isArray(value)) return value.map(item => shown(item, account))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !hidden.has(key))
      .map(([key, inner]) => [key, shown(inner, account)]),
  )
}

export function history(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'cases.read' } as const

  app.get(
    '/api/v1/events',
    { config, schema: { querystring: HistoryQuery, response: { 200: HistoryAnswer } } },
    async request => {
      const { from, to } = request.query
      if (from > to)
        throw new Fault('ERR_INPUT_INVALID', 'from is after to: give the earlier time first')
      return parts.history.search(request.query, viewer(request, parts))
    },
  )

  app.get(
    '/api/v1/events/:offset',
    {
      config,
      schema: {
        params: Type.Object({ offset: Type.Integer({ minimum: 1 }) }),
        response: { 200: Type.Object({ event: Type.Unknown() }) },
      },
    },
    async request => {
      const { offset } = request.params
      const entry = await parts.journal.at(offset)
      const event = entry?.kind === 'event' ? admit(entry.body, entry.source).event : undefined
      const account = event && accountOf(event)
      const owner = account && parts.directory.resolve(account, event.device?.hostname ?? '')
      if (!event || !viewer(request, parts).sees(owner ? owner.id : null))
        throw new Fault(
          'ERR_NOT_FOUND',
          `there is no event ${offset}; retention may have removed it`,
        )
      return { event: shown(event, account) }
    },
  )

  app.get(
    '/api/v1/people/:who/history',
    { config, schema: { params: Who, querystring: Days, response: { 200: PersonHistory } } },
    async request => {
      const { days = 90, zone = 0 } = request.query
      const by = viewer(request, parts)
      const person = needPerson(request.params.who, by, parts.directory)
      const to = parts.now()
      const span = { from: to - days * dayMs, to, zoneMinutes: zone }
      const chip = parts.directory.chip(person, to, by.user)
      const { sharers, ...known } = parts.personDays.of(person, span)
      const user = parts.identity.users.ofPerson(person.id)
      return {
        person: chip,
        from: span.from,
        to,
        ...known,
        keys: user
          ? parts.identity.users.keys(user.id).map(key => keyView(key, parts.identity))
          : null,
        sharers: sharers.flatMap(({ person: id, ...shared }) => {
          const other = by.sees(id) ? parts.directory.get(id) : undefined
          return other ? [{ person: parts.directory.chip(other, to, by.user), ...shared }] : []
        }),
      }
    },
  )
}
