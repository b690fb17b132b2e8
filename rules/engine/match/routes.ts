/** Finds the matcher of a scanned line by the bytes of the fields that its log source depends on. */
import type { Logsource } from '../rule.ts'
import type { JsonScan } from './json-scan.ts'
import type { Partition } from './partition.ts'

/** Tells the log source of a line from a few of its top-level fields, without parsing the rest. */
export interface LineRouter {
  readonly fields: readonly string[]
  /** Fields of rules that are read under another key where a line does not have them itself. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Undefined where the whole event is needed to tell. */
  readonly logsource: (values: readonly unknown[]) => Logsource | readonly Logsource[] | undefined
}

/** A route that was found before: the bytes of the fields, each with its length before it. */
interface Route {
  readonly bytes: Buffer
  readonly partition: Partition | undefined
}

export interface Routes {
  /** Undefined where the event must be parsed to tell. */
  find(bytes: Buffer, scan: JsonScan): Partition | undefined
}

/** Routes come from events: what is remembered of them is bounded. */
const routesMax = 4096
const valueBytesMax = 200

/** Remembers the routes that `router` gives. */
export function createRoutes(
  { fields, logsource }: LineRouter,
  partitionOf: (sources: Logsource | readonly Logsource[]) => Partition,
): Routes {
  let routes = new Map<number, Route>()
  const key = Buffer.alloc(fields.length * (valueBytesMax + 1))

  /** Copies the fields' bytes to `key`; its length, or -1 where a value is too long to remember. */
  function gather(bytes: Buffer, scan: JsonScan): number {
    let length = 0
    for (let i = 0; i < fields.length; i++) {
      const at = scan.find(fields[i] ?? '')
      const start = at < 0 ? 0 : (scan.starts[at] ?? 0)
      const end = at < 0 ? 0 : (scan.ends[at] ?? 0)
      if (end - start > valueBytesMax) return -1
      key[length++] = end - start
      for (let j = start; j < end; j++) key[length++] = bytes[j] ?? 0
    }
    return length
  }

  function isSame(kept: Buffer, length: number): boolean {
    if (kept.length !== length) return false
    for (let i = 0; i < length; i++) if (kept[i] !== key[i]) return false
    return true
  }

  function ask(bytes: Buffer, scan: JsonScan): Partition | undefined {
    const values = fields.map((field): unknown => {
      const at = scan.find(field)
      if (at < 0) return undefined
      return JSON.parse(bytes.toString('utf8', scan.starts[at], scan.ends[at]))
    })
    const sources = logsource(values)
    return sources && partitionOf(sources)
  }

  return {
    find(bytes, scan) {
      const length = gather(bytes, scan)
      if (length < 0) return ask(bytes, scan)
      let hash = length
      for (let i = 0; i < length; i++) hash = Math.imul(hash ^ (key[i] ?? 0), 0x01000193)
      const known = routes.get(hash)
      if (known && isSame(known.bytes, length)) return known.partition
      const partition = ask(bytes, scan)
      if (routes.size >= routesMax) routes = new Map()
      routes.set(hash, { bytes: Buffer.from(key.subarray(0, length)), partition })
      return partition
    },
  }
}
