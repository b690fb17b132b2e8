/** The vault: files that policy does not let go out, encrypted (AES-256-GCM, streaming) in the agent's own folder, each with a sealed note of what it was. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { DriveIdentity, Place } from '../../events/file-activity.ts'
import { Process } from '../../events/ocsf.ts'
import { Unread } from '../../events/scan.ts'
import { seal, unseal } from '../key-store.ts'
import { syncFolder } from '../spool/folder.ts'

/** What is known of a held file. Times are epoch milliseconds. */
export const HeldFile = Type.Object({
  id: Type.String(),
  state: Type.Union([
    Type.Literal('held'),
    Type.Literal('blocked'),
    Type.Literal('released'),
    Type.Literal('refused'),
  ]),
  path: Type.String(),
  note: Type.String(),
  place: Place,
  drive: Type.Optional(DriveIdentity),
  sha256: Type.String(),
  size: Type.Integer(),
  customers: Type.Integer(),
  rows: Type.Integer(),
  day: Type.Optional(Type.Integer()),
  unread: Type.Optional(Unread),
  mode: Type.Integer(),
  uid: Type.Integer(),
  gid: Type.Integer(),
  modifiedAt: Type.Number(),
  heldAt: Type.Integer(),
  account: Type.Object({ name: Type.String(), uid: Type.Optional(Type.String()) }),
  process: Type.Optional(Process),
  /** Wrong codes that were typed. */
  tries: Type.Integer(),
})
export type HeldFile = Static<typeof HeldFile>

const mark = Buffer.from('CKVAULT1')
const nonceBytes = 12
const tagBytes = 16
const headBytes = mark.length + nonceBytes

export interface Vault {
  list(): readonly HeldFile[]
  get(id: string): HeldFile | undefined
  /** Copies a file in; durable when it resolves. Gives the digest (SHA-256, hex) of what was copied. */
  put(id: string, source: FileHandle): Promise<string>
  /** Notes what is known of a file, durable. */
  note(file: HeldFile): void
  /** Writes a held file to `target`, which must not exist. Rejects where the vault's copy is damaged; then nothing is left there. */
  copyOut(id: string, target: string | Buffer): Promise<void>
  /** Forgets the content; what is known of it stays. */
  drop(id: string): void
}

/** Opens the vault in a folder of its own. */
export function openVault(dir: string, key: Buffer): Vault {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const contentOf = (id: string) => join(dir, `${id}.held`)
  const noteOf = (id: string) => join(dir, `${id}.note`)
  const context = (id: string) => Buffer.from(`clientkeep vault ${id}`)
  const files = new Map<string, HeldFile>()

  for (const name of readdirSync(dir)) {
    const id = name.slice(0, name.lastIndexOf('.'))
    // Copying was cut short: the file is still where it was.
    if (name.endsWith('.part')) rmSync(join(dir, name), { force: true })
    if (!name.endsWith('.note')) continue
    const plain = unseal(key, readFileSync(join(dir, name)), context(id))
    const file: unknown = plain && JSON.parse(plain.toString())
    if (Value.Check(HeldFile, file)) files.set(id, file)
  }

  async function put(id: string, source: FileHandle): Promise<string> {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context(id))
    const hash = createHash('sha256')
    const hashing = new Transform({
      transform: (chunk: Buffer, _, done) => {
        hash.update(chunk)
        done(null, chunk)
      },
    })
    const part = `${contentOf(id)}.part`
    const target = await open(part, 'wx', 0o600)
    try {
      await target.write(Buffer.concat([mark, nonce]))
      const input = source.createReadStream({ start: 0, autoClose: false })
      const output = createWriteStream('', { fd: target.fd, autoClose: false, start: headBytes })
      await pipeline(input, hashing, cipher, output)
      const { size } = await target.stat()
      await target.write(cipher.getAuthTag(), 0, tagBytes, size)
      await target.sync()
    } catch (error) {
      rmSync(part, { force: true })
      throw error
    } finally {
      await target.close()
    }
    renameSync(part, contentOf(id))
    syncFolder(dir)
    return hash.digest('hex')
  }

  async function copyOut(id: string, target: string | Buffer): Promise<void> {
    const source = await open(contentOf(id), 'r')
    try {
      const { size } = await source.stat()
      const head = Buffer.alloc(headBytes)
      const tag = Buffer.alloc(tagBytes)
      await source.read(head, 0, headBytes, 0)
      await source.read(tag, 0, tagBytes, size - tagBytes)
      if (!head.subarray(0, mark.length).equals(mark)) throw new Error('it is no file of the vault')
      const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(mark.length))
      decipher.setAAD(context(id)).setAuthTag(tag)
      const end = size - tagBytes - 1
      const input =
        end < headBytes
          ? Readable.from([])
          : createReadStream('', { fd: source.fd, autoClose: false, start: headBytes, end })
      await pipeline(
        input,
        decipher,
        createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }),
      )
    } catch (error) {
      rmSync(target, { force: true })
      throw error
    } finally {
      await source.close()
    }
  }

  return {
    list: () => [...files.values()],
    get: id => files.get(id),
    put,
    note: file => {
      const next = `${noteOf(file.id)}.next`
      const sealed = seal(key, Buffer.from(JSON.stringify(file)), context(file.id))
      writeFileSync(next, sealed, { mode: 0o600, flush: true })
      renameSync(next, noteOf(file.id))
      syncFolder(dir)
      files.set(file.id, file)
    },
    copyOut,
    drop: id => {
      if (existsSync(contentOf(id))) rmSync(contentOf(id))
    },
  }
}
