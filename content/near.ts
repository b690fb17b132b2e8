/**
 * Typing mistakes: two words are near where one of them, or either without one of its letters, is the same (deletion neighbourhood of
 * distance one, as in SymSpell). That takes in a letter too many, too few, wrong, or two letters swapped.
 */

/** In shorter words one letter is too much of the word. */
export const nearBytesMin = 5

/** Calls `visit` with the length of each variant, which stands in `to` from `at`: the key itself, then without each letter. */
export function nearVariants(
  key: Uint8Array,
  to: Uint8Array,
  at: number,
  visit: (length: number) => void,
): void {
  to.set(key, at)
  visit(key.length)
  for (let left = key.length - 1; left >= 0; left -= 1) {
    if (left < key.length - 1) {
      // The letter that was left out before comes back, this one goes.
      to[at + left] = key[left + 1] ?? 0
      if (key[left] === key[left + 1]) continue
    }
    visit(key.length - 1)
  }
}
