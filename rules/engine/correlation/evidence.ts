/** Which events stand behind a result: the newest of its window, and of temporal correlations one for each rule that was found. */
import { none } from './entries.ts'
import type { Stream } from './stream.ts'

/** How far a temporal correlation looks back for the events of its rules beyond the newest ones. */
const stepsMax = 1000

/** The uids of the window from `first` to `slot`, oldest first; walks only when it is asked. `rules` is how many a temporal one found. */
export function evidenceOf(
  { entries, isTemporal }: Stream,
  slot: number,
  first: number,
  rules: number,
  max: number,
): () => readonly string[] {
  const last = entries.sequence(slot)
  const begin = entries.sequence(first)
  const known = entries.nextSequence
  const uid = entries.uid(slot)

  function newest(): string[] {
    const uids: string[] = []
    const end = entries.slotOf(begin)
    let each = entries.slotOf(last)
    for (; each !== none && uids.length < max; each = entries.previous(each)) {
      // What the same event brought after this result is not behind it.
      if (entries.sequence(each) < known) uids.push(entries.uid(each))
      if (each === end) break
    }
    return uids
  }

  function newestOfRules(): string[] {
    const uids: string[] = []
    const isSeen: boolean[] = []
    let missing = rules
    let before: string | undefined
    const end = entries.slotOf(begin)
    let each = entries.slotOf(last)
    for (let step = 0; each !== none && step < max + stepsMax; step++) {
      if (entries.sequence(each) < known) {
        const ordinal = entries.ordinal(each)
        const uid = entries.uid(each)
        // An event that fired several of the rules has its entries side by side.
        if ((uids.length < max || !isSeen[ordinal]) && uid !== before) uids.push(uid)
        if (!isSeen[ordinal]) missing--
        isSeen[ordinal] = true
        before = uid
      }
      if (each === end || (uids.length >= max && missing <= 0)) break
      each = entries.previous(each)
    }
    return uids
  }

  return () => {
    const uids = isTemporal ? newestOfRules() : newest()
    return uids.length === 0 ? [uid] : uids.reverse()
  }
}
