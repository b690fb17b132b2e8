/** Judges again what people did, now that it is known that they leave or whose an account is: the findings that this adds, and no others. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { Product } from '../../events/ocsf.ts'
import type { CompiledRules } from '../../rules/engine/engine.ts'
import { bodyOf, type JournalReader } from '../journal/journal.ts'
import { staying } from '../people/departure.ts'
import { type Directory, foldAlias } from '../people/directory.ts'
import { reachMs } from './backtest.ts'
import { createDetector } from './detector.ts'
import type { Knowledge } from './enrich.ts'
import { wantedFrames } from './wanted.ts'

/** Whose past is judged again, from when on (UTC epoch milliseconds). */
export interface PastOf {
  readonly person: string
  readonly from: number
  /** Aliases that were not theirs until now. */
  readonly bound: readonly string[]
}

/** What was looked at and found on one of them. */
export interface PastFound {
  readonly person: string
  readonly events: number
  readonly findings: readonly DetectionFinding[]
}

interface Parts extends Pick<Knowledge, 'base' | 'exports'> {
  readonly journal: JournalReader
  readonly directory: Directory
  readonly rules: CompiledRules
  readonly product: Product
  readonly now: () => number
}

/**
 * Two detectors see the same events: one knows that the people leave and which accounts are theirs, the other does not. What both find was found when it
 * happened. Each begins as long before as rules remember, so that windows are full where it counts.
 */
export async function replayPeople(
  people: readonly PastOf[],
  { journal, directory, rules, ...parts }: Parts,
): Promise<readonly PastFound[]> {
  const froms = new Map(people.map(({ person, from }) => [person, from]))
  const found = new Map(
    people.map(({ person }) => [person, { events: 0, findings: [] as DetectionFinding[] }]),
  )
  const isOf = ({ id }: { readonly id: string }) => froms.has(id)
  const bound = new Set(people.flatMap(each => each.bound))
  const unknowing: Directory = {
    ...directory,
    resolve: (account, hostname) => {
      const [user, host] = [foldAlias(account), foldAlias(hostname)]
      const narrow = `${user}@${host}`
      const used = directory.aliasOwner(narrow) === undefined ? user : narrow
      return bound.has(used) ? undefined : directory.resolve(account, hostname)
    },
    departure: (person, time) => (isOf(person) ? staying : directory.departure(person, time)),
  }
  const detectorOver = (known: Directory) =>
    createDetector({
      ...{ ...parts, rules, directory: known },
      entryAt: offset => journal.at(offset),
    })
  const [knowing, before] = [detectorOver(directory), detectorOver(unknowing)]
  // An account in an application is at work on no endpoint.
  const aliases = [...froms.keys()].flatMap(person => directory.aliases(person))
  const named = aliases.map(account => ({ account, endpoint: '' }))
  const accounts = [...directory.accountsOf(new Set(froms.keys())), ...named]
  const start = Math.min(...froms.values()) - reachMs(rules)
  const isWanted = wantedFrames(accounts, start)

  function take(finding: DetectionFinding, known: ReadonlySet<string>): void {
    const { person = '' } = finding.unmapped.clientkeep.subject
    const from = froms.get(person)
    if (from === undefined || finding.end_time < from || known.has(finding.metadata.uid)) return
    const { clientkeep } = finding.unmapped
    found.get(person)?.findings.push({
      ...finding,
      unmapped: { clientkeep: { ...clientkeep, looked_back: true } },
    })
  }

  for (let after = 0; ; ) {
    const { batches, reached } = journal.readMatching(after, isWanted)
    if (reached === after) break
    after = reached
    for (const { source, receivedAt, lines } of batches) {
      for (const line of lines) {
        const incoming = { source, receivedAt, offset: line.offset, body: bodyOf(line) }
        const { findings, person } = await knowing.process(incoming)
        const told = await before.process(incoming)
        const seen = person === undefined ? undefined : found.get(person)
        if (seen) seen.events += 1
        const known = new Set(told.findings.map(({ metadata }) => metadata.uid))
        for (const finding of findings) take(finding, known)
      }
    }
  }
  return people.map(({ person }) => ({
    person,
    ...(found.get(person) ?? { events: 0, findings: [] }),
  }))
}
