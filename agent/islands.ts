/** Which files at rest on this endpoint hold customers, and how many: what sensors found, kept over restarts. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import Type from 'typebox'
import Value from 'typebox/value'
import { limits } from '../events/limits.ts'

export interface Islands {
  /** Customers that a file holds, at least; undefined where it is not known to hold any. */
  get(path: string): number | undefined
  /** Notes what a file holds now; 0 where it holds none, or is gone. */
  note(path: string, customers: number): void
  entries(): IterableIterator<[path: string, customers: number]>
  readonly size: number
  /** Called after each note, also of as many as before: another file may have taken the place of the one that was known. By `follow` for all that is known. */
  follow(listener: (path: string, customers: number) => void): void
  /** Writes what changed. */
  save(): void
}

const Stored = Type.Record(Type.String(), Type.Integer({ minimum: 1 }))
const saveMs = 5000

function read(path: string): Map<string, number> {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return new Map(Value.Check(Stored, stored) ? Object.entries(stored) : [])
  } catch {
    return new Map()
  }
}

/** Opens what is kept in the file at `path`; a damaged one counts as empty: everything is found again. */
export function openIslands(path: string): Islands {
  const known = read(path)
  const listeners: ((path: string, customers: number) => void)[] = []
  let timer: NodeJS.Timeout | undefined

  function save(): void {
    if (!timer) return
    clearTimeout(timer)
    timer = undefined
    try {
      writeFileSync(`${path}.next`, JSON.stringify(Object.fromEntries(known)), { mode: 0o600 })
      renameSync(`${path}.next`, path)
    } catch {
      // A full disk: it is written with the next change.
    }
  }

  return {
    get: file => known.get(file),
    note: (file, customers) => {
      const before = known.get(file)
      if (customers === 0 && before === undefined) return
      if (customers === 0) known.delete(file)
      else if (before !== undefined || known.size < limits.islandsMax) known.set(file, customers)
      else return
      if (before !== customers) timer ??= setTimeout(save, saveMs).unref()
      for (const listener of listeners) listener(file, customers)
    },
    entries: () => known.entries(),
    get size() {
      return known.size
    },
    follow: listener => {
      listeners.push(listener)
      for (const [file, customers] of known) listener(file, customers)
    },
    save,
  }
}
