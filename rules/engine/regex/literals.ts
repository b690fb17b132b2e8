/** Finds texts of which a regular expression needs at least one, so that it runs only where one of them stands. */
import { fold } from '../pattern.ts'
import { type CharSet, rangesOf } from './charset.ts'
import type { Regex } from './syntax.ts'

const wordsMax = 24
const charactersMax = 3
const lengthMin = 2

/** `exact`: all folded texts that the part matches; `needed`: texts of which every match has one. */
interface Known {
  readonly exact: readonly string[] | undefined
  readonly needed: readonly string[] | undefined
}

const nothing: Known = { exact: undefined, needed: undefined }

/** The few folded letters of a small ASCII set. */
function lettersOf(set: CharSet): readonly string[] | undefined {
  const letters = new Set<string>()
  for (const [first, last] of rangesOf(set)) {
    if (last - first > 2 * charactersMax) return undefined
    for (let point = first; point <= last; point++) {
      const letter = fold(String.fromCodePoint(point))
      // Letters beyond ASCII fold by their neighbours: only the strays of k and s are safe to name.
      if (letter.length !== 1 || (point > 127 && letter !== 'k' && point !== 0x17f))
        return undefined
      letters.add(letter)
    }
  }
  return letters.size > 0 && letters.size <= charactersMax ? [...letters] : undefined
}

const worth = (words: readonly string[] | undefined): number =>
  words ? Math.min(...words.map(word => word.length)) * 100 - words.length : -1

const better = (
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined => (worth(a) >= worth(b) ? a : b)

function pairs(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (a.length * b.length > wordsMax) return undefined
  return a.flatMap(left => b.map(right => left + right))
}

function ofSequence(parts: readonly Regex[]): Known {
  let run: readonly string[] = ['']
  let needed: readonly string[] | undefined
  let isExact = true
  for (const part of parts) {
    const known = find(part)
    const longer = known.exact && pairs(run, known.exact)
    if (longer) {
      run = longer
      continue
    }
    isExact = false
    needed = better(better(needed, run), known.needed)
    run = known.exact ?? ['']
  }
  return { exact: isExact ? run : undefined, needed: better(needed, run) }
}

function ofBranches(parts: readonly Regex[]): Known {
  const known = parts.map(find)
  const join = (lists: readonly (readonly string[] | undefined)[]) => {
    const words = lists.flatMap(list => list ?? [])
    const isWhole = lists.every(list => list !== undefined)
    return isWhole && words.length <= wordsMax ? [...new Set(words)] : undefined
  }
  const exact = join(known.map(part => part.exact))
  return { exact, needed: exact ?? join(known.map(part => part.needed)) }
}

function find(node: Regex): Known {
  if (node.kind === 'assert') return { exact: [''], needed: undefined }
  if (node.kind === 'cat') return ofSequence(node.of)
  if (node.kind === 'alt') return ofBranches(node.of)
  if (node.kind === 'set') {
    const letters = lettersOf(node.set)
    return letters ? { exact: letters, needed: letters } : nothing
  }
  if (node.min === 0) {
    const { exact } = node.max === 1 ? find(node.of) : nothing
    return { exact: exact && ['', ...exact], needed: undefined }
  }
  if (node.max === node.min && node.min <= 8) {
    return ofSequence(Array.from({ length: node.min }, () => node.of))
  }
  const { exact, needed } = find(node.of)
  return { exact: undefined, needed: exact ?? needed }
}

/** Folded texts (two characters or more) of which each match has at least one; undefined where there are none. */
export function neededLiterals(regex: Regex): readonly string[] | undefined {
  const { exact, needed } = find(regex)
  const words = better(exact, needed)
  return words && words.length > 0 && words.every(word => word.length >= lengthMin)
    ? words
    : undefined
}
