/** Touches of a hardware key: asks for one where a call takes it, over exactly what the call will do. */
import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from '@simplewebauthn/browser'
import { ApiFailure, json, read } from './api.ts'
import { createStore } from './store.ts'

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
  if (name === 'NotAllowedError')
    return new Error('The key was not touched in time, or the request was cancelled. Try again.')
  if (name === 'InvalidStateError')
    return new Error('This key is registered already. Plug in another one.')
  if (name === 'SecurityError')
    return new Error(
      'Keys work only on the address that they are made for. Open Clientkeep under its own name, on this machine http://localhost.',
    )
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
        reject(new ApiFailure(0, 'ERR_CANCELLED', 'Cancelled: nothing was done.'))
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

/** A call that takes a touch where the session has a key: the key signs exactly this method, path and body. `what` says in words what it is for. */
export async function signed<T>(
  what: string,
  [method, path, body = null]: readonly ['POST' | 'PUT' | 'DELETE', string, unknown?],
): Promise<T> {
  const content = body === null ? undefined : json(body)
  const begun = await read<Begun>(
    'POST',
    '/step-ups',
    json({ method, url: `/api/v1${path}`, body }),
  )
  if (!begun.needed) return read<T>(method, path, content)
  const { id, nonce } = begun
  const response = await askTouch(what, begun.options)
  const touch = base64url(JSON.stringify({ id, nonce, response }))
  return read<T>(method, path, content, { 'x-clientkeep-touch': touch })
}
