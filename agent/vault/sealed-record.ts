/** A small record in a sealed file: who changes it is noticed. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { seal, unseal } from '../key-store.ts'
import { syncFolder } from '../spool/folder.ts'

export interface SealedRecord<T> {
  /** Undefined where somebody changed it; what `empty` was where there is none yet. */
  read(): T | undefined
  /** Durable when it returns. */
  keep(next: T): void
}

/** `key`: 32 bytes; `context` tells this record from others under the same key. */
export function sealedRecord<S extends TSchema>(
  path: string,
  { key, context, shape, empty }: { key: Buffer; context: Buffer; shape: S; empty: Static<S> },
): SealedRecord<Static<S>> {
  return {
    read: () => {
      if (!existsSync(path)) return empty
      const plain = unseal(key, readFileSync(path), context)
      const found: unknown = plain && JSON.parse(plain.toString())
      return Value.Check(shape, found) ? found : undefined
    },
    keep: next => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const sealed = seal(key, Buffer.from(JSON.stringify(next)), context)
      writeFileSync(`${path}.next`, sealed, { mode: 0o600, flush: true })
      renameSync(`${path}.next`, path)
      syncFolder(dirname(path))
    },
  }
}
