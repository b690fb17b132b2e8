/** What the spool had to drop is told as soon as it can write again: nothing is lost in silence. */

/** A function to call after each write that succeeded; it calls `tell` with what was lost since it last did. */
export function lossTeller(lost: () => number, tell: (lost: number) => void): () => void {
  let told = 0
  return () => {
    const fresh = lost() - told
    if (fresh === 0) return
    told += fresh
    tell(fresh)
  }
}
