/** Tries rules on the past: replays the journal through the same enrichment and engine. Writes nothing; the directory and the base are today's. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { Product } from '../../events/ocsf.ts'
import type { CompiledRules } from '../../rules/engine/engine.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Exports } from '../exports/exports.ts'
import { admit } from '../ingest/admission.ts'
import { bodyOf, type JournalReader } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import { accountPseudonym } from '../people/pseudonyms.ts'
import { createDetector, type Incoming } from './detector.ts'

/** A finding that the rules would have given. */
export interface BacktestFinding {
  readonly id: string
  readonly rule: string
  /** UTC epoch milliseconds of the event that completed it. */
  readonly time: number
  /** A pseudonym. */
  readonly subject: string
  readonly customers: number
  /** Whether the journal has this very finding already. */
  readonly known: boolean
  /** Ids of the events behind it, oldest first. */
  readonly events: readonly string[]
}

export interface Backtest {
  /** Events of the period, and those before it that correlations had to remember. */
  readonly events: number
  readonly findings: readonly BacktestFinding[]
}

interface Parts {
  readonly journal: JournalReader
  readonly base: CustomerBase
  readonly directory: Directory
  readonly exports: Exports
  readonly product: Product
}

const batchEntries = 1000
const dayMs = 86_400_000

/** How long before an event the rules look back, milliseconds. */
export function reachMs({ correlations }: CompiledRules): number {
  const reaches = correlations.map(({ spec: { timespanMs, suppressMs, baseline } }) => {
    const days = Math.max(baseline?.own?.days ?? 0, baseline?.peers?.days ?? 0)
    return timespanMs + suppressMs + days * dayMs
  })
  // Correlations of correlations look back one after the other.
  return reaches.reduce((sum, each) => sum + each, 0)
}

/** Findings from `from` (UTC epoch milliseconds) on; `rules` holds those that are tried and what they refer to. */
export async function backtest(
  rules: CompiledRules,
  from: number,
  { journal, base, directory, exports, product }: Parts,
): Promise<Backtest> {
  const detector = createDetector({
    ...{ rules, base, directory, exports, product },
    now: () => 0,
    entryAt: offset => journal.at(offset),
  })
  const start = from - reachMs(rules)
  const known = new Set<string>()
  const given: DetectionFinding[] = []
  let events = 0

  async function replay(incoming: Incoming): Promise<void> {
    const time = admit(incoming.body, incoming.source).event?.time
    if (time === undefined || time < start) return
    if (time >= from) events++
    const { findings } = await detector.process(incoming)
    given.push(...findings.filter(({ end_time }) => end_time >= from))
  }

  for (let after = 0; ; ) {
    const entries = await journal.readTold(after, batchEntries, 'finding')
    for (const { source } of entries) known.add(source)
    const last = entries.at(-1)
    if (!last) break
    after = last.offset
  }
  for (let after = 0; ; ) {
    const batches = await journal.readEvents(after, batchEntries)
    for (const { source, receivedAt, lines } of batches)
      for (const line of lines)
        await replay({ source, receivedAt, offset: line.offset, body: bodyOf(line) })
    const last = batches.at(-1)?.lines.at(-1)
    if (!last) break
    after = last.offset
  }
  const nameOf = ({ person, account = '' }: { person?: string; account?: string }) =>
    (person === undefined ? undefined : directory.get(person)?.pseudonym) ??
    accountPseudonym(account)
  return {
    events,
    findings: given.map(({ metadata: { uid }, end_time, unmapped: { clientkeep } }) => ({
      id: uid,
      rule: clientkeep.rule.name,
      time: end_time,
      subject: nameOf(clientkeep.subject),
      customers: clientkeep.customers,
      known: known.has(`finding:${uid}`),
      events: clientkeep.evidence.map(({ event }) => event),
    })),
  }
}
