/** Calls the collector's API. Types come from the vocabulary; nothing else of ours is imported. */
import type {
  AlertCustomers,
  AlertDecision,
  AlertDetail,
  AlertList,
  ErrorReply,
  ImportReport,
  PeopleList,
  PersonChip,
  Setup,
} from '../../events/api.ts'
import type { Session } from '../../events/api-identity.ts'

const base = '/api/v1'

/** A call that did not work, in words for people. `status` is 0 where nobody answered. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.code = code
  }
}

export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiFailure && error.status === 401

/** The session waits for its key to be back. */
export const isSuspended = (error: unknown): boolean =>
  error instanceof ApiFailure && error.code === 'ERR_ACCESS_SUSPENDED'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isErrorReply = (value: unknown): value is ErrorReply =>
  isObject(value) &&
  'error' in value &&
  isObject(value.error) &&
  'message' in value.error &&
  typeof value.error.message === 'string' &&
  'code' in value.error &&
  typeof value.error.code === 'string'

async function failureOf(response: Response): Promise<ApiFailure> {
  const reply: unknown = await response.json().catch(() => undefined)
  if (isErrorReply(reply))
    return new ApiFailure(response.status, reply.error.code, reply.error.message)
  return new ApiFailure(
    response.status,
    'ERR_REPLY',
    `The collector answered ${response.status} without saying why; its log tells more.`,
  )
}

interface Content {
  readonly type: string
  readonly body: BodyInit
}

export const json = (value: unknown): Content => ({
  type: 'application/json',
  body: JSON.stringify(value),
})
const csv = (file: File): Content => ({ type: 'text/csv', body: file })

async function call(
  method: string,
  path: string,
  content?: Content,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const headers = {
    ...more,
    ...(method === 'GET' ? {} : { 'x-clientkeep': '1' }),
    ...(content ? { 'content-type': content.type } : {}),
  }
  const response = await fetch(`${base}${path}`, {
    method,
    headers,
    credentials: 'same-origin',
    ...(content ? { body: content.body } : {}),
  }).catch((cause: unknown) => {
    throw new ApiFailure(
      0,
      'ERR_OFFLINE',
      'The collector does not answer. Check that it runs (./clientkeep up), then try again.',
      { cause },
    )
  })
  if (!response.ok) throw await failureOf(response)
  return response
}

/** The JSON that a call answers. Rejects with an ApiFailure. */
export async function read<T>(
  method: string,
  path: string,
  content?: Content,
  more?: Readonly<Record<string, string>>,
): Promise<T> {
  const response = await call(method, path, content, more)
  const value: T = await response.json()
  return value
}

export const segment = encodeURIComponent

/** One function per route; each rejects with an ApiFailure. */
export const api = {
  session: () => read<Session>('GET', '/session'),
  signIn: (token: string) => read<Session>('POST', '/session', json({ token })),
  signOut: () => call('DELETE', '/session'),
  setup: () => read<Setup>('GET', '/setup'),
  people: () => read<PeopleList>('GET', '/people'),
  importCustomers: (file: File) =>
    read<ImportReport>('POST', `/customers/import?file=${segment(file.name)}`, csv(file)),
  importPeople: (file: File) =>
    read<ImportReport>('POST', `/people/import?file=${segment(file.name)}`, csv(file)),
  bind: (person: string, alias: string) =>
    read<PersonChip>('POST', `/people/${segment(person)}/aliases`, json({ alias })),
  alerts: (status: 'open' | 'watched' | 'closed') =>
    read<AlertList>('GET', `/alerts?status=${status}`),
  alert: (id: string) => read<AlertDetail>('GET', `/alerts/${segment(id)}`),
  decide: (id: string, decision: AlertDecision) =>
    read<AlertDetail>('POST', `/alerts/${segment(id)}/decisions`, json(decision)),
  customers: (id: string) => read<AlertCustomers>('GET', `/alerts/${segment(id)}/customers`),
  demoCopy: () => call('POST', '/demo/copy'),
} as const
