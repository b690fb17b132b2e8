/** Makes a backup while the collector runs: what cannot be derived, as a folder or as one file. It holds the customer base and the signing key. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Fault, systemCode } from '../../events/fault.ts'
import { baseSchema } from '../customers/base-schema.ts'
import type { Journal } from '../journal/journal.ts'
import { copyDatabase, openDatabase } from '../store/database.ts'
import { freeBytes } from '../store/free-bytes.ts'
import { backupName, listFiles, type Manifest, manifestName } from './manifest.ts'
import { packTar } from './tar.ts'

/** Own rules; the authority that agents have pinned, without which each would have to be enrolled again. */
const plainFolders = { rules: /\.ya?ml$/, tls: /\.(pem|key)$/ } as const

/** What the collector itself reads there: no hidden file, no folder, no link to nowhere. */
function namesIn(dir: string, folder: keyof typeof plainFolders): string[] {
  const from = join(dir, folder)
  if (!existsSync(from)) return []
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true
  return readdirSync(from)
    .filter(name => plainFolders[folder].test(name) && isFile(join(from, name)))
    .map(name => `${folder}/${name}`)
    .filter(name => backupName.test(name))
}
const plainFiles = ['clientkeep.json', 'signing-key.json', 'config.yaml', 'audit-heads.jsonl']

/** Whether a backup at this path is one file, and whether that is compressed; undefined for a folder. */
export function packingOf(path: string): { readonly zstd: boolean } | undefined {
  if (path.endsWith('.tar.zst')) return { zstd: true }
  return path.endsWith('.tar') ? { zstd: false } : undefined
}

export interface BackupParts {
  readonly dir: string
  readonly journal: Journal
  readonly version: string
  readonly now: () => number
  /** Called once it is sure that the backup can begin, so that the record of it is in it. */
  readonly begun: () => Promise<void>
}

/** Throws Fault ERR_CONFLICT: a backup never overwrites; ERR_DISK_FULL before anything is written. */
function needRoom(target: string, { dir, journal }: BackupParts): void {
  if (existsSync(target))
    throw new Fault(
      'ERR_CONFLICT',
      `${target}: exists already; a backup never overwrites, choose another name`,
    )
  const parent = dirname(target)
  if (!existsSync(parent))
    throw new Fault('ERR_INPUT_FILE', `${parent}: there is no such folder; make it first`)
  const size = journal.usedBytes() + statSync(join(dir, 'customers.db')).size
  const needed = size * (packingOf(target) ? 2 : 1)
  if (freeBytes(parent) < needed)
    throw new Fault(
      'ERR_DISK_FULL',
      `${parent}: a backup needs up to ${Math.ceil(needed / 1024 ** 2)} MiB there; free some space or choose another place`,
    )
}

function copyPlain(dir: string, target: string): string[] {
  const own = [...namesIn(dir, 'rules'), ...namesIn(dir, 'tls')]
  for (const folder of new Set(own.map(name => dirname(name))))
    mkdirSync(join(target, folder), { mode: 0o700 })
  const names = [...plainFiles.filter(name => existsSync(join(dir, name))), ...own]
  for (const name of names) {
    copyFileSync(join(dir, name), join(target, name))
    chmodSync(join(target, name), 0o600)
  }
  return names
}

async function fill(
  target: string,
  { dir, journal, version, now }: BackupParts,
): Promise<Manifest> {
  // The journal first: a customer that it speaks of is then in the base, which only grows meanwhile.
  const journalNames = await journal.copyTo(target)
  const base = openDatabase(join(dir, 'customers.db'), baseSchema, { readonly: true })
  try {
    await copyDatabase(base, join(target, 'customers.db'))
  } finally {
    base.close()
  }
  const names = [...journalNames, 'customers.db', ...copyPlain(dir, target)]
  const files = await listFiles(target, names)
  const manifest: Manifest = { format: 1, version, made_at: now(), files }
  writeFileSync(join(target, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
  })
  return manifest
}

/** Makes the backup at `target`, a name that nothing has yet. Until it is complete it is called `<target>.partial`. */
export async function makeBackup(target: string, parts: BackupParts): Promise<Manifest> {
  needRoom(target, parts)
  const partial = `${target}.partial`
  try {
    mkdirSync(partial, { mode: 0o700 })
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST')
      throw new Fault(
        'ERR_CONFLICT',
        `${partial}: is what an interrupted backup left; remove it, or choose another name`,
      )
    throw new Fault(
      'ERR_INPUT_FILE',
      `${dirname(target)}: the collector, as the account it runs under, cannot write there (${code}); choose a folder of its own, or make the backup in the data folder and move it`,
      { cause: error },
    )
  }
  try {
    await parts.begun()
    const manifest = await fill(partial, parts)
    const packing = packingOf(target)
    if (!packing) renameSync(partial, target)
    else {
      const names = [manifestName, ...manifest.files.map(({ name }) => name)]
      const packed = join(partial, 'packed')
      await packTar(partial, names, { path: packed, zstd: packing.zstd })
      renameSync(packed, target)
    }
    return manifest
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}
