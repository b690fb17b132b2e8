/** Reveals: a name for who asked, with a reason and an end; where policy says so, only after a privacy officer agreed. */
import { randomUUID } from 'node:crypto'
import { RevealDecision, RevealList } from '../../events/api-people.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Principal } from '../identity/access.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

const minuteMs = 60_000

/** Shows the name to who asks, or asks a second person first. */
export async function reveal(
  principal: Principal,
  { person, reason }: { person: string; reason: string },
  parts: Parts,
): Promise<void> {
  const { reveal_minutes, reveal_second_person } = parts.identity.policies.current()
  if (reveal_second_person && principal.method !== 'console') {
    await parts.decide(principal, [
      { kind: 'reveal.asked', data: { id: randomUUID(), person, reason } },
    ])
    return
  }
  const until = parts.now() + reveal_minutes * minuteMs
  await parts.decide(principal, [{ kind: 'person.revealed', data: { person, until, reason } }])
}

export function reveals(app: App, parts: Parts): void {
  const { directory, now } = parts
  const list = (): RevealList => ({
    reveals: directory.reveals.list(limits.pageRowsMax).map(({ person, ...row }) => ({
      ...row,
      pseudonym: directory.get(person)?.pseudonym ?? 'somebody who is gone',
      state:
        row.refused !== null
          ? 'refused'
          : row.until === null
            ? 'waiting'
            : row.until > now()
              ? 'shown'
              : 'over',
    })),
  })

  app.get(
    '/api/v1/reveals',
    {
      config: { access: 'user', needs: 'reveals.read' },
      schema: { response: { 200: RevealList } },
    },
    async () => list(),
  )

  app.post(
    '/api/v1/reveals/:id/decision',
    {
      config: { access: 'user', needs: 'reveals.approve', stepUp: 'reveal' },
      schema: { params: IdParams, body: RevealDecision, response: { 200: RevealList } },
    },
    async ({ principal, params, body }) => {
      const found = directory.reveals.get(params.id)
      if (!found) throw new Fault('ERR_NOT_FOUND', 'nobody asked for this')
      const { id, person, viewer, reason } = found
      if (found.until !== null || found.refused !== null)
        throw new Fault('ERR_CONFLICT', `${found.decided_by ?? 'somebody'} decided already`)
      if (viewer === principal.user)
        throw new Fault('ERR_ACCESS_DENIED', 'this takes a second person: not who asked')
      const until = now() + parts.identity.policies.current().reveal_minutes * minuteMs
      await parts.decide(
        principal,
        body.agreed
          ? [{ kind: 'person.revealed', data: { person, until, reason, to: viewer, request: id } }]
          : [{ kind: 'reveal.refused', data: { id, person, reason: body.reason.trim() } }],
      )
      return list()
    },
  )
}
