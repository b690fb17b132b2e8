/** Composes the collector: opens the data folder, journal and projections, starts detection and the server. */
import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Mode } from '../events/api.ts'
import { limits } from '../events/limits.ts'
import type { Product } from '../events/ocsf.ts'
import type { Rule } from '../rules/engine/rule.ts'
import { catalogDir } from '../rules/load.ts'
import { openPolicies } from './agents/policies.ts'
import { openAgents } from './agents/registry.ts'
import { openAlerts } from './alerts/alerts.ts'
import { openAlertViews } from './alerts/views.ts'
import { type Config, readConfig } from './config.ts'
import type { Environment } from './config-environment.ts'
import { openImportLog } from './customers/import-log.ts'
import { startDeparting } from './departing.ts'
import { startDetection } from './detect/detection.ts'
import { watchRules } from './detect/watch-rules.ts'
import { openFactsProjection } from './event-facts.ts'
import { openExports } from './exports/exports.ts'
import { openExposures } from './exposure/exposure.ts'
import { type Lag, openLag } from './exposure/lag.ts'
import { openHeldFiles } from './held/held-files.ts'
import { openAccess } from './identity/access.ts'
import { openConsoleKey } from './identity/console-key.ts'
import { openIdentity } from './identity/identity.ts'
import { openSigningKey } from './identity/signing-key.ts'
import { siteOf } from './identity/site.ts'
import { decisionEntry } from './journal/decisions.ts'
import { listenFault } from './listen-fault.ts'
import { createLive } from './live.ts'
import { metricsOf, openCounters } from './metrics/catalog.ts'
import { newsCarrier } from './notify/carry.ts'
import { openDeadLetters, openNotify } from './notify/notify.ts'
import { readChannels } from './notify/settings.ts'
import { openDepartures } from './people/departures.ts'
import { openDirectory } from './people/directory.ts'
import { openHolds } from './people/holds.ts'
import { startProjector } from './projector.ts'
import { hostsOf, reachedAt } from './reach.ts'
import type { App, Parts } from './routes/app.ts'
import { createServer } from './server.ts'
import { type DataFolder, openDataFolder } from './store/data-folder.ts'
import { openStores } from './stores.ts'
import { openTls } from './tls/listener.ts'
import { startUpkeep } from './upkeep.ts'

export interface CollectorOptions {
  readonly dir: string
  readonly mode: Mode
  readonly version: string
  readonly dashboardDir: string
  readonly log: Logger
  readonly now?: () => number
  /** Overrides of the configuration file; the process's own where left out. */
  readonly environment?: Environment
  /** Over the configuration file's values. */
  readonly port?: number
  readonly host?: string
  /** In demo mode: copies another export to the demo's stick. */
  readonly demoCopy?: () => Promise<void>
}

export interface Collector {
  readonly app: App
  readonly parts: Parts
  readonly folder: DataFolder
  readonly config: Config
  /** How far detection is behind the journal. */
  lag(): Lag
  /** Starts to listen; gives the base address. Throws Fault ERR_PORT_IN_USE. */
  listen(): Promise<string>
  close(): Promise<void>
}

/** The folder's configuration with what the command line says over it. */
function configured(folder: DataFolder, options: CollectorOptions): Config {
  const config = readConfig(folder.path('config.yaml'), options.environment)
  return { ...config, port: options.port ?? config.port, host: options.host ?? config.host }
}

/** Opens everything and starts detection; `listen` makes it reachable. Throws Faults that say what to do. */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { now = Date.now, log } = options
  const folder = openDataFolder(options.dir, options.mode)
  try {
    return await compose(folder, options, now, log)
  } catch (error) {
    folder.release()
    throw error
  }
}

async function compose(
  folder: DataFolder,
  options: CollectorOptions,
  now: () => number,
  log: Logger,
): Promise<Collector> {
  const config = configured(folder, options)
  const signingKey = await openSigningKey(folder.path('signing-key.json'))
  const stores = await openStores(folder, { config, now, key: signingKey, log })
  const { journal, projections, base } = stores
  if (base.isFilterStale()) (await import('./customers/rebuild-filter.ts')).rebuildFilter(base)
  const product: Product = {
    name: 'Clientkeep',
    vendor_name: 'Clientkeep',
    version: options.version,
  }
  const { days_before, days_after } = config.departures
  const watch = { before: days_before, after: days_after }
  const directory = openDirectory(projections, watch)
  const departures = openDepartures(projections, { directory, window: watch })
  const holds = openHolds(projections)
  let port = config.port
  const identity = openIdentity({
    projections,
    secrets: stores.secrets,
    now,
    log,
    site: () => siteOf(config, port),
    metadataFile: config.identity.fido_metadata_file,
  })
  const exports = openExports(projections)
  const deadLetters = openDeadLetters(projections)
  const agents = openAgents(projections, now)
  const heldFiles = openHeldFiles(projections)
  const policies = openPolicies(projections, { base, key: signingKey, heldFiles, now })
  const importLog = openImportLog(projections)
  const ownRules = folder.path('rules')
  const hasOwnRules = existsSync(ownRules)
  const ruleDirs = [catalogDir, ...(hasOwnRules ? [ownRules] : [])]
  const rules = new Map<string, Rule>()
  const live = createLive()
  const stopping = new AbortController()
  const alerts = openAlertViews({
    database: projections,
    journal,
    directory,
    base,
    exports,
    rules,
    now,
  })
  const decidedAlerts = openAlerts(projections)
  let peopleChanged = () => {}
  const projector = await startProjector({
    peopleChanged: () => peopleChanged(),
    database: projections,
    journal,
    directory,
    departures,
    agents,
    ...{ policies, importLog, holds, identity, exports, heldFiles },
    deadLetters,
    alerts: decidedAlerts,
    log,
    changed: (changedAlerts, isSetup) => {
      for (const id of changedAlerts) {
        const alert = alerts.summary(id)
        live.publish('alert', alert, alert.person.id)
      }
      if (isSetup) live.publish('setup', {})
    },
  })
  const facts = openFactsProjection(projections, {
    ...{ directory, agents, heldFiles },
    changed: () => live.publish('setup', {}),
  })
  const region = config.default_region
  const detectSettings = { ...stores.paths, region, rules: ruleDirs, product, watch }
  const detection = await startDetection(detectSettings, {
    journal,
    lanes: stores.lanes,
    log,
    facts,
    rulesChanged: found => {
      rules.clear()
      for (const rule of found) rules.set(rule.id, rule)
    },
  })
  const unwatch = hasOwnRules
    ? watchRules(ownRules, detection.reload, error =>
        log.warn({ err: error }, 'changes of own rules are not seen; restart after a change'),
      )
    : undefined
  const counters = openCounters()
  const deliveries = projections.prepare<[string], { alert: string }>(
    'SELECT alert FROM finding WHERE id = ?',
  )
  const notify = openNotify({
    settings: readChannels(config.notify.channels),
    version: options.version,
    environment: options.environment ?? process.env,
    journal,
    alertOf: async (finding, offset) => {
      await projector.reached(offset)
      return deliveries.get(finding)?.alert
    },
    summary: alerts.find,
    nameOf: person => directory.get(person)?.name ?? undefined,
    dashboardUrl: config.notify.dashboard_url,
    now,
    log,
    count: outcome => counters.messages.add(1, outcome),
  })
  const lag = openLag(stores.exposure, { journal, now })
  const upkeep = startUpkeep({
    folder,
    config,
    version: options.version,
    log,
    retention: { ...stores, directory, holds, now, read: () => lag().offset },
  })
  const metrics = metricsOf(counters, {
    journal,
    journalPath: stores.paths.journal,
    detection,
    lag,
    alerts: () => alerts.list('open', 0).counts,
    agents: () => {
      const endpoints = agents.list()
      return {
        online: endpoints.filter(({ online }) => online).length,
        enrolled: endpoints.length,
      }
    },
    listeners: () => live.listeners,
  })
  const tls = openTls(folder.dir, { host: config.host, settings: config.tls, now, log })
  const decide: Parts['decide'] = async (by, deeds) => {
    const entries = deeds.map(deed => decisionEntry({ ...deed, by: by.user, time: now() }))
    await projector.reached((await journal.append(entries)).head)
  }
  const departing = startDeparting(detectSettings, {
    ...{ journal, directory, departures, identity, agents, detection, decide, now, log },
    ...{ lanes: stores.lanes, reached: projector.reached, settings: config.departures },
  })
  peopleChanged = departing.peopleChanged
  let reached: string | undefined
  const parts: Parts = {
    mode: options.mode,
    version: options.version,
    ...{ region, now },
    journal,
    directory,
    ...{ holds, departures, watch },
    notify,
    deadLetters,
    upkeep,
    lag,
    counters,
    metrics,
    base,
    baseShare: stores.baseShare,
    agents,
    policies,
    alerts,
    hasCounted: decidedAlerts.hasCounted,
    exposures: openExposures(stores.exposure, { base, directory, exports }),
    ...{ exports, heldFiles },
    access: openAccess(stores.secrets, now),
    identity,
    consoleKey: openConsoleKey(folder.dir),
    reached: () => (reached === undefined ? undefined : { url: reached, pin: tls?.shown.pin }),
    signingKey,
    detection,
    rules,
    live,
    importedAt: importLog.lastAt,
    decide,
    closing: departing.closing,
    stopping: stopping.signal,
    demoCopy: options.demoCopy,
  }
  const news = newsCarrier({ notify, lanes: stores.lanes, log })
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    // What waits is told to end, what is being answered is answered, and nobody holds the end up for long.
    stopping.abort()
    unwatch?.()
    tls?.stop()
    const cut = setTimeout(() => app.server.closeAllConnections(), limits.drainMs)
    await app.close()
    clearTimeout(cut)
    await news.idle()
    await notify.stop()
    await departing.stop()
    await detection.stop()
    projector.stop()
    await upkeep.stop()
    await stores.close()
    folder.release()
  }
  const hosts = hostsOf(config, tls?.shown.names ?? [])
  const app = await createServer(parts, { log, dashboardDir: options.dashboardDir, hosts, tls })
  return {
    app,
    parts,
    folder,
    config,
    lag,
    listen: async () => {
      try {
        await news.start()
        const heard = await app.listen({ host: config.host, port: config.port })
        const url = tls ? heard.replace(/^http:/, 'https:') : heard
        reached = reachedAt(url, config, tls?.shown.names ?? [])
        port = Number(new URL(url).port)
        folder.announce({ url, pid: process.pid })
        await upkeep.noteConfig()
        return url
      } catch (error) {
        throw listenFault(error, config)
      }
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}
