/** Touches of a hardware key: asks for one where a call takes it, over exactly what the call will do. */
import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from '@simplewebauthn/browser'
import { ApiFailure, read, send } from './client.ts'
import { createStore } from './store.ts'
import { t } from './text.ts'

/** A touch that is waited for, with what it is for in words. */
export interface Waiting {
  readonly what: string
  readonly options: PublicKeyCredentialRequestOptionsJSON
  readonly done: (response: AuthenticationResponseJSON) => void
  readonly cancel: () => void
}

export const waiting = createStore<Waiting | null>(null)
/** The key was pulled; the session goes on after a touch. */
export const suspended = createStore(false)

/** What the browser says went wrong, for people. */
export function touchFailure(error: unknown): Error {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError') return new Error(t('touch.notTouched'))
  if (name === 'InvalidStateError') return new Error(t('touch.registeredAlready'))
  if (name === 'SecurityError') return new Error(t('touch.otherAddress'))
  return error instanceof Error ? error : new Error(String(error))
}

/** One try at a touch. */
export const touchOnce = (
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<AuthenticationResponseJSON> =>
  startAuthentication({ optionsJSON }).catch(error => Promise.reject(touchFailure(error)))

const askTouch = (
  what: string,
  options: PublicKeyCredentialRequestOptionsJSON,
): Promise<AuthenticationResponseJSON> =>
  new Promise((resolve, reject) => {
    const end = () => waiting.set(null)
    waiting.set({
      what,
      options,
      done: response => {
        end()
        resolve(response)
      },
      cancel: () => {
        end()
        reject(new ApiFailure(0, 'ERR_CANCELLED', t('touch.cancelled')))
      },
    })
  })

type Begun =
  | { readonly needed: false }
  | {
      readonly needed: true
      readonly id: string
      readonly nonce: string
      readonly options: PublicKeyCredentialRequestOptionsJSON
    }

const base64url = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/**
 * Makes a call take a touch where the session has a key: `client.PUT(path, { body, ...touch('Change the rules') })`.
 * The key signs exactly this method, address and body; `what` says in words what it is for.
 */
export const touch = (what: string) => ({
  fetch: async (request: Request): Promise<Response> => {
    const text = await request.clone().text()
    const { pathname, search } = new URL(request.url)
    const body: unknown = text === '' ? null : JSON.parse(text)
    const asked = { method: request.method, url: pathname + search, body }
    const begun = await read<Begun>('POST', '/step-ups', asked)
    if (begun.needed) {
      const { id, nonce } = begun
      const response = await askTouch(what, begun.options)
      const proof = base64url(JSON.stringify({ id, nonce, response }))
      request.headers.set('x-clientkeep-touch', proof)
    }
    return send(request)
  },
})
