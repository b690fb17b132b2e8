/** Turns journal entries into findings: parse, enrich, match. Deterministic: the same entries give the same finding ids. */
import { createHash } from 'node:crypto'
import Value from 'typebox/value'
import { type DetectionFinding, detectionFinding } from '../../events/detection-finding.ts'
import { FileActivity } from '../../events/file-activity.ts'
import { classUid, type Product } from '../../events/ocsf.ts'
import { describeOcsf } from '../../rules/describe.ts'
import { type CompiledRules, createEngine, type Match } from '../../rules/engine/engine.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Sighting } from '../exposure/recorder.ts'
import type { Entry } from '../journal/journal.ts'
import type { Directory } from '../people/directory.ts'
import { packIds } from './customer-ids.ts'
import { type Enriched, enrich } from './enrich.ts'

/** What an entry gave: findings that it completes, and the customers that were seen in it. */
export interface Detected {
  readonly findings: readonly DetectionFinding[]
  readonly sighting?: Sighting
}

export interface Detector {
  /** Entries that are no file events give nothing. */
  process(entry: Entry): Detected
  /** The sighting alone: rules do not see the entry. */
  sight(entry: Entry): Detected
}

interface Parts {
  readonly rules: CompiledRules
  readonly base: CustomerBase
  readonly directory: Directory
  readonly product: Product
  readonly now: () => number
}

/** 32 hex digits from what the finding is about. */
const findingId = (match: Match): string =>
  createHash('sha256')
    .update(JSON.stringify([match.rule.id, match.eventUids, match.group]))
    .digest('hex')
    .slice(0, 32)

function findingOf(
  match: Match,
  entry: Entry,
  event: FileActivity,
  enriched: Enriched,
  parts: Parts,
): DetectionFinding {
  const { customers, person } = enriched
  const subject =
    person === undefined
      ? { account: `${event.actor.user.name}@${event.device.hostname}` }
      : { person }
  const { file, actor, device } = event
  return detectionFinding(parts.product, {
    uid: findingId(match),
    detectedAt: parts.now(),
    startedAt: match.startedAt,
    endedAt: match.time,
    rule: match.rule,
    subject,
    reason: match.reasons.join('\n'),
    customers: customers.length,
    evidence: [
      {
        event: event.metadata.uid,
        type_uid: event.type_uid,
        offset: entry.offset,
        customers: packIds(customers).toString('base64'),
        place: event.unmapped.clientkeep.place,
        file,
        actor,
        device,
      },
    ],
  })
}

const nothing: Detected = { findings: [] }

/** A detector over compiled rules; base and directory are read as they are at the time of processing. */
export function createDetector(parts: Parts): Detector {
  const engine = createEngine(parts.rules, { describe: describeOcsf })

  function detect(entry: Entry, isForRules: boolean): Detected {
    if (entry.kind !== 'event') return nothing
    const event: unknown = JSON.parse(entry.body)
    if (!Value.Check(FileActivity, event) || event.class_uid !== classUid.fileActivity)
      return nothing
    const enriched = enrich(event, parts)
    const { customers } = enriched
    const matches = isForRules ? engine.process(enriched.event) : []
    return {
      findings: matches.map(match => findingOf(match, entry, event, enriched, parts)),
      ...(customers.length > 0 ? { sighting: { offset: entry.offset, event, customers } } : {}),
    }
  }

  return { process: entry => detect(entry, true), sight: entry => detect(entry, false) }
}
