/** What the scan tests share: a filter over given identifiers and scans of text held in memory. */
import { buildFilter, type CustomerFilter, openFilter } from '../../content/filter.ts'
import { phonePlan } from '../../content/normalise.ts'
import { type ScanOptions, type ScanOutcome, scanStream } from '../../content/scan.ts'
import { tokenOf, unpackTokens } from '../../content/token.ts'

const testKey = Uint8Array.from({ length: 16 }, (_, index) => index * 7)

/** A filter over canonical identifiers with the phone plans of the regions. */
export function filterOf({
  emails = [],
  phones = [],
  regions = [],
}: {
  readonly emails?: readonly string[]
  readonly phones?: readonly string[]
  readonly regions?: readonly string[]
}): CustomerFilter {
  const tokens = [
    ...emails.map(email => tokenOf(testKey, 'email', email)),
    ...phones.map(phone => tokenOf(testKey, 'phone', phone)),
  ]
  const phonePlans = regions.flatMap(region => phonePlan(region) ?? [])
  return openFilter(buildFilter({ tokens: BigUint64Array.from(tokens), key: testKey, phonePlans }))
}

/** The bytes as a stream of chunks that end at `cuts` (offsets in any order). */
export async function* inChunks(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
): AsyncGenerator<Uint8Array> {
  const ends = [...new Set([...cuts.map(cut => Math.min(cut, bytes.length)), bytes.length])]
  let start = 0
  for (const end of ends.sort((left, right) => left - right)) {
    yield bytes.subarray(start, end)
    start = end
  }
}

/** Scans text (as UTF-8) or bytes. */
export const scanContent = (
  content: string | Uint8Array,
  filter: CustomerFilter | undefined,
  options: ScanOptions & { readonly cuts?: readonly number[] } = {},
): Promise<ScanOutcome> =>
  scanStream(
    inChunks(typeof content === 'string' ? Buffer.from(content) : content, options.cuts),
    'content',
    filter,
    options,
  )

/** Which of the canonical identifiers a scan reported, exactly. */
export function reported(
  outcome: ScanOutcome,
  kind: 'email' | 'phone',
  canonical: readonly string[],
): string[] {
  const tokens = new Set(unpackTokens(outcome.summary.tokens))
  return canonical.filter(text => tokens.has(tokenOf(testKey, kind, text)))
}
