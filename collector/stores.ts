/** The databases of a data folder: journal, customer base, access, and what is derived. */
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Environment } from './config-environment.ts'
import { openCustomerBase } from './customers/base.ts'
import { unshared } from './customers/base-share.ts'
import { applySnapshot, takeSnapshot } from './customers/snapshot.ts'
import { exposureSchema } from './exposure/exposure-schema.ts'
import { secretsSchema } from './identity/secrets-schema.ts'
import type { SigningKey } from './identity/signing-key.ts'
import { openEmbeddedJournal } from './journal/embedded.ts'
import type { Journal } from './journal/journal.ts'
import { openDirectory } from './people/directory.ts'
import type { DataFolder } from './store/data-folder.ts'
import { type Database, openDatabase } from './store/database.ts'
import { projectionsSchema } from './store/projections-schema.ts'

interface Settings {
  readonly config: Config
  readonly now: () => number
  readonly key: SigningKey
  readonly environment: Environment
  readonly log: Logger
}

/** The journal of the cluster that the configuration names, over this node's own; or that alone. */
async function joined(
  local: Journal,
  { projections, basePath }: { projections: Database; basePath: string },
  { config, now, key, environment, log }: Settings,
) {
  const settings = config.journal.kafka
  if (!settings) {
    const [lanes, cluster] = [undefined, undefined]
    return { journal: local, lanes, cluster, baseShare: unshared, peopleChanged: () => {} }
  }
  // A collector alone has no use for the driver.
  const { openKafkaJournal } = await import('./journal/kafka/kafka.ts')
  const directory = openDirectory(projections)
  return openKafkaJournal(local, {
    ...{ settings, environment, now, log, key: key.publicKey.x },
    base: {
      take: () => takeSnapshot(basePath),
      apply: bytes => applySnapshot(basePath, bytes),
    },
    resolve: (account, hostname) => directory.resolve(account, hostname)?.id,
  })
}

/** Opens all of them, with how to close them. Throws the Faults of `openDatabase`, and in a cluster those of `openKafkaJournal`. */
export async function openStores(folder: DataFolder, settings: Settings) {
  const paths = {
    journal: folder.path('journal.db'),
    projections: folder.path('projections.db'),
    base: folder.path('customers.db'),
    exposure: folder.path('exposure.db'),
  }
  const { now, key, config, log } = settings
  const exposure = openDatabase(paths.exposure, exposureSchema, { durability: 'normal' })
  const seen = exposure.prepare<[], { offset: number }>('SELECT offset FROM progress').get()
  const local = await openEmbeddedJournal(paths.journal, {
    ...{ now, sign: key.signBytes, seen: seen?.offset ?? 0 },
    onMissing: gap =>
      log.error(
        gap,
        'the end of the event log is gone: events that were acknowledged are missing; they are in a backup made since, or nowhere',
      ),
  }).catch((error: unknown) => {
    exposure.close()
    throw error
  })
  const projections = openDatabase(paths.projections, projectionsSchema, { durability: 'normal' })
  const basePath = paths.base
  try {
    const cluster = await joined(local, { projections, basePath }, settings)
    // After the cluster had its say: the base may be new then.
    const isShared = cluster.lanes !== undefined
    const base = openCustomerBase(basePath, {
      region: config.default_region,
      ...(isShared && { newKey: () => key.derive('customer tokens').subarray(0, 16) }),
    })
    const secrets = openDatabase(folder.path('access.db'), secretsSchema)
    const close = async () => {
      await cluster.journal.close()
      for (const store of [projections, base, secrets, exposure]) store.close()
    }
    return { ...cluster, paths, projections, base, secrets, exposure, close }
  } catch (error) {
    exposure.close()
    projections.close()
    await local.close()
    throw error
  }
}
