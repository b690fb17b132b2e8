/** What the spool had to drop is told as soon as it can write again: nothing is lost in silence. */

/** A function to call after each write that succeeded; it calls `tell` for each reason with what was lost since it last did. */
export function lossTeller<R extends string>(
  losses: ReadonlyMap<R, number>,
  tell: (reason: R, lost: number) => void,
): () => void {
  const told = new Map<R, number>()
  return () => {
    for (const [reason, lost] of losses) {
      const fresh = lost - (told.get(reason) ?? 0)
      if (fresh === 0) continue
      told.set(reason, lost)
      tell(reason, fresh)
    }
  }
}
