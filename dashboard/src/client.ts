/**
 * Calls the collector: a client whose paths, parameters, bodies and answers are typed by the collector's own OpenAPI document.
 * `take(client.GET('/api/v1/alerts'))` is the answer, or rejects with an ApiFailure.
 */
import createClient from 'openapi-fetch'
import type { ErrorReply } from '../../events/api.ts'
import type { paths } from './collector-api.gen.ts'
import { said, t } from './text.ts'

/** A call that did not work, in words for people. `status` is 0 where nobody answered. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly status: number
  readonly code: string
  /** The collector's own words, where the message is in another language. */
  readonly detail: string | undefined
  constructor(
    status: number,
    code: string,
    message: string,
    { detail, ...options }: ErrorOptions & { readonly detail?: string } = {},
  ) {
    super(message, options)
    this.status = status
    this.code = code
    this.detail = detail
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

function failureOf(status: number, reply: unknown): ApiFailure {
  if (isErrorReply(reply)) {
    const { code, message } = reply.error
    const words = said()?.errors[code]
    return words === undefined
      ? new ApiFailure(status, code, message)
      : new ApiFailure(status, code, words, { detail: message })
  }
  return new ApiFailure(status, 'ERR_REPLY', t('errors.noReason', { status }))
}

/** Sends a request; the header tells the collector that it comes from its own page. Rejects with an ApiFailure where nobody answers. */
export function send(request: Request): Promise<Response> {
  if (request.method !== 'GET') request.headers.set('x-clientkeep', '1')
  return fetch(request).catch((cause: unknown) => {
    throw new ApiFailure(0, 'ERR_OFFLINE', t('errors.offline'), { cause })
  })
}

/** The typed client. Paths are the document's, with `/api/v1`. */
export const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: send,
})

interface Answered<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** The answer of a call of \`client\`. Rejects with an ApiFailure. */
export async function take<T>(call: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw failureOf(response.status, error)
  if (data === undefined) throw failureOf(response.status, undefined)
  return data
}

/** Like `take`, for calls whose answer says nothing. */
export async function done(call: Promise<Answered<unknown>>): Promise<void> {
  const { error, response } = await call
  if (!response.ok) throw failureOf(response.status, error)
}

/** For what the document does not type: WebAuthn's own messages and files. Rejects with an ApiFailure. */
export async function read<T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  { fetch = send }: { readonly fetch?: (request: Request) => Promise<Response> } = {},
): Promise<T> {
  const isFile = body instanceof File
  const response = await fetch(
    new Request(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      ...(body && {
        headers: { 'content-type': isFile ? 'text/csv' : 'application/json' },
        body: isFile ? body : JSON.stringify(body),
      }),
    }),
  )
  if (!response.ok) throw failureOf(response.status, await response.json().catch(() => undefined))
  const value: T = await response.json()
  return value
}
