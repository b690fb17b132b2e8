/** Opens everything that is derived from the journal: one reader for each kind of record over the projections. Decides nothing. */
import type { Logger } from 'pino'
import type { Rule } from '../rules/engine/rule.ts'
import { openPolicies } from './agents/policies.ts'
import { openAgents } from './agents/registry.ts'
import { openAlerts } from './alerts/alerts.ts'
import { openAlertViews } from './alerts/views.ts'
import { openApprovalRecords } from './approvals/open.ts'
import { openAuditLog } from './audit/log.ts'
import { openCases } from './cases/cases.ts'
import type { Config } from './config.ts'
import { openImportLog } from './customers/import-log.ts'
import { openDevices } from './devices/devices.ts'
import { openExports } from './exports/exports.ts'
import { openHeldExports } from './gateway/held-exports.ts'
import { openHeldFiles } from './held/held-files.ts'
import { openIdentity } from './identity/identity.ts'
import type { SigningKey } from './identity/signing-key.ts'
import { siteOf } from './identity/site.ts'
import { openIslands } from './islands/islands.ts'
import { openDeadLetters } from './notify/notify.ts'
import { openDepartures } from './people/departures.ts'
import { directorySettings, openDirectory } from './people/directory.ts'
import { openFeedReads } from './people/feeds/reads.ts'
import { openHolds } from './people/holds.ts'
import { openProducers } from './producers/producers.ts'
import { openOwnRules } from './rules/own-rules.ts'
import type { openStores } from './stores.ts'
import { openExclusions } from './tuning/exclusions.ts'

interface Settings {
  readonly config: Config
  readonly key: SigningKey
  /** Where it listens, as far as that is known. */
  readonly port: () => number
  readonly now: () => number
  readonly log: Logger
}

/** The records of a data folder; `rules` fills once detection runs. */
export function openDerived(
  { journal, projections, base, secrets }: Awaited<ReturnType<typeof openStores>>,
  { config, key, port, now, log }: Settings,
) {
  const people = directorySettings(config)
  const { watch } = people
  const directory = openDirectory(projections, people)
  const exports = openExports(projections)
  const heldFiles = openHeldFiles(projections, base)
  const exclusions = openExclusions(projections)
  const ownRules = openOwnRules(projections)
  const rules = new Map<string, Rule>()
  const agents = openAgents(projections, now)
  const approvalRecords = openApprovalRecords(projections, { directory, agents, now })
  const { orders } = approvalRecords
  return {
    directory,
    ...people,
    departures: openDepartures(projections, { directory, window: watch }),
    holds: openHolds(projections),
    feedReads: openFeedReads(projections),
    identity: openIdentity({
      ...{ projections, secrets, now, log },
      site: () => siteOf(config, port()),
      settings: config.identity,
    }),
    exports,
    deadLetters: openDeadLetters(projections),
    agents,
    heldFiles,
    islands: openIslands(projections, base),
    devices: openDevices(projections),
    auditLog: openAuditLog(projections),
    heldExports: openHeldExports(projections),
    producers: openProducers(projections),
    ...approvalRecords,
    policies: openPolicies(projections, { base, key, heldFiles, orders, now }),
    importLog: openImportLog(projections),
    cases: openCases(projections, { directory, now }),
    exclusions,
    ownRules,
    rules,
    alerts: openAlertViews({
      ...{ database: projections, journal, directory, base, exports, rules, now },
    }),
    decidedAlerts: openAlerts(projections, [ownRules, exclusions]),
  }
}

export type Derived = ReturnType<typeof openDerived>
