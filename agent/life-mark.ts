/** What the agent remembers of its last life: that it ran, as which version, with which settings; and whether it said good-bye. Sealed. */
import { existsSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { seal, unseal } from './key-store.ts'

const Life = Type.Object({
  version: Type.String(),
  /** The kernel's id of this run of the machine. */
  boot_id: Type.String(),
  settings: Type.Record(Type.String(), Type.String()),
  stopped: Type.Boolean(),
})
export type Life = Static<typeof Life>

export interface LifeMark {
  /** The last life; `foreign` where the mark is not one that this agent wrote. `aliveAt` in epoch milliseconds. */
  readonly last: { readonly life: Life; readonly aliveAt: number } | 'foreign' | undefined
  write(life: Life): void
  /** Says that it lives still. */
  touch(): void
}

const context = Buffer.from('clientkeep life')

function readMark(path: string, key: Buffer): LifeMark['last'] {
  if (!existsSync(path)) return undefined
  const plain = unseal(key, readFileSync(path), context)
  const life: unknown = plain && JSON.parse(plain.toString())
  return Value.Check(Life, life) ? { life, aliveAt: statSync(path).mtimeMs } : 'foreign'
}

/** The mark in `dir`, under the key of purpose `state`. */
export function openLifeMark(dir: string, key: Buffer): LifeMark {
  const path = join(dir, 'life')
  return {
    last: readMark(path, key),
    write: life => {
      const sealed = seal(key, Buffer.from(JSON.stringify(life)), context)
      writeFileSync(`${path}.next`, sealed, { mode: 0o600, flush: true })
      renameSync(`${path}.next`, path)
    },
    touch: () => {
      const now = new Date()
      if (existsSync(path)) utimesSync(path, now, now)
    },
  }
}

/** The id of this run of the machine; empty where the system has none. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
