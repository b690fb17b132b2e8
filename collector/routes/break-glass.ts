/** Emergencies: one administrator asks, another agrees, both with a touch; it ends by itself and everybody sees it. */
import { randomUUID } from 'node:crypto'
import {
  EmergencyList,
  EmergencyRequest,
  Invitation,
  RevokeRequest,
} from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Emergency } from '../identity/break-glass.ts'
import { newInvitation } from '../identity/invitations.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

const minuteMs = 60_000
const over = new Fault('ERR_CONFLICT', 'this emergency is over; ask anew')

export function breakGlass(app: App, parts: Parts): void {
  const { identity, now } = parts
  const use = { access: 'user', needs: 'break-glass.use', stepUp: 'break-glass' } as const
  const list = () => ({
    emergencies: identity.breakGlass.list(limits.pageRowsMax).map(row => ({ ...row })),
  })
  const needOpen = (id: string): Emergency => {
    const found = identity.breakGlass.get(id)
    if (!found) throw new Fault('ERR_NOT_FOUND', 'there is no such emergency')
    if (found.ended_at !== null || found.until <= now()) throw over
    return found
  }

  app.get(
    '/api/v1/emergencies',
    {
      config: { access: 'user', needs: 'break-glass.read' },
      schema: { response: { 200: EmergencyList } },
    },
    async () => list(),
  )

  app.post(
    '/api/v1/emergencies',
    { config: use, schema: { body: EmergencyRequest, response: { 200: EmergencyList } } },
    async ({ principal, body }) => {
      if (!identity.users.get(body.user))
        throw new Fault('ERR_NOT_FOUND', `there is no user "${body.user}"`)
      const { user, role, reason } = body
      const until = now() + Math.min(body.minutes * minuteMs, limits.breakGlassMs)
      const data = { id: randomUUID(), user, role, until, reason: reason.trim() }
      await parts.decide(principal, [{ kind: 'break-glass.asked', data }])
      parts.live.publish('setup', {})
      return list()
    },
  )

  app.post(
    '/api/v1/emergencies/:id/agreement',
    { config: use, schema: { params: IdParams, response: { 200: EmergencyList } } },
    async ({ principal, params }) => {
      const { id, user, asked_by, agreed_by } = needOpen(params.id)
      if (agreed_by !== null) throw new Fault('ERR_CONFLICT', `${agreed_by} agreed already`)
      // The one whom it helps and the one who asked are not the second person.
      if (principal.method !== 'console' && [user, asked_by].includes(principal.user))
        throw new Fault(
          'ERR_ACCESS_DENIED',
          'this takes a second administrator: not who asked, and not whom it is for',
        )
      await parts.decide(principal, [{ kind: 'break-glass.agreed', data: { id, user } }])
      return list()
    },
  )

  app.post(
    '/api/v1/emergencies/:id/invitation',
    { config: use, schema: { params: IdParams, response: { 200: Invitation } } },
    async ({ principal, params }) => {
      const { id, user, role, reason, agreed_by } = needOpen(params.id)
      if (role !== null)
        throw new Fault('ERR_CONFLICT', 'this emergency is about a role, not about a new key')
      if (agreed_by === null)
        throw new Fault('ERR_ACCESS_DENIED', 'a second administrator has not agreed yet')
      const { token, hash: invitation, until } = newInvitation(now())
      await parts.decide(principal, [
        { kind: 'user.invited', data: { user, until, reason, invitation, emergency: id } },
        { kind: 'break-glass.ended', data: { id, user, reason: 'the new link was made' } },
      ])
      // At another node somebody may have been before us.
      if (identity.invitations.userOf(token, now()) !== user) throw over
      return { token, expires_at: until }
    },
  )

  app.post(
    '/api/v1/emergencies/:id/end',
    {
      config: { access: 'user', needs: 'break-glass.use' },
      schema: { params: IdParams, body: RevokeRequest, response: { 200: EmergencyList } },
    },
    async ({ principal, params, body }) => {
      const { id, user } = needOpen(params.id)
      const data = { id, user, reason: body.reason.trim() }
      await parts.decide(principal, [{ kind: 'break-glass.ended', data }])
      return list()
    },
  )
}
