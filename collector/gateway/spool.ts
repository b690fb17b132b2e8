/** Where bodies lie while they are read or held: sealed files below the data folder, and now and then a plain one for the moment in which a reader takes it apart. */
import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { SigningKey } from '../identity/signing-key.ts'
import { type SealingFile, sealFile, unsealFile } from './sealed-file.ts'
import { codingsOf, unpacked } from './unpacking.ts'

export interface Spool {
  /** Starts a body that may be held later. */
  start(id: string): SealingFile
  /** The plain bytes of a body. */
  read(id: string): AsyncIterable<Buffer>
  /** Calls `use` with a plain file of the body without its content coding, which is gone afterwards. */
  plainly<T>(id: string, encoding: string, use: (path: string) => Promise<T>): Promise<T>
  /** From now on the body outlives a restart. */
  keep(id: string): Promise<void>
  drop(id: string): Promise<void>
  /** Deletes whatever none of these holds is about. */
  sweep(held: ReadonlySet<string>): void
}

/** Opens the folder; what was only passing through at the last end is deleted. */
export function openSpool(dir: string, key: Pick<SigningKey, 'derive'>): Spool {
  const passing = join(dir, 'passing')
  const held = join(dir, 'held')
  rmSync(passing, { recursive: true, force: true })
  for (const folder of [passing, held]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const kept = new Set(readdirSync(held))
  const keyOf = (id: string): Buffer => key.derive(`gateway body ${id}`)
  const pathOf = (id: string): string => join(kept.has(id) ? held : passing, id)

  return {
    start: id => sealFile(join(passing, id), keyOf(id)),
    read: id => unsealFile(pathOf(id), keyOf(id)),
    async plainly(id, encoding, use) {
      const path = join(passing, `${id}.plain`)
      try {
        const source = unpacked(unsealFile(pathOf(id), keyOf(id)), codingsOf(encoding) ?? [])
        await pipeline(Readable.from(source), createWriteStream(path, { mode: 0o600, flags: 'wx' }))
        return await use(path)
      } finally {
        await rm(path, { force: true })
      }
    },
    async keep(id) {
      const file = await open(join(passing, id), 'r+')
      await file.datasync()
      await file.close()
      await rename(join(passing, id), join(held, id))
      const folder = await open(held)
      await folder.sync()
      await folder.close()
      kept.add(id)
    },
    async drop(id) {
      const path = pathOf(id)
      kept.delete(id)
      await rm(path, { force: true })
    },
    sweep(live) {
      for (const id of kept) {
        if (live.has(id)) continue
        kept.delete(id)
        rmSync(join(held, id), { force: true })
      }
    },
  }
}
