/** Makes a data folder from a backup, after checking all of it. What is derived is made again at the next start. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../events/fault.ts'
import { packingOf } from './backup.ts'
import { checkBackup, type Manifest, manifestName } from './manifest.ts'
import { unpackTar } from './tar.ts'

function needEmpty(dir: string): void {
  if (!existsSync(dir)) return
  if (statSync(dir).isDirectory() && readdirSync(dir).length === 0) return
  throw new Fault(
    'ERR_CONFLICT',
    `${dir}: is not empty; a restore never overwrites, name a new folder with --data`,
  )
}

async function bring(backup: string, partial: string): Promise<void> {
  if (!existsSync(backup))
    throw new Fault('ERR_INPUT_FILE', `${backup}: there is no such backup; check the path`)
  if (statSync(backup).isDirectory()) {
    const { files } = await checkBackup(backup)
    for (const name of [manifestName, ...files.map(file => file.name)])
      cpSync(join(backup, name), join(partial, name))
    return
  }
  const zstd = packingOf(backup)?.zstd
  if (zstd === undefined)
    throw new Fault(
      'ERR_INPUT_FILE',
      `${backup}: a backup is a folder, or a file ending in .tar or .tar.zst`,
    )
  try {
    await unpackTar(backup, { dir: partial, zstd })
  } catch (error) {
    if (error instanceof Fault) throw error
    throw new Fault('ERR_DATA_DAMAGED', `${backup}: cannot be unpacked; take another backup`, {
      cause: error,
    })
  }
}

/** Restores into `dir`, which must not exist or be empty. Throws Faults; then nothing is left behind. */
export async function restoreBackup(backup: string, dir: string): Promise<Manifest> {
  needEmpty(dir)
  const partial = `${dir}.partial`
  if (existsSync(partial))
    throw new Fault(
      'ERR_CONFLICT',
      `${partial}: is what an interrupted restore left; remove it, or name another folder with --data`,
    )
  mkdirSync(partial, { recursive: true, mode: 0o700 })
  try {
    await bring(backup, partial)
    const manifest = await checkBackup(partial)
    for (const { name } of manifest.files) chmodSync(join(partial, name), 0o600)
    rmSync(join(partial, manifestName))
    if (existsSync(dir)) rmdirSync(dir)
    renameSync(partial, dir)
    return manifest
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}
