/** Everything that is kept about one person, read from journal and projections: for that person, through the privacy officer. */
import type { SubjectAccess } from '../../events/api-people.ts'
import { limits } from '../../events/limits.ts'
import type { AlertViews } from '../alerts/views.ts'
import type { Cases } from '../cases/cases.ts'
import { accountOf } from '../detect/enrich.ts'
import { wantedFrames } from '../detect/wanted.ts'
import type { Exposures } from '../exposure/exposure.ts'
import { admit } from '../ingest/admission.ts'
import { readDecision } from '../journal/decisions.ts'
import { bodyOf, type Journal } from '../journal/journal.ts'
import type { Directory, Person } from '../people/directory.ts'
import { nobody } from '../people/viewer.ts'
import type { RetentionSettings } from '../retention/retention.ts'
import { keptKinds } from './kept.ts'

interface Sources {
  readonly journal: Journal
  readonly directory: Directory
  readonly exposures: Exposures
  readonly alerts: AlertViews
  readonly cases: Pick<Cases, 'about'>
  readonly retention: RetentionSettings
  readonly now: () => number
}

const breathe = () => new Promise(resolve => setImmediate(resolve))

/** Events of accounts that are the person's now; so many at most, the rest counted. */
async function eventsOf(person: Person, { journal, directory }: Sources) {
  const accounts = directory.accountsOf(new Set([person.id]))
  const isWanted = wantedFrames(accounts, 0)
  const events: unknown[] = []
  let cut = 0
  for (let after = 0; ; ) {
    const { batches, reached } = journal.readMatching(after, isWanted)
    if (reached === after) return { events, cut }
    after = reached
    for (const { source, lines } of batches) {
      for (const line of lines) {
        const { event } = admit(bodyOf(line), source)
        const account = event && accountOf(event)
        if (account === undefined) continue
        if (directory.resolve(account, event?.device?.hostname ?? '')?.id !== person.id) continue
        if (events.length < limits.subjectEventsMax) events.push(event)
        else cut += 1
      }
    }
    await breathe()
  }
}

/** Findings on the person, and decisions that name them, with who made them. */
async function toldOf({ id }: Person, { journal }: Sources) {
  const findings: unknown[] = []
  const decisions: unknown[] = []
  for (let after = 0; ; ) {
    const entries = await journal.readTold(after, 500)
    const last = entries.at(-1)
    if (!last) return { findings, decisions }
    after = last.offset
    for (const { kind, body } of entries) {
      if (!body.includes(id)) continue
      if (kind === 'finding') findings.push(JSON.parse(body))
      const decision = kind === 'decision' ? readDecision(body) : undefined
      if (decision && 'person' in decision.data && decision.data.person === id)
        decisions.push(decision)
      else if (decision?.kind === 'person.set' && decision.data.id === id) decisions.push(decision)
    }
  }
}

/** The whole of it as JSON. Reads the journal from its beginning. */
export async function subjectAccess(person: Person, sources: Sources): Promise<SubjectAccess> {
  const { directory, exposures, alerts, cases, retention, now } = sources
  const { events, cut } = await eventsOf(person, sources)
  const { findings, decisions } = await toldOf(person, sources)
  const { customers, base, stages, channels } = exposures.of(person.id)
  return {
    made_at: now(),
    person: { ...person, aliases: [...directory.aliases(person.id)] },
    accounts: [...directory.accountsOf(new Set([person.id]))],
    kept: keptKinds(retention),
    exposure: { customers, base, stages, channels },
    alerts: (['open', 'watched', 'closed'] as const)
      .flatMap(status => alerts.list(status, limits.pageRowsMax, nobody).alerts)
      .filter(alert => alert.person.id === person.id),
    cases: [...cases.about(person.id)],
    ...{ events, events_cut: cut, findings, decisions },
  }
}
