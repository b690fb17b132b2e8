/** Composes the collector: opens the data folder, journal and projections, starts detection and the server. */
import { X509Certificate } from 'node:crypto'
import type { Logger } from 'pino'
import type { Mode } from '../events/api.ts'
import type { Product } from '../events/ocsf.ts'
import { startAgentWatch } from './agents/watch.ts'
import { openLetters } from './approvals/letters.ts'
import { startApprovals } from './approvals/open.ts'
import { type Config, readConfig } from './config.ts'
import type { Environment } from './config-environment.ts'
import { openConnectors } from './connectors/connectors.ts'
import { positionsSchema } from './connectors/positions.ts'
import { readConnectors } from './connectors/settings.ts'
import { startDeparting } from './departing.ts'
import { openDerived } from './derived.ts'
import { drain } from './drain.ts'
import { openHistories } from './exposure/days.ts'
import { openExposures } from './exposure/exposure.ts'
import { type Lag, openLag } from './exposure/lag.ts'
import { startFollowing } from './following.ts'
import { openBudget } from './gateway/budget.ts'
import { type RunningGateway, startGateway } from './gateway/start.ts'
import { openAccess } from './identity/access.ts'
import { openConsoleKey } from './identity/console-key.ts'
import { openSigningKey } from './identity/signing-key.ts'
import { decisionEntry } from './journal/decisions.ts'
import { listenFault } from './listen-fault.ts'
import { createLive } from './live.ts'
import { metricsOf, openCounters } from './metrics/catalog.ts'
import { newsCarrier } from './notify/carry.ts'
import { openNotify } from './notify/notify.ts'
import { readChannels } from './notify/settings.ts'
import { openExits } from './people/exit.ts'
import { openFeeds } from './people/feeds/feeds.ts'
import { readFeeds } from './people/feeds/settings.ts'
import { followForgotten } from './privacy/forgotten.ts'
import { calledHere, hostsOf, reachedAt } from './reach.ts'
import type { App, Parts } from './routes/app.ts'
import { openRuleBook } from './rules/rule-book.ts'
import { createServer } from './server.ts'
import { type DataFolder, openDataFolder } from './store/data-folder.ts'
import { openDatabase } from './store/database.ts'
import { freeBytes } from './store/free-bytes.ts'
import { openStores } from './stores.ts'
import { openTls } from './tls/listener.ts'
import { pinOf } from './tls/tls.ts'
import { openTuning } from './tuning/tuning.ts'
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
  /** Port of the gateway, once it listens; undefined where there is none. */
  readonly gatewayPort: number | undefined
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
  const { environment = process.env } = options
  const stores = await openStores(folder, { config, environment, now, key: signingKey, log })
  const { journal, projections, base } = stores
  if (base.isFilterStale()) (await import('./customers/rebuild-filter.ts')).rebuildFilter(base)
  const { version } = options
  const product: Product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version }
  let port = config.port
  const derived = openDerived(stores, { config, key: signingKey, port: () => port, now, log })
  const { directory, identity, exports, agents, approvals, secured, alerts, rules } = derived
  const live = createLive()
  const stopping = new AbortController()
  const following = await startFollowing(stores, derived, {
    ...{ region: config.default_region, product, ownRules: folder.path('rules'), live, log },
  })
  const { projector, detection } = following
  const counters = openCounters()
  const exposures = openExposures(stores.exposure, { base, directory, exports })
  const exits = () => openExits({ ...derived, exposures, now }, derived.watch)
  const dashboardUrl = config.notify.dashboard_url
  const notify = openNotify({
    settings: readChannels(config.notify.channels),
    ...{ version, journal },
    environment,
    alertOf: (finding, offset) => projector.alertOf(finding, offset),
    summary: alerts.find,
    lettersOf: openLetters({ approvals, directory, identity, dashboardUrl, exits, ...projector }),
    nameOf: person => directory.get(person)?.name ?? undefined,
    ...{ dashboardUrl, now, log },
    count: outcome => counters.messages.add(1, outcome),
  })
  const startedAt = journal.head
  const lag = openLag(stores.exposure, { journal, now })
  const free = () => freeBytes(folder.dir)
  const upkeep = startUpkeep({
    ...{ folder, config, version, log },
    retention: { ...stores, ...derived, now, read: () => lag().offset },
  })
  const agentWatch = startAgentWatch({ journal, agents, product, now, log })
  const positions = openDatabase(folder.path('connectors.db'), positionsSchema)
  const connectors = openConnectors({
    settings: readConnectors(config.connectors),
    ...{ positions, journal, product, now, log },
  })
  const metrics = metricsOf(counters, {
    ...{ journal, detection, lag, free, cluster: stores.cluster },
    journalPath: stores.paths.journal,
    alerts: () => alerts.list('open', 0).counts,
    agents: agents.counts,
    listeners: () => live.listeners,
  })
  const tls = openTls(folder.dir, { host: config.host, settings: config.tls, now, log })
  let address: string | undefined
  const decide: Parts['decide'] = async (by, deeds) => {
    const entries = deeds.map(deed => decisionEntry({ ...deed, by: by.user, time: now() }))
    await projector.reached((await journal.append(entries)).head)
  }
  const departing = startDeparting(following.settings, {
    ...{ ...derived, journal, detection, decide, now, log, lanes: stores.lanes },
    ...{ reached: projector.reached, settings: config.departures },
  })
  const forgotten = followForgotten({ ...stores, ...derived, detection, log })
  following.onPeople(() => {
    departing.peopleChanged()
    forgotten.look().catch(() => {})
  })
  forgotten.look().catch(() => {})
  const feeds = openFeeds({
    settings: await readFeeds(config.people_feeds),
    reads: derived.feedReads,
    ...{ directory, journal, decide, product, now, log, isOurs: departing.isOurs },
  })
  const asking = startApprovals({
    ...{ approvals, secured, directory, identity, base, exports, exposures, alerts },
    ...{ journal, now, log, decide, reached: projector.reached },
    approvalSettings: config.approvals,
  })
  approvals.onChange(() => live.publish('approvals', {}))
  const tuning = openTuning({
    ...{ projections, exclusions: derived.exclusions, rules, identity, directory, now },
    perThousandAndDay: config.alerts.noise_per_1000_people_and_day,
  })
  const parts: Parts = {
    mode: options.mode,
    version,
    region: config.default_region,
    now,
    journal,
    ...{ directory, holds: derived.holds, departures: derived.departures },
    ...{ watch: derived.watch, closing: departing.closing, retention: config.retention },
    notify,
    deadLetters: derived.deadLetters,
    connectors,
    feeds,
    upkeep,
    lag,
    free,
    counters,
    metrics,
    base,
    ...{ baseShare: stores.baseShare, cluster: stores.cluster },
    agents,
    ...{ policies: derived.policies, producers: derived.producers },
    alerts,
    hasCounted: derived.decidedAlerts.hasCounted,
    exposures,
    ...openHistories(stores.exposure, { directory, now }),
    ...{ exports, ...asking, cases: derived.cases },
    heldFiles: derived.heldFiles,
    islands: derived.islands,
    ...{ devices: derived.devices, auditLog: derived.auditLog, dir: folder.dir },
    importLog: derived.importLog,
    heldExports: derived.heldExports,
    budget: openBudget(stores.exposure, { directory, isCaughtUp: () => lag().offset >= startedAt }),
    tuning,
    ownRules: derived.ownRules,
    ruleBook: openRuleBook({
      ...{ projections, rules, tuning, ownRules: derived.ownRules, now },
      ...{ settings: following.settings, head: () => journal.head },
    }),
    access: openAccess(stores.secrets, now),
    identity,
    consoleKey: openConsoleKey(folder.dir),
    reached: () => (address === undefined ? undefined : { url: address, pin: tls?.shown.pin }),
    signingKey,
    detection,
    rules,
    live,
    importedAt: derived.importLog.lastAt,
    decide,
    forget: async (person, why) => {
      const { forgetPerson } = await import('./privacy/forget.ts')
      return forgetPerson(person, why, {
        ...{ ...stores, ...derived, now, reached: projector.reached, read: () => lag().offset },
        ...{ detection, forgotten },
      })
    },
    stopping: stopping.signal,
    demoCopy: options.demoCopy,
  }
  const news = newsCarrier({ notify, lanes: stores.lanes, log })
  let gateway: RunningGateway | undefined
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    // What waits is told to end, what is being answered is answered, and nobody holds the end up for long.
    stopping.abort()
    following.unwatch()
    tls?.stop()
    await gateway?.close()
    await drain(app.server, app.close())
    await agentWatch.stop()
    await connectors.stop()
    await feeds.stop()
    positions.close()
    await news.idle()
    await notify.stop()
    await parts.approvalClock.stop()
    await departing.stop()
    await forgotten.stop()
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
        const url = calledHere(tls ? heard.replace(/^http:/, 'https:') : heard)
        address = reachedAt(url, config, tls?.shown.names ?? [])
        port = Number(new URL(url).port)
        const announce = () => {
          const pin = tls && pinOf(new X509Certificate(tls.shown.cert))
          folder.announce({ url, pid: process.pid, version, pin, site: config.identity.origin })
        }
        announce()
        tls?.onRenewed(announce)
        await upkeep.noteConfig()
        connectors.start()
        feeds.start()
        gateway = await startGateway({ parts, config, log, dir: folder.dir })
        return url
      } catch (error) {
        throw listenFault(error, config)
      }
    },
    get gatewayPort() {
      return gateway?.port
    },
    close: () => (closing ??= close()),
  }
}
