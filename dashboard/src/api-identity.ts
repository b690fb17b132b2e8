/** Calls about signing in: keys, sessions, users, emergencies, reveals. What changes something for others takes a touch. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startRegistration,
} from '@simplewebauthn/browser'
import type { PersonChip } from '../../events/api.ts'
import type {
  EmergencyList,
  IdentityState,
  Invitation,
  OwnKey,
  OwnKeys,
  Session,
  SessionList,
  SessionRow,
  UserList,
  UserRequest,
} from '../../events/api-identity.ts'
import type { RevealDecision, RevealList, RevealRow } from '../../events/api-people.ts'
import type { IdentityPolicy } from '../../events/identity-policy.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import type { Role } from '../../events/roles.ts'
import { json, read, segment } from './api.ts'
import { signed, touchFailure, touchOnce } from './touch.ts'

interface Asking {
  readonly id: string
  readonly options: PublicKeyCredentialRequestOptionsJSON
}
interface Making {
  readonly id: string
  readonly options: PublicKeyCredentialCreationOptionsJSON
}

const make = ({ options: optionsJSON }: Making) =>
  startRegistration({ optionsJSON }).catch(error => Promise.reject(touchFailure(error)))

async function touchAt(path: string): Promise<Session> {
  const { id, options } = await read<Asking>('POST', path)
  return read<Session>('POST', `${path}/answer`, json({ id, response: await touchOnce(options) }))
}

/** One function per thing that somebody can do; each rejects with words. */
export const identityApi = {
  signIn: () => touchAt('/key-sign-ins'),
  resume: () => touchAt('/session/resumptions'),
  join: async (token: string, label: string) => {
    const begun = await read<Making>('POST', '/invitations/ceremony', json({ token }))
    const response = await make(begun)
    return read<Session>('POST', '/invitations/key', json({ token, id: begun.id, label, response }))
  },
  ownKeys: () => read<OwnKeys>('GET', '/keys'),
  addKey: async (label: string) => {
    const begun = await signed<Making>('Register another key', ['POST', '/keys/ceremony'])
    const response = await make(begun)
    return read<OwnKeys>('POST', '/keys', json({ id: begun.id, label, response }))
  },
  revokeOwn: ({ id }: OwnKey, reason: string) =>
    read<OwnKeys>('POST', `/keys/${segment(id)}/revocation`, json({ reason })),
  ownSessions: () => read<SessionList>('GET', '/sessions'),
  endOwn: ({ id }: SessionRow) => read<SessionList>('DELETE', `/sessions/${segment(id)}`),

  users: () => read<UserList>('GET', '/users'),
  setUser: (id: string, user: UserRequest) =>
    signed<UserList>(`Set the user ${id}: ${user.roles.join(', ') || 'no role'}`, [
      'PUT',
      `/users/${segment(id)}`,
      user,
    ]),
  invite: (id: string, reason: string) =>
    signed<Invitation>(`Let ${id} register a key`, [
      'POST',
      `/users/${segment(id)}/invitation`,
      { reason },
    ]),
  revoke: (user: string, { id, label }: OwnKey, reason: string) =>
    signed<UserList>(`Revoke the key ${label} of ${user}`, [
      'POST',
      `/user-keys/${segment(id)}/revocation`,
      { reason },
    ]),
  userSessions: () => read<SessionList>('GET', '/user-sessions'),
  endSession: ({ id }: SessionRow) => read<SessionList>('DELETE', `/user-sessions/${segment(id)}`),
  state: () => read<IdentityState>('GET', '/identity'),
  setPolicy: (policy: IdentityPolicy) =>
    signed<IdentityState>('Change the rules for keys', ['PUT', '/identity/policy', policy]),

  emergencies: () => read<EmergencyList>('GET', '/emergencies'),
  askEmergency: (request: { user: string; role: Role | null; minutes: number; reason: string }) =>
    signed<EmergencyList>(
      request.role === null
        ? `Break-glass: a new key for ${request.user}`
        : `Break-glass: ${request.user} becomes ${request.role} for ${request.minutes} minutes`,
      ['POST', '/emergencies', request],
    ),
  agree: (id: string, user: string) =>
    signed<EmergencyList>(`Agree to the emergency of ${user}`, [
      'POST',
      `/emergencies/${segment(id)}/agreement`,
    ]),
  emergencyLink: (id: string, user: string) =>
    signed<Invitation>(`A new key for ${user}`, ['POST', `/emergencies/${segment(id)}/invitation`]),

  reveal: (person: string, reason: string, pseudonym: string) =>
    signed<PersonChip>(`Reveal who ${pseudonym} is`, [
      'POST',
      `/people/${segment(person)}/reveal`,
      { reason },
    ]),
  reveals: () => read<RevealList>('GET', '/reveals'),
  decideReveal: ({ id, pseudonym, viewer }: RevealRow, decision: RevealDecision) =>
    signed<RevealList>(
      `${decision.agreed ? 'Show' : 'Do not show'} ${viewer} who ${pseudonym} is`,
      ['POST', `/reveals/${segment(id)}/decision`, decision],
    ),
  watch: (policy: WatchPolicy) =>
    signed<WatchPolicy>('Change what endpoints watch', ['PUT', '/policy/watch', policy]),
} as const
