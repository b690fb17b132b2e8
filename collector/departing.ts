/** What is done by itself when somebody leaves, composed: the look back when it becomes known, the closing when it is over. */
import type { Detection, LaneKeeper } from './detect/detection.ts'
import { type LookBackParts, openLookBacks } from './detect/look-back.ts'
import type { DetectSettings } from './detect/messages.ts'
import { type ClosingParts, startClosing } from './people/closing.ts'

type Parts = Omit<LookBackParts, 'isOurs'> &
  Omit<ClosingParts, 'window'> & {
    readonly detection: Detection
    readonly lanes: LaneKeeper | undefined
  }

/** `peopleChanged` is to be called whenever people or their aliases changed. */
export function startDeparting(detect: DetectSettings, { detection, lanes, ...parts }: Parts) {
  const isOurs = async () => !lanes || (await lanes.current()).some(({ lane }) => lane === 0)
  const lookBacks = openLookBacks(detect, { ...parts, isOurs })
  const closing = startClosing({ ...parts, window: detect.watch })
  const off = lanes?.onChange(lookBacks.wake)
  lookBacks.wake()
  return {
    closing,
    /** Whether this node does what is done once in a cluster. */
    isOurs,
    peopleChanged: () => {
      detection.peopleChanged()
      lookBacks.wake()
    },
    stop: async () => {
      off?.()
      await closing.stop()
      await lookBacks.stop()
    },
  }
}
