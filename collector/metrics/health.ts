/** Whether the collector can do its job now, as facts with words: for probes, for the page, for a person. */
import type { Detection } from '../detect/detection.ts'
import type { Lag } from '../exposure/lag.ts'

export interface Fact {
  readonly name: 'journal' | 'disk' | 'cluster' | 'detection' | 'detection-lag' | 'stopping'
  readonly ok: boolean
  readonly says: string
}

/** Detection that is this far behind no longer sees a copy while it happens. */
const lagMsMax = 60_000
/** With less room a large request, or the database's own tidying, fills the disk. */
const freeBytesMin = 32 * 1024 ** 2

interface Parts {
  readonly detection: Pick<Detection, 'health'>
  readonly lag: () => Lag
  /** Bytes that are left for the data folder. */
  readonly free: () => number
  readonly stopping: AbortSignal
  /** How this node follows the log of its cluster; undefined of a collector alone. */
  readonly cluster: Cluster | undefined
}

export interface Cluster {
  /** Why the log cannot be read, while that is so. */
  failure(): string | undefined
  /** Records of the log that this node does not have yet. */
  behind(): number
}

const clusterFact = (cluster: Cluster): Fact => {
  const failure = cluster.failure()
  const says = failure === undefined ? `${cluster.behind()} records behind` : 'Kafka is away'
  return { name: 'cluster', ok: failure === undefined, says }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** The facts as they are now. */
export function healthFacts({ detection, lag, free, stopping, cluster }: Parts): Fact[] {
  const behind = attempt(lag)
  const room = attempt(free)
  const { failure, refused } = detection.health
  const runs = refused === undefined ? 'runs' : 'runs without rules that have faults; see the log'
  return [
    {
      name: 'journal',
      ok: behind !== undefined,
      says: behind ? 'can be read' : 'cannot be read; see the log',
    },
    {
      name: 'disk',
      ok: room !== undefined && room >= freeBytesMin,
      says: room === undefined ? 'unknown' : `${Math.floor(room / 1024 ** 2)} MiB free`,
    },
    ...(cluster ? [clusterFact(cluster)] : []),
    {
      name: 'detection',
      ok: failure === undefined,
      says: failure === undefined ? runs : 'stands still; see the log',
    },
    {
      name: 'detection-lag',
      ok: behind !== undefined && behind.ms <= lagMsMax,
      says: behind ? `${behind.entries} entries, ${Math.round(behind.ms / 1000)} s` : 'unknown',
    },
    {
      name: 'stopping',
      ok: !stopping.aborted,
      says: stopping.aborted ? 'takes no new work' : 'no',
    },
  ]
}
