/** Which events stand behind a result: the newest of its window, and of temporal correlations at least one for each rule. */
import { none } from './entries.ts'
import type { Stream } from './stream.ts'

/** The uids of the window from `first` to `slot`, oldest first; walks only when it is asked. */
export function evidenceOf(
  { entries, isTemporal }: Stream,
  slot: number,
  first: number,
  max: number,
): () => readonly string[] {
  const last = entries.sequence(slot)
  const begin = entries.sequence(first)
  const known = entries.nextSequence
  const uid = entries.uid(slot)
  return () => {
    const uids: string[] = []
    const ordinals = new Set<number>()
    const end = entries.slotOf(begin)
    for (let each = entries.slotOf(last); each !== none; each = entries.previous(each)) {
      const isNewRule = isTemporal && !ordinals.has(entries.ordinal(each))
      // What the same event brought after this result is not behind it.
      if (entries.sequence(each) >= known) continue
      if (uids.length < max || isNewRule) uids.push(entries.uid(each))
      ordinals.add(entries.ordinal(each))
      if (each === end || (uids.length >= max && !isTemporal)) break
    }
    return uids.length === 0 ? [uid] : [...new Set(uids.reverse())]
  }
}
