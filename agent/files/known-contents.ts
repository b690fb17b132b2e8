/**
 * Knows a file's content again when it turns up elsewhere: the same bytes by digest, and the same customers, in whatever format or
 * archive, by a sketch of the tokens in it (bottom-k MinHash, Broder 1997). Names play no part. Holds digests and tokens only.
 */
import { limits } from '../../events/limits.ts'
import type { ScanSummary } from '../../events/scan.ts'

/** Where a content was seen first. `by`: the bytes are the same, or the customers are. */
export interface SeenBefore {
  readonly path: string
  readonly by: 'bytes' | 'customers'
  /** Share of this file's customers that the other had, percent, estimated. */
  readonly percent: number
}

const sketchTokens = 64
/** Fewer say too little: two address books share a few people. */
const tokensMin = 5
const percentMin = 50

interface Known {
  readonly path: string
  readonly sha256: string
  readonly sketch: Float64Array
  /** Largest token of the sketch where the file has more: beyond it nothing is known. */
  readonly reach: number
}

/** The smallest tokens, ascending, by their upper 53 bits. Tokens are keyed hashes, so that the smallest are a fair sample. */
function sketchOf({ tokens, candidates }: ScanSummary): Pick<Known, 'sketch' | 'reach'> {
  if (candidates < tokensMin) return { sketch: new Float64Array(), reach: Number.POSITIVE_INFINITY }
  const bytes = Buffer.from(tokens, 'base64')
  const all = new Float64Array(Math.floor(bytes.length / 8))
  for (let index = 0; index < all.length; index += 1)
    all[index] = Number(bytes.readBigUInt64LE(index * 8) >> 11n)
  const sketch = all.sort().slice(0, sketchTokens)
  const isCut = all.length > sketchTokens
  return { sketch, reach: isCut ? (sketch.at(-1) ?? 0) : Number.POSITIVE_INFINITY }
}

/** Share of `mine` that is in `other`, percent, over the range that both sketches cover. */
function overlap(mine: Known, other: Known): number {
  const reach = Math.min(mine.reach, other.reach)
  let [covered, shared, at] = [0, 0, 0]
  for (const token of mine.sketch) {
    if (token > reach) break
    covered += 1
    while ((other.sketch[at] ?? Number.POSITIVE_INFINITY) < token) at += 1
    if (other.sketch[at] === token) shared += 1
  }
  return covered < tokensMin ? 0 : Math.round((100 * shared) / covered)
}

export interface KnownContents {
  /** Notes a content; gives where it was seen before, at another path. Without customers nothing is noted. */
  see(path: string, sha256: string, scan: ScanSummary): SeenBefore | undefined
  /** A file has another name now. */
  moved(from: string, to: string): void
}

/** Remembers the contents last seen, up to a cap. */
export function createKnownContents(max: number = limits.knownContentsMax): KnownContents {
  const known = new Map<string, Known>()
  /** Those alone whose customers can be compared. */
  const sketched = new Set<Known>()
  /** By digest, the last of each. */
  const byDigest = new Map<string, Known>()

  function keep(entry: Known): void {
    known.set(entry.path, entry)
    if (entry.sketch.length > 0) sketched.add(entry)
    byDigest.set(entry.sha256, entry)
  }

  function drop(path: string): Known | undefined {
    const entry = known.get(path)
    if (!entry) return undefined
    known.delete(path)
    sketched.delete(entry)
    if (byDigest.get(entry.sha256) === entry) byDigest.delete(entry.sha256)
    return entry
  }

  function find(mine: Known): SeenBefore | undefined {
    const same = byDigest.get(mine.sha256)
    if (same && same.path !== mine.path) return { path: same.path, by: 'bytes', percent: 100 }
    if (mine.sketch.length === 0) return undefined
    let best: SeenBefore | undefined
    for (const other of sketched) {
      if (other.path === mine.path) continue
      const percent = overlap(mine, other)
      if (percent >= percentMin && percent > (best?.percent ?? 0))
        best = { path: other.path, by: 'customers', percent }
    }
    return best
  }

  return {
    see: (path, sha256, scan) => {
      if (scan.candidates === 0 || sha256 === '') return undefined
      const mine: Known = { path, sha256, ...sketchOf(scan) }
      const before = find(mine)
      drop(path)
      keep(mine)
      const oldest = known.keys().next().value
      if (known.size > max && oldest !== undefined) drop(oldest)
      return before
    },
    moved: (from, to) => {
      const entry = drop(from)
      drop(to)
      if (entry) keep({ ...entry, path: to })
    },
  }
}
