/** Empties the tests of rules before their text is read: they are half of it, and who only matches events has no use for them. Pure. */

const indentOf = (line: string): number => line.length - line.trimStart().length
const isBlankOrComment = (line: string): boolean => /^\s*(#|$)/.test(line)

/** Whether a line is below a key that stands at `indent`; items of a list may stand right under it. */
const isBelow = (line: string, indent: number): boolean =>
  isBlankOrComment(line) ||
  indentOf(line) > indent ||
  (indentOf(line) === indent && /^\s*-(\s|$)/.test(line))

/** The text with `tests` of each `clientkeep` block as an empty list; all that is left keeps its line. Tests on a line with their key stay. */
export function withoutTests(text: string): string {
  let blockIndent: number | undefined
  let isInBlock = false
  let isInTests = false
  const emptied = text.split('\n').map(line => {
    if (isInTests && isBelow(line, blockIndent ?? 0)) return ''
    isInTests = false
    if (isBlankOrComment(line)) return line
    if (indentOf(line) === 0) {
      isInBlock = /^clientkeep:\s*$/.test(line)
      blockIndent = undefined
      return line
    }
    if (!isInBlock) return line
    blockIndent ??= indentOf(line)
    isInTests = indentOf(line) === blockIndent && /^tests:\s*$/.test(line.trimStart())
    return isInTests ? `${' '.repeat(blockIndent)}tests: []` : line
  })
  return emptied.join('\n')
}
