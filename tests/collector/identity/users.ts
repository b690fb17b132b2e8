/** Users of a collector with keys in software: invited, registered, signed in, touching where a call asks for it. */
import type {
  EmergencyList,
  KeyCeremony,
  Session,
  StepUpReply,
  UserList,
} from '../../../events/api-identity.ts'
import { defaultIdentityPolicy, type IdentityPolicy } from '../../../events/identity-policy.ts'
import type { Role } from '../../../events/roles.ts'
import type { Answer, Rig } from '../harness.ts'
import { type Authenticator, createAuthenticator } from './authenticator.ts'

export type Reply<T> = Answer<
  T & { readonly error?: { readonly code: string; readonly message: string } }
>
type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE'

interface Ceremony extends KeyCeremony {
  readonly options: {
    readonly challenge: string
    readonly rp?: { id: string }
    readonly rpId?: string
  }
}

export const originOf = (rig: Rig): string => rig.collector.parts.identity.site().origins[0] ?? ''

/** A call as a browser makes it, with a cookie or without. */
export async function browse<T>(
  rig: Rig,
  [method, url, body]: readonly [Verb, string, object?],
  headers: Record<string, string> = {},
): Promise<Reply<T> & { readonly cookie: string }> {
  const reply = await rig.collector.app.inject({
    method,
    url,
    headers: { host: 'localhost', 'x-clientkeep': '1', 'user-agent': 'test', ...headers },
    ...(body ? { payload: body } : {}),
  })
  const cookie = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return {
    status: reply.statusCode,
    body: JSON.parse(reply.body === '' ? '{}' : reply.body),
    cookie,
  }
}

/** Sets the identity policy at the console. */
export const setPolicy = (rig: Rig, change: Partial<IdentityPolicy>) =>
  rig.call('PUT', '/api/v1/identity/policy', { ...defaultIdentityPolicy, ...change })

/** Adds a user and gives their invitation's token. */
export async function invite(
  rig: Rig,
  id: string,
  { roles, email }: { roles: readonly Role[]; email?: string | undefined },
): Promise<string> {
  const set = await rig.call<UserList>('PUT', `/api/v1/users/${id}`, {
    name: id,
    email,
    roles,
    disabled: false,
  })
  if (set.status !== 200) throw new Error(JSON.stringify(set.body))
  const { body } = await rig.call<{ token: string }>('POST', `/api/v1/users/${id}/invitation`, {
    reason: 'first key',
  })
  return body.token
}

/** Registers a key by invitation; the answer is that of the last call. */
export async function register(rig: Rig, token: string, key: Authenticator, lies = {}) {
  const begun = await browse<Ceremony>(rig, ['POST', '/api/v1/invitations/ceremony', { token }])
  if (begun.status !== 200) return { ...begun, body: begun.body }
  const { id, options } = begun.body
  const body = { token, id, label: '', response: key.create(options, lies) }
  return browse<Session>(rig, ['POST', '/api/v1/invitations/key', body])
}

/** Signs in with a key; the answer is that of the last call. */
export async function signInWith(rig: Rig, key: Authenticator, lies = {}) {
  const { body } = await browse<Ceremony>(rig, ['POST', '/api/v1/key-sign-ins'])
  const answer = { id: body.id, response: key.get(body.options, lies) }
  const reply = await browse<Session>(rig, ['POST', '/api/v1/key-sign-ins/answer', answer])
  return { ...reply, answer }
}

/** A signed-in user. `call` touches the key where the route asks for it; `plain` never does. */
export interface SignedIn {
  readonly key: Authenticator
  readonly cookie: string
  plain<T>(
    method: Verb,
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Reply<T>>
  call<T>(method: Verb, url: string, body?: object): Promise<Reply<T>>
  /** The header of a touch over some content. */
  touch(method: Verb, url: string, body: unknown, lies?: object): Promise<Record<string, string>>
}

export function signedIn(rig: Rig, key: Authenticator, cookie: string): SignedIn {
  const plain = <T>(method: Verb, url: string, body?: object, headers = {}) =>
    browse<T>(rig, [method, url, body], { cookie, ...headers })
  const touch = async (method: Verb, url: string, body: unknown, lies = {}) => {
    const reply = await plain<StepUpReply & Ceremony>('POST', '/api/v1/step-ups', {
      method,
      url,
      body,
    })
    const { id, nonce, options } = reply.body
    const text = JSON.stringify({ id, nonce, response: key.get(options, lies) })
    return { 'x-clientkeep-touch': Buffer.from(text).toString('base64url') }
  }
  return {
    key,
    cookie,
    plain,
    touch,
    call: async <T>(method: Verb, url: string, body?: object) => {
      const first = await plain<T>(method, url, body)
      if (first.body?.error?.code !== 'ERR_ACCESS_STEP_UP') return first
      return plain<T>(method, url, body, await touch(method, url, body ?? null))
    },
  }
}

/** Adds a user with a key and signs them in. */
export async function addUser(
  rig: Rig,
  id: string,
  roles: readonly Role[],
  email?: string,
): Promise<SignedIn> {
  const key = createAuthenticator({ origin: originOf(rig) })
  const token = await invite(rig, id, { roles, email })
  const reply = await register(rig, token, key)
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return signedIn(rig, key, reply.cookie)
}

/** The newest emergency. */
export const newest = ({ body }: Reply<EmergencyList>): string => body.emergencies[0]?.id ?? ''
