/** Collector nodes of one cluster in this process, each with a folder of its own. */
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CollectorOptions } from '../../collector/main.ts'
import { type Rig, startRig, tempDir } from '../collector/harness.ts'

export interface ClusterSettings {
  readonly brokers: readonly string[]
  readonly prefix: string
  readonly partitions?: number
  readonly replicas?: number
}

/** A folder that is configured for the cluster; with the signing key of the node `like`. */
export function nodeDir(settings: ClusterSettings, like?: string): string {
  const dir = tempDir()
  const { brokers, prefix, partitions = 4, replicas = 1 } = settings
  const kafka = { brokers, prefix, partitions, replicas }
  writeFileSync(join(dir, 'config.yaml'), JSON.stringify({ journal: { kafka } }))
  if (like !== undefined)
    copyFileSync(join(like, 'signing-key.json'), join(dir, 'signing-key.json'))
  return dir
}

export const startNode = (dir: string, options: Partial<CollectorOptions> = {}): Promise<Rig> =>
  startRig({ ...options, dir })
