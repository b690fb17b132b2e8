/** The filter for endpoints as last built, and what came to it since: kept beside the customers, told by content. */
import { createHash } from 'node:crypto'
import { noFilterVersion } from '../../events/policy.ts'

/** What tells a filter, without its bytes. */
export interface FilterHead {
  readonly version: string
  /** Hex SHA-256 of all bytes. */
  readonly sha256: string
  /** The same bytes without the delta, where there is one: who has these needs the rest only. */
  readonly base?: { readonly sha256: string; readonly length: number }
}

/** The filter as endpoints get it. */
export interface FilterBundle extends FilterHead {
  /** The filter with its delta behind it. */
  readonly bytes: Uint8Array
}

interface Settings {
  get(name: string): Buffer | undefined
  set(name: string, value: Uint8Array): unknown
}

const digestOf = (...parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function headOf(filter: Uint8Array, delta: Uint8Array): FilterHead {
  const sha256 = digestOf(filter, delta)
  const version = filter.length === 0 ? noFilterVersion : sha256.slice(0, 16)
  if (delta.length === 0) return { version, sha256 }
  return { version, sha256, base: { sha256: digestOf(filter), length: filter.length } }
}

/** Works on the base's settings. */
export function openFilterStore(settings: Settings) {
  const head = (): FilterHead | undefined => {
    const kept = settings.get('filter_head')
    return kept && JSON.parse(kept.toString())
  }

  function keepHead(filter: Uint8Array, delta: Uint8Array): string {
    const kept = headOf(filter, delta)
    settings.set('filter_head', Buffer.from(JSON.stringify(kept)))
    return kept.version
  }

  return {
    /** Undefined before the first build. */
    head,
    bundle(): FilterBundle | undefined {
      const filter = settings.get('filter')
      if (!filter) return undefined
      const delta = settings.get('filter_delta') ?? Buffer.alloc(0)
      const bytes = delta.length === 0 ? filter : Buffer.concat([filter, delta])
      // A base from before heads were kept.
      return { ...(head() ?? headOf(filter, delta)), bytes }
    },
    /** A filter that was built anew; gives its version. */
    keep(filter: Uint8Array): string {
      settings.set('filter', filter)
      settings.set('filter_delta', new Uint8Array())
      return keepHead(filter, new Uint8Array())
    },
    /** The delta to the filter that is kept, instead of any before; gives the version of both together. */
    keepDelta(delta: Uint8Array): string {
      settings.set('filter_delta', delta)
      return keepHead(settings.get('filter') ?? new Uint8Array(), delta)
    },
  }
}
