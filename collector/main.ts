/** Composes the collector: opens the data folder, journal and projections, starts detection and the server. */
import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Mode } from '../events/api.ts'
import { Fault, systemCode } from '../events/fault.ts'
import type { Product } from '../events/ocsf.ts'
import type { Rule } from '../rules/engine/rule.ts'
import { catalogDir } from '../rules/load.ts'
import { openPolicies } from './agents/policies.ts'
import { openAgents } from './agents/registry.ts'
import { openAlerts } from './alerts/alerts.ts'
import { openAlertViews } from './alerts/views.ts'
import { type Config, readConfig } from './config.ts'
import { openCustomerBase } from './customers/base.ts'
import { openImportLog } from './customers/import-log.ts'
import { startDetection } from './detect/detection.ts'
import { watchRules } from './detect/watch-rules.ts'
import { openExposures } from './exposure/exposure.ts'
import { exposureSchema } from './exposure/exposure-schema.ts'
import { openAccess } from './identity/access.ts'
import { openConsoleKey } from './identity/console-key.ts'
import { secretsSchema } from './identity/secrets-schema.ts'
import { openSigningKey } from './identity/signing-key.ts'
import { decisionEntry } from './journal/decisions.ts'
import { openSqliteJournal } from './journal/sqlite.ts'
import { createLive } from './live.ts'
import { openDirectory } from './people/directory.ts'
import { startProjector } from './projector.ts'
import type { App, Parts } from './routes/app.ts'
import { createServer } from './server.ts'
import { type DataFolder, openDataFolder } from './store/data-folder.ts'
import { openDatabase } from './store/database.ts'
import { projectionsSchema } from './store/projections-schema.ts'

export interface CollectorOptions {
  readonly dir: string
  readonly mode: Mode
  readonly version: string
  readonly dashboardDir: string
  readonly log: Logger
  readonly now?: () => number
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
  /** Starts to listen; gives the base address. Throws Fault ERR_PORT_IN_USE. */
  listen(): Promise<string>
  close(): Promise<void>
}

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

function openStores(folder: DataFolder, config: Config, now: () => number) {
  const paths = {
    journal: folder.path('journal.db'),
    projections: folder.path('projections.db'),
    base: folder.path('customers.db'),
    exposure: folder.path('exposure.db'),
  }
  const journal = openSqliteJournal(paths.journal, { now })
  const projections = openDatabase(paths.projections, projectionsSchema, { durability: 'normal' })
  const base = openCustomerBase(paths.base, { region: config.default_region })
  const secrets = openDatabase(folder.path('access.db'), secretsSchema)
  const exposure = openDatabase(paths.exposure, exposureSchema, { durability: 'normal' })
  const close = async () => {
    await journal.close()
    for (const store of [projections, base, secrets, exposure]) store.close()
  }
  return { paths, journal, projections, base, secrets, exposure, close }
}

/** The folder's configuration with what the command line says over it. */
function configured(folder: DataFolder, options: CollectorOptions): Config {
  const config = readConfig(folder.path('config.yaml'))
  return { ...config, port: options.port ?? config.port, host: options.host ?? config.host }
}

function listenFault(error: unknown, { host, port }: Config): unknown {
  const code = systemCode(error)
  if (code === 'EADDRINUSE') {
    return new Fault(
      'ERR_PORT_IN_USE',
      `port ${port} on ${host} is in use by another program; stop it, or choose another with --port`,
      { cause: error },
    )
  }
  if (code === 'EACCES') {
    return new Fault(
      'ERR_PORT_IN_USE',
      `port ${port} needs more rights than this user has; choose one above 1023 with --port`,
      { cause: error },
    )
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Fault(
      'ERR_CONFIG_INVALID',
      `host "${host}" is not an address of this machine; correct \`host\` in the configuration`,
      { cause: error },
    )
  }
  return error
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
  const stores = openStores(folder, config, now)
  const { journal, projections, base } = stores
  if (base.isFilterStale()) (await import('./customers/rebuild-filter.ts')).rebuildFilter(base)
  const product: Product = {
    name: 'Clientkeep',
    vendor_name: 'Clientkeep',
    version: options.version,
  }
  const signingKey = await openSigningKey(folder.path('signing-key.json'))
  const directory = openDirectory(projections)
  const agents = openAgents(projections, now)
  const policies = openPolicies(projections, { base, key: signingKey })
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
    rules,
    now,
  })
  const projector = await startProjector({
    database: projections,
    journal,
    directory,
    agents,
    policies,
    importLog,
    alerts: openAlerts(projections),
    log,
    changed: (changedAlerts, isSetup) => {
      for (const id of changedAlerts) live.publish('alert', alerts.summary(id))
      if (isSetup) live.publish('setup', {})
    },
  })
  const detection = await startDetection(
    { ...stores.paths, region: config.default_region, rules: ruleDirs, product },
    {
      journal,
      log,
      rulesChanged: found => {
        rules.clear()
        for (const rule of found) rules.set(rule.id, rule)
      },
    },
  )
  const unwatch = hasOwnRules
    ? watchRules(ownRules, detection.reload, error =>
        log.warn({ err: error }, 'changes of own rules are not seen; restart after a change'),
      )
    : undefined
  const parts: Parts = {
    mode: options.mode,
    version: options.version,
    region: config.default_region,
    now,
    journal,
    directory,
    base,
    agents,
    policies,
    alerts,
    exposures: openExposures(stores.exposure, { base, directory }),
    access: openAccess(stores.secrets, now),
    consoleKey: openConsoleKey(folder.dir),
    signingKey,
    detection,
    rules,
    live,
    importedAt: importLog.lastAt,
    decide: async (by, deeds) => {
      const entries = deeds.map(deed => decisionEntry({ ...deed, by: by.user, time: now() }))
      await projector.reached((await journal.append(entries)).head)
    },
    stopping: stopping.signal,
    demoCopy: options.demoCopy,
  }
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    stopping.abort()
    unwatch?.()
    await app.close()
    await detection.stop()
    projector.stop()
    await stores.close()
    folder.release()
  }
  const hosts = new Set([...loopbackNames, config.host])
  const app = await createServer(parts, { log, dashboardDir: options.dashboardDir, hosts })
  return {
    app,
    parts,
    folder,
    config,
    listen: async () => {
      try {
        const url = await app.listen({ host: config.host, port: config.port })
        folder.announce({ url, pid: process.pid })
        return url
      } catch (error) {
        throw listenFault(error, config)
      }
    },
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
