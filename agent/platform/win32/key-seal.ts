/** Seals the agent's key with DPAPI: for this account on this machine. The account is the system's where the agent is a service. */
import type { KeySeal } from '../../key-store.ts'
import { failure, koffi, localFree } from './libraries.ts'

const crypt32 = koffi.load('crypt32.dll')
const blob = koffi.struct({ length: 'uint32_t', bytes: 'void *' })
const blobIn = koffi.pointer(blob)
const blobOut = koffi.out(koffi.pointer(blob))
const nothing = 'void *'

const call = {
  protect: crypt32.func('__stdcall', 'CryptProtectData', 'int', [
    blobIn,
    'str16',
    blobIn,
    nothing,
    nothing,
    'uint32_t',
    blobOut,
  ]),
  unprotect: crypt32.func('__stdcall', 'CryptUnprotectData', 'int', [
    blobIn,
    nothing,
    blobIn,
    nothing,
    nothing,
    'uint32_t',
    blobOut,
  ]),
} as const

/** No window may ask for anything. */
const noWindow = 1
/** Another program of the same account does not open it by accident. */
const entropy = Buffer.from('clientkeep master key')

const given = (bytes: Buffer) => ({ length: bytes.length, bytes })

function taken(found: { length?: number; bytes?: unknown }): Buffer {
  const { length = 0, bytes } = found
  const copy = Buffer.from(koffi.decode(bytes, koffi.array('uint8_t', length)))
  localFree(bytes)
  return copy
}

/** `seal` throws where Windows refuses. */
export const keySeal: KeySeal = {
  seal: plain => {
    const found = {}
    const isDone = call.protect(
      given(plain),
      'Clientkeep',
      given(entropy),
      null,
      null,
      noWindow,
      found,
    )
    if (!isDone) throw new Error(failure('the key cannot be sealed'))
    return taken(found)
  },
  open: sealed => {
    const found = {}
    const isDone = call.unprotect(given(sealed), null, given(entropy), null, null, noWindow, found)
    return isDone ? taken(found) : undefined
  },
}
