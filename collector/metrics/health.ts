/** Whether the collector can do its job now, as facts with words: for probes, for the page, for a person. */
import type { Detection } from '../detect/detection.ts'
import type { Lag } from '../exposure/lag.ts'

export interface Fact {
  readonly name: 'journal' | 'detection' | 'detection-lag' | 'stopping'
  readonly ok: boolean
  readonly says: string
}

/** Detection that is this far behind no longer sees a copy while it happens. */
const lagMsMax = 60_000

interface Parts {
  readonly detection: Pick<Detection, 'health'>
  readonly lag: () => Lag
  readonly stopping: AbortSignal
}

function readLag(lag: () => Lag): Lag | undefined {
  try {
    return lag()
  } catch {
    return undefined
  }
}

/** The facts as they are now. */
export function healthFacts({ detection, lag, stopping }: Parts): Fact[] {
  const behind = readLag(lag)
  const { failure } = detection.health
  return [
    {
      name: 'journal',
      ok: behind !== undefined,
      says: behind ? 'can be read' : 'cannot be read; see the log',
    },
    {
      name: 'detection',
      ok: failure === undefined,
      says: failure === undefined ? 'runs' : 'stands still; see the log',
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
