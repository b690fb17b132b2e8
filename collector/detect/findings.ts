/** Turns what a rule matched into a finding, with the events behind it read back from the journal. */
import { createHash } from 'node:crypto'
import type { ExportShare } from '../../events/detection-finding.ts'
import {
  type DetectionFinding,
  detectionFinding,
  type EvidenceFacts,
} from '../../events/detection-finding.ts'
import { limits } from '../../events/limits.ts'
import type { Product } from '../../events/ocsf.ts'
import type { Match } from '../../rules/engine/engine.ts'
import { type AnyEvent, shownOf } from './any-event.ts'
import { packIds, unionIds } from './customer-ids.ts'
import type { Enriched } from './enrich.ts'

/** An event behind a finding, with its place in the journal. */
export interface Evidence {
  readonly offset: number
  readonly event: AnyEvent
  readonly enriched: Enriched
}

/** 32 hex digits from what the finding is about: the same rule on the same events gives the same. */
const findingId = ({ rule, group }: Match, uids: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([rule.id, uids, group]))
    .digest('hex')
    .slice(0, 32)

/** People are pseudonyms in alerts; whom a finding is on is its subject. */
const namesPeople = /^(actor|user|device\.owner)\.|^unmapped\.clientkeep\.(subject|person\.id)$/

const groupWords = ({ group }: Match): readonly string[] =>
  Object.entries(group)
    .filter(([field]) => !namesPeople.test(field))
    .map(([field, value]) => `${field} is ${value}`)

/** Exports over all evidence, each with the most rows that one event holds of it. */
function exportsOf(evidence: readonly Evidence[]): ExportShare[] {
  const most = new Map<number, ExportShare>()
  for (const match of evidence.flatMap(({ enriched }) => enriched.exports)) {
    if (match.rows > (most.get(match.number)?.rows ?? 0)) most.set(match.number, match)
  }
  return [...most.values()].sort((a, b) => b.rows - a.rows).slice(0, limits.exportsNamedMax)
}

const exportWords = (exports: readonly ExportShare[]): readonly string[] =>
  exports.map(({ number, rows, of }) => `holds ${rows} of the ${of} rows of export ${number}`)

const canaryWords = (evidence: readonly Evidence[]): readonly string[] =>
  [...new Set(evidence.flatMap(({ enriched }) => enriched.canaries))].slice(
    0,
    limits.canaryWordsMax,
  )

/** Customers are named for the newest events first, until as many are named as fit into one finding. */
function evidenceFacts(evidence: readonly Evidence[]): readonly EvidenceFacts[] {
  let room = limits.findingCustomersMax
  return evidence
    .toReversed()
    .map(({ offset, event, enriched: { customers } }) => {
      const named = customers.length <= room ? customers : customers.subarray(0, room)
      room -= named.length
      return {
        event: event.metadata.uid,
        offset,
        customers: packIds(named).toString('base64'),
        ...shownOf(event),
      }
    })
    .toReversed()
}

/** A finding from the events behind a match, oldest first; the last one tells whom it is on. */
export function findingOf(
  match: Match,
  evidence: readonly Evidence[],
  { product, now }: { readonly product: Product; readonly now: () => number },
): DetectionFinding {
  const uids = evidence.map(({ event }) => event.metadata.uid)
  const exports = exportsOf(evidence)
  const all = evidence.map(({ enriched }) => enriched.customers)
  return detectionFinding(product, {
    uid: findingId(match, uids),
    detectedAt: now(),
    startedAt: match.startedAt,
    endedAt: match.time,
    rule: match.rule,
    // Without its events a finding is on whom the rule counts by.
    subject: evidence.at(-1)?.enriched.subject ?? { account: Object.values(match.group).join(' ') },
    reason: [
      ...match.reasons,
      ...groupWords(match),
      ...exportWords(exports),
      ...canaryWords(evidence),
    ].join('\n'),
    customers: all.reduce(unionIds, new Uint32Array()).length,
    exports,
    evidence: evidenceFacts(evidence),
  })
}
