/** Starts what follows the journal: the projector, and detection with the company's own rules, read again when they change. */
import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Product } from '../events/ocsf.ts'
import { catalogDir } from '../rules/load.ts'
import type { Derived } from './derived.ts'
import { startDetection } from './detect/detection.ts'
import { watchRules } from './detect/watch-rules.ts'
import { openFactsProjection } from './event-facts.ts'
import type { Live } from './live.ts'
import { startProjector } from './projector.ts'
import type { openStores } from './stores.ts'

interface Settings {
  readonly region: string
  readonly product: Product
  /** Of the company's own rules; it need not be there. */
  readonly ownRules: string
  readonly live: Live
  readonly log: Logger
}

/** Resolves when the projections hold what the journal has and the rules are compiled. Rejects with Fault ERR_RULES_INVALID. */
export async function startFollowing(
  { journal, lanes, projections, paths, ...stores }: Awaited<ReturnType<typeof openStores>>,
  derived: Derived,
  { region, product, ownRules, live, log }: Settings,
) {
  const { alerts, rules } = derived
  let peopleChanged: () => void = () => {}
  let rulesChanged: () => void = () => {}
  const projector = await startProjector({
    ...derived,
    peopleChanged: () => {
      stores.peopleChanged()
      peopleChanged()
    },
    database: projections,
    journal,
    alerts: derived.decidedAlerts,
    log,
    rulesChanged: () => rulesChanged(),
    casesChanged: () => live.publish('cases', {}),
    changed: (changedAlerts, isSetup) => {
      for (const id of changedAlerts) {
        const alert = alerts.summary(id)
        live.publish('alert', alert, alert.person.id)
      }
      if (isSetup) live.publish('setup', {})
    },
  })
  const facts = openFactsProjection(projections, {
    ...derived,
    changed: () => live.publish('setup', {}),
  })
  const hasOwnRules = existsSync(ownRules)
  const ruleDirs = [catalogDir, ...(hasOwnRules ? [ownRules] : [])]
  const { watch, company } = derived
  const settings = { ...paths, region, rules: ruleDirs, product, watch, company }
  const detection = await startDetection(settings, {
    ...{ journal, lanes, log, facts },
    rulesChanged: found => {
      rules.clear()
      for (const rule of found) rules.set(rule.id, rule)
      live.publish('rules', {})
    },
  })
  peopleChanged = detection.peopleChanged
  rulesChanged = detection.reload
  const unwatch = hasOwnRules
    ? watchRules(ownRules, detection.reload, error =>
        log.warn({ err: error }, 'changes of own rules are not seen; restart after a change'),
      )
    : undefined
  return {
    ...{ projector, detection, settings },
    unwatch: () => unwatch?.(),
    /** Who hears of changes of people, in the place of detection alone. */
    onPeople: (listener: () => void) => {
      peopleChanged = listener
    },
  }
}
