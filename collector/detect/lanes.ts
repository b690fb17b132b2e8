/** Detection by lane: events of one person are always of one lane, each lane remembers on its own and can move between nodes. */
import type { Detector, DetectorState } from './detector.ts'
import { readState } from './detector.ts'
import { unname } from './unname.ts'

/** Where a lane begins: the journal's offset up to which it has looked, and what it remembers as JSON. */
export interface LaneStart {
  readonly lane: number
  readonly offset: number
  readonly state: string | undefined
}

/** What a lane must remember at an offset. */
export interface LaneState extends LaneStart {
  readonly state: string
}

interface Lane {
  detector: Detector
  /** It has looked at everything up to here. */
  detected: number
  saved: number
  stateBytes: number
}

/** Without a checkpoint this far behind, what is read again after a crash gives the same finding ids; it only costs time. */
const checkpointEntries = 20_000
/** What is remembered is this small in a company of some hundred people: it is then saved with every finding. */
const smallState = 64 * 1024
/** Writing what correlations remember costs at most so much for each entry that was read. */
const stateBytesPerEntry = 512

const none: readonly Detector[] = []

export interface DetectLanes {
  /** From now on these and no others; lanes that are kept go on as they are. */
  own(starts: readonly LaneStart[]): void
  /** The offset from which entries are needed. */
  readonly from: number
  /** The detector for an entry of a lane; none where the lane is another's, or has looked at it. */
  detectorsOf(lane: number, offset: number): readonly Detector[]
  /** The detectors of all lanes that have not looked at an entry which is for every lane. */
  detectorsAt(offset: number): readonly Detector[]
  isOwn(lane: number): boolean
  /** All lanes have looked at everything up to here. */
  reached(offset: number): void
  /** States that are due; all that are newer than what was saved where `isAll`. */
  due(lanesWithFindings: ReadonlySet<number>, isAll?: boolean): readonly LaneState[]
  saved(states: readonly LaneState[]): void
  /** Makes every detector anew with what it remembers. */
  renew(): void
  /** The same without these names; all states are due then. */
  forget(words: readonly string[]): void
}

/** `make` gives a detector that remembers a state; `failed` hears of states that cannot be read and are given up. */
export function openLanes(
  make: (state: DetectorState | undefined) => Detector,
  failed: (offset: number, error: unknown) => void,
): DetectLanes {
  const lanes = new Map<number, Lane>()

  function restored({ offset, state }: LaneStart): Detector {
    try {
      return make(state === undefined ? undefined : readState(state))
    } catch (error) {
      failed(offset, error)
      return make(undefined)
    }
  }

  const isDue = ({ detected, saved, stateBytes }: Lane, hasFindings: boolean): boolean =>
    detected > saved &&
    (detected >= saved + Math.max(checkpointEntries, stateBytes / stateBytesPerEntry) ||
      (hasFindings && stateBytes < smallState))

  return {
    own: starts => {
      const wanted = new Set(starts.map(({ lane }) => lane))
      for (const lane of lanes.keys()) if (!wanted.has(lane)) lanes.delete(lane)
      for (const start of starts) {
        if (lanes.has(start.lane)) continue
        const { offset, state } = start
        const stateBytes = state?.length ?? 0
        lanes.set(start.lane, {
          ...{ detected: offset, saved: offset, stateBytes },
          detector: restored(start),
        })
      }
    },
    get from() {
      return Math.min(Number.POSITIVE_INFINITY, ...[...lanes.values()].map(each => each.detected))
    },
    detectorsOf: (lane, offset) => {
      const found = lanes.get(lane)
      return found && offset > found.detected ? [found.detector] : none
    },
    detectorsAt: offset =>
      [...lanes.values()].flatMap(lane => (offset > lane.detected ? [lane.detector] : [])),
    isOwn: lane => lanes.has(lane),
    reached: offset => {
      for (const lane of lanes.values()) lane.detected = Math.max(lane.detected, offset)
    },
    due: (lanesWithFindings, isAll = false) =>
      [...lanes]
        .filter(([number, lane]) =>
          isAll ? lane.detected > lane.saved : isDue(lane, lanesWithFindings.has(number)),
        )
        .map(([number, lane]) => ({
          lane: number,
          offset: lane.detected,
          state: JSON.stringify(lane.detector.snapshot()),
        })),
    saved: states => {
      for (const { lane: number, offset, state } of states) {
        const lane = lanes.get(number)
        if (!lane) continue
        lane.saved = offset
        lane.stateBytes = state.length
      }
    },
    forget: words => {
      for (const lane of lanes.values()) {
        const state = JSON.stringify(unname(lane.detector.snapshot(), words))
        lane.detector = make(readState(state))
        lane.saved = -1
      }
    },
    renew: () => {
      for (const lane of lanes.values()) lane.detector = make(lane.detector.snapshot())
    },
  }
}
