/** Calls about signing in: keys, sessions, users, emergencies, reveals. What changes something for others takes a touch. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startRegistration,
} from '@simplewebauthn/browser'
import type {
  OwnKey,
  OwnKeys,
  Session,
  SessionRow,
  UserRequest,
} from '../../events/api-identity.ts'
import type { RevealDecision, RevealRow } from '../../events/api-people.ts'
import type { IdentityPolicy } from '../../events/identity-policy.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import type { Role } from '../../events/roles.ts'
import { client, read, take } from './client.ts'
import { roleWord } from './role-words.ts'
import { t } from './text.ts'
import { touch, touchFailure, touchOnce } from './touch.ts'

interface Asking {
  readonly id: string
  readonly options: PublicKeyCredentialRequestOptionsJSON
}
interface Making {
  readonly id: string
  readonly options: PublicKeyCredentialCreationOptionsJSON
}

const of = (id: string) => ({ params: { path: { id } } })

const make = (optionsJSON: PublicKeyCredentialCreationOptionsJSON) =>
  startRegistration({ optionsJSON }).catch(error => Promise.reject(touchFailure(error)))

async function touchAt(path: string): Promise<Session> {
  const { id, options } = await read<Asking>('POST', path)
  return read<Session>('POST', `${path}/answer`, { id, response: await touchOnce(options) })
}

/** Registers another of one's own keys: a touch of an old one, then the ceremony of the new one. */
async function addKey(label: string): Promise<OwnKeys> {
  const more = touch(t('touch.anotherKey'))
  const { id, options } = await read<Making>('POST', '/keys/ceremony', undefined, more)
  return read<OwnKeys>('POST', '/keys', { id, label, response: await make(options) })
}

/** One function per thing that somebody can do; each rejects with words. */
export const identityApi = {
  signIn: () => touchAt('/key-sign-ins'),
  resume: () => touchAt('/session/resumptions'),
  join: async (token: string, label: string) => {
    const { id, options } = await read<Making>('POST', '/invitations/ceremony', { token })
    const response = await make(options)
    return read<Session>('POST', '/invitations/key', { token, id, label, response })
  },
  aboutMe: () => take(client.GET('/api/v1/about-me')),
  ownKeys: () => take(client.GET('/api/v1/keys')),
  addKey,
  revokeOwn: ({ id }: OwnKey, reason: string) =>
    take(client.POST('/api/v1/keys/{id}/revocation', { ...of(id), body: { reason } })),
  ownSessions: () => take(client.GET('/api/v1/sessions')),
  endOwn: ({ id }: SessionRow) => take(client.DELETE('/api/v1/sessions/{id}', of(id))),

  users: () => take(client.GET('/api/v1/users')),
  setUser: (id: string, body: UserRequest) => {
    const roles = body.roles.map(roleWord).join(', ')
    const what = t('touch.setUser', { id, roles, count: body.roles.length })
    return take(client.PUT('/api/v1/users/{id}', { ...of(id), body, ...touch(what) }))
  },
  invite: (id: string, reason: string) => {
    const more = { body: { reason }, ...touch(t('touch.invite', { id })) }
    return take(client.POST('/api/v1/users/{id}/invitation', { ...of(id), ...more }))
  },
  revoke: (user: string, { id, label }: OwnKey, reason: string) => {
    const more = { body: { reason }, ...touch(t('touch.revoke', { label, user })) }
    return take(client.POST('/api/v1/user-keys/{id}/revocation', { ...of(id), ...more }))
  },
  userSessions: () => take(client.GET('/api/v1/user-sessions')),
  endSession: ({ id }: SessionRow) => take(client.DELETE('/api/v1/user-sessions/{id}', of(id))),
  state: () => take(client.GET('/api/v1/identity')),
  setPolicy: (body: IdentityPolicy) =>
    take(client.PUT('/api/v1/identity/policy', { body, ...touch(t('touch.keyRules')) })),

  emergencies: () => take(client.GET('/api/v1/emergencies')),
  askEmergency: (body: { user: string; role: Role | null; minutes: number; reason: string }) => {
    const { user, role, minutes } = body
    const what =
      role === null
        ? t('touch.emergencyKey', { user })
        : t('touch.emergencyRole', { user, role: roleWord(role), minutes })
    return take(client.POST('/api/v1/emergencies', { body, ...touch(what) }))
  },
  agree: (id: string, user: string) => {
    const more = touch(t('touch.agree', { user }))
    return take(client.POST('/api/v1/emergencies/{id}/agreement', { ...of(id), ...more }))
  },
  emergencyLink: (id: string, user: string) => {
    const more = touch(t('touch.newKey', { user }))
    return take(client.POST('/api/v1/emergencies/{id}/invitation', { ...of(id), ...more }))
  },

  reveal: (person: string, reason: string, pseudonym: string) => {
    const more = { body: { reason }, ...touch(t('touch.reveal', { pseudonym })) }
    return take(client.POST('/api/v1/people/{id}/reveal', { ...of(person), ...more }))
  },
  findPerson: (email: string, reason: string) => {
    const more = touch(t('touch.find', { email }))
    return take(client.POST('/api/v1/people/find', { body: { email, reason }, ...more }))
  },
  subjectAccess: (who: string, reason: string) => {
    const more = { body: { reason }, ...touch(t('touch.handOut', { who })) }
    const path = '/api/v1/people/{who}/subject-access'
    return take(client.POST(path, { params: { path: { who } }, ...more }))
  },
  deletePerson: (who: string, reason: string) => {
    const more = { body: { reason }, ...touch(t('touch.delete', { who })) }
    return take(
      client.POST('/api/v1/people/{who}/deletion', { params: { path: { who } }, ...more }),
    )
  },
  coverage: () => take(client.GET('/api/v1/identity/coverage')),
  reveals: () => take(client.GET('/api/v1/reveals')),
  decideReveal: ({ id, pseudonym, viewer }: RevealRow, body: RevealDecision) => {
    const what = body.agreed
      ? t('touch.show', { viewer, pseudonym })
      : t('touch.doNotShow', { viewer, pseudonym })
    return take(client.POST('/api/v1/reveals/{id}/decision', { ...of(id), body, ...touch(what) }))
  },
  watch: (body: WatchPolicy) =>
    take(client.PUT('/api/v1/policy/watch', { body, ...touch(t('touch.watch')) })),
} as const
