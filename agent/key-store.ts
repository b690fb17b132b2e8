/**
 * The agent's keys at rest: one random master key per endpoint, from which each use derives its own. It is sealed by the
 * system (DPAPI on Windows), or under a secret that systemd hands over (bound to the machine's TPM or host key), else it lies in a file
 * that only its owner may read.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../events/fault.ts'
import { syncFolder } from './spool/folder.ts'

/** What keys are for; each purpose has a key of its own. */
export type KeyPurpose = 'identity' | 'spool' | 'state' | 'vault'

export interface KeyStore {
  /** The key of one purpose: 32 bytes, the same at each start. */
  key(purpose: KeyPurpose): Buffer
  /** `sealed`: useless without this machine; `file`: whoever can read the agent's folder can read it. */
  readonly kept: 'sealed' | 'file'
}

/** A way to bind a secret to this machine. */
export interface KeySeal {
  seal(plain: Buffer): Buffer
  /** What `seal` sealed, on the same machine and for the same account; undefined elsewhere. */
  open(sealed: Buffer): Buffer | undefined
}

const Stored = Type.Object({
  version: Type.Literal(1),
  sealed: Type.Boolean(),
  /** base64 of the master key, or of what the seal made of it. */
  key: Type.String({ maxLength: 2000 }),
})
type Stored = Static<typeof Stored>

const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
/** The name under which the unit hands the secret over (`LoadCredentialEncrypted=`, systemd.exec(5)). */
const credentialName = 'clientkeep-key'

const derive = (secret: Uint8Array, label: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `clientkeep ${label}`, keyBytes))

/** AES-256-GCM: nonce, ciphertext and tag in one. */
export function seal(key: Buffer, plain: Uint8Array, context: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** What `seal` sealed under the same key and context; undefined where it is not. */
export function unseal(key: Buffer, sealed: Uint8Array, context: Uint8Array): Buffer | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  cipher.setAAD(context).setAuthTag(sealed.subarray(-tagBytes))
  try {
    const plain = cipher.update(sealed.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([plain, cipher.final()])
  } catch {
    return undefined
  }
}

/** How many bytes longer a sealed thing is. */
export const sealedBytesMore = nonceBytes + tagBytes

const context = Buffer.from('clientkeep master key')

function readStored(path: string): Stored | undefined {
  if (!existsSync(path)) return undefined
  try {
    return Value.Parse(Stored, JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new Fault(
      'ERR_DATA_DAMAGED',
      `${path}: is damaged; without it what this agent kept cannot be read: restore it, or remove it to begin anew`,
      { cause: error },
    )
  }
}

/** A seal by the secret that systemd handed over. */
function credential(env: NodeJS.ProcessEnv): KeySeal | undefined {
  const { CREDENTIALS_DIRECTORY: folder } = env
  const path = folder === undefined ? undefined : join(folder, credentialName)
  if (path === undefined || !existsSync(path)) return undefined
  const key = derive(readFileSync(path), 'credential')
  return {
    seal: plain => seal(key, plain, context),
    open: sealed => unseal(key, sealed, context),
  }
}

const pathOf = (dir: string): string => join(dir, 'agent.key')

/** Whether an agent has kept keys in `dir`. */
export const isKeyHere = (dir: string): boolean => existsSync(pathOf(dir))

/** Whether the key in `dir` is sealed; undefined where there is none. Throws Fault ERR_DATA_DAMAGED. */
export const isKeySealed = (dir: string): boolean | undefined => readStored(pathOf(dir))?.sealed

/** Opens or makes the keys of the agent in `dir`; `ofSystem` is the operating system's own seal. Throws Fault ERR_DATA_DAMAGED where they cannot be had. */
export function openKeyStore(
  dir: string,
  env: NodeJS.ProcessEnv = process.env,
  ofSystem?: KeySeal,
): KeyStore {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = pathOf(dir)
  const outer = ofSystem ?? credential(env)
  const stored = readStored(path)
  const bytes = stored && Buffer.from(stored.key, 'base64')
  const master = stored?.sealed && bytes ? outer?.open(bytes) : (bytes ?? randomBytes(32))
  if (master?.length !== keyBytes) {
    throw new Fault(
      'ERR_DATA_DAMAGED',
      `${path}: is sealed by a secret that is not here; start the agent as its service, on the machine it was made on`,
    )
  }
  // Also where it was there in the clear, and the machine has learnt to seal since.
  if (!stored || (outer && !stored.sealed)) {
    const key = (outer ? outer.seal(master) : master).toString('base64')
    const text: Stored = { version: 1, sealed: outer !== undefined, key }
    writeFileSync(`${path}.next`, JSON.stringify(text), { mode: 0o600, flush: true })
    renameSync(`${path}.next`, path)
    syncFolder(dir)
  }
  return { key: purpose => derive(master, purpose), kept: outer ? 'sealed' : 'file' }
}
