/** What the collector does beside its work: hands out signed heads, deletes what is old, makes backups, records that its configuration changed. */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { startAnchors } from './audit/anchors.ts'
import { makeBackup } from './backup/backup.ts'
import type { Manifest } from './backup/manifest.ts'
import type { Config } from './config.ts'
import { decisionEntry } from './journal/decisions.ts'
import type { Journal } from './journal/journal.ts'
import { applyRetention, type RetentionParts, type RetentionReport } from './retention/retention.ts'
import type { DataFolder } from './store/data-folder.ts'

/** Where signed heads of the audit chain are kept beside the journal. */
const headsFile = 'audit-heads.jsonl'
const firstRetentionMs = 5 * 60_000
const retentionMs = 3_600_000
const configCheckpoint = 'config'

export interface Upkeep {
  /** Deletes what is old by now; runs by itself every hour. */
  retention(): Promise<RetentionReport>
  /** Makes a backup at a path that nothing has yet; `begun` is called when it is sure to begin. */
  backup(to: string, begun: () => Promise<void>): Promise<Manifest>
  /** Records the configuration in force, where it is another than at the last start. */
  noteConfig(): Promise<void>
  stop(): Promise<void>
}

interface Parts {
  readonly folder: DataFolder
  readonly config: Config
  readonly version: string
  readonly retention: RetentionParts
  readonly log: Logger
}

const isOn = ({ retention }: Config): boolean => Object.values(retention).some(value => value > 0)

/** Records a configuration by its digest; secrets are not in it, they are in files that it names. */
async function noteConfig(journal: Journal, config: Config, time: number): Promise<void> {
  const text = JSON.stringify(config)
  const sha256 = createHash('sha256').update(text).digest('hex')
  const before = await journal.checkpoint(configCheckpoint)
  if (before?.state === sha256) return
  const data = { settings: Object.keys(config), sha256 }
  const entry = decisionEntry({ kind: 'config.changed', by: 'configuration', time, data })
  const checkpoint = { name: configCheckpoint, offset: 0, state: sha256 }
  await journal.append([entry], { checkpoint })
}

export function startUpkeep(parts: Parts): Upkeep {
  const { folder, config, version, log } = parts
  const { journal, now } = parts.retention
  const { heads_file, heads_url, heads_every_s } = config.audit
  const stopAnchors = startAnchors(
    {
      files: [folder.path(headsFile), ...(heads_file === undefined ? [] : [heads_file])],
      url: heads_url,
      everyMs: heads_every_s * 1000,
    },
    { journal, log },
  )
  let running: Promise<unknown> = Promise.resolve()
  const retention = (): Promise<RetentionReport> => {
    const next = running.then(() => applyRetention(config.retention, parts.retention))
    running = next.catch(() => {})
    return next
  }
  const retain = () => {
    retention().then(
      report => log.info({ report }, 'retention'),
      (error: unknown) =>
        log.error({ err: error }, 'retention could not delete; tried again later'),
    )
  }
  const timers = isOn(config)
    ? [setTimeout(retain, firstRetentionMs).unref(), setInterval(retain, retentionMs).unref()]
    : []
  return {
    retention,
    backup: (to, begun) => makeBackup(to, { dir: folder.dir, journal, version, now, begun }),
    noteConfig: () => noteConfig(journal, config, now()),
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      await running
      await stopAnchors()
    },
  }
}
