/** Registers exports: the one way in for files handed over, for the gateway and for connectors. */
import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openFilter } from '../../content/filter.ts'
import { openSandbox } from '../../content/sandbox.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { ScanStatus } from '../../events/scan.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Principal } from '../identity/access.ts'
import type { Deed } from '../routes/app.ts'
import type { ExportHead, Exports } from './exports.ts'
import { type Manifest, manifestOf, packManifest } from './manifest.ts'

/** What is known of an export beside its content. */
export interface ExportFacts {
  readonly name: string
  readonly source: string
  /** Id of the person whose it is; null where nobody is named. */
  readonly person: string | null
}

/** An export's content, read. */
export interface Fingerprint {
  readonly manifest: Manifest
  readonly sha256: string
  readonly status: ScanStatus
  readonly reason: string | null
}

/** What registering gives: `isNew` is false where this very file was registered for this person before. */
export interface Registered {
  readonly head: ExportHead
  readonly isNew: boolean
  readonly status: ScanStatus
  readonly reason: string | null
}

interface Sources {
  readonly base: CustomerBase
  readonly exports: Exports
  readonly decide: (by: Pick<Principal, 'user'>, deeds: readonly Deed[]) => Promise<void>
}

/** Reads an export row by row, in a process of its own where its format is more than text. Throws Fault ERR_SETUP_MISSING without a base. */
async function fingerprintFile(path: string, base: CustomerBase): Promise<Fingerprint> {
  const bundle = base.filter()
  if (!bundle) {
    throw new Fault(
      'ERR_SETUP_MISSING',
      'the customer base is empty; import one with `clientkeep customers import base.csv`',
    )
  }
  const sandbox = openSandbox()
  try {
    const outcome = await sandbox.scan(path, openFilter(bundle.bytes), { isByRow: true })
    const { status, reason = null } = outcome.summary
    return { manifest: manifestOf(outcome, base), sha256: outcome.sha256, status, reason }
  } finally {
    sandbox.close()
  }
}

/** The same for a stream: it lies in a folder that only this process may read, for as long as it is read. Throws Fault ERR_INPUT_TOO_LARGE past the cap. */
export async function fingerprintStream(
  body: unknown,
  name: string,
  base: CustomerBase,
): Promise<Fingerprint> {
  if (!(body instanceof Readable)) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'send the file as the body, with content-type: application/octet-stream',
    )
  }
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-export-'))
  try {
    const path = join(dir, randomUUID())
    await pipeline(body, capped(name), createWriteStream(path, { mode: 0o600 }))
    return await fingerprintFile(path, base)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const capped = (name: string) =>
  async function* (source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    let bytes = 0
    for await (const chunk of source) {
      bytes += chunk.length
      if (bytes > limits.importBytesMax) {
        throw new Fault(
          'ERR_INPUT_TOO_LARGE',
          `${name}: larger than ${limits.importBytesMax} bytes; register it in parts`,
        )
      }
      yield chunk
    }
  }

/** Two that come at once get two numbers. */
let last: Promise<unknown> = Promise.resolve()

/** Gives an export its number and journals what it holds. Throws Fault ERR_INPUT_FILE where no customer of the base is in it. */
export function registerExport(
  fingerprint: Fingerprint,
  facts: ExportFacts,
  by: Pick<Principal, 'user'>,
  sources: Sources,
): Promise<Registered> {
  const done = last.then(() => register(fingerprint, facts, by, sources))
  last = done.catch(() => {})
  return done
}

async function register(
  { manifest, sha256, status, reason }: Fingerprint,
  { name, source, person }: ExportFacts,
  by: Pick<Principal, 'user'>,
  { exports, decide }: Sources,
): Promise<Registered> {
  if (manifest.customers.length === 0) {
    const why = reason === null ? '' : ` (${status}: ${reason})`
    throw new Fault(
      'ERR_INPUT_FILE',
      `${name}: no customer of the base is in it${why}; import the base first, or check the file`,
    )
  }
  const before = sha256 === '' ? undefined : exports.same(sha256, person)
  if (before) return { head: before, isNew: false, status, reason }
  const number = exports.nextNumber()
  const customers = packManifest(manifest)
  const data = { number, name, source, person, sha256, rows: manifest.rows, customers }
  await decide(by, [{ kind: 'export.registered', data }])
  const head = exports.list(1)[0]
  if (!head) throw new Error('an export that was journaled is not in the projection')
  return { head, isNew: true, status, reason }
}
