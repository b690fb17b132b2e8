/** Recognises the columns of an import by their headers, in the languages of our users. */
import { Fault } from '../../events/fault.ts'

/** What a column may mean, with the headers that say so; compared folded (case, blanks, punctuation, diacritics). */
export type Meanings<M extends string> = Readonly<Record<M, readonly string[]>>

export interface Column<M extends string> {
  readonly header: string
  readonly index: number
  readonly meaning: M | undefined
}

/** `E-Mail Adresse 1` → `emailadresse1`. */
const foldHeader = (header: string): string =>
  header
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '')

/** Maps headers to meanings; a trailing number or word like `2`, `work`, `mobile` still counts for e-mail and phone headers. */
export function recogniseColumns<M extends string>(
  headers: readonly string[],
  meanings: Meanings<M>,
  repeatable: readonly M[],
): Column<M>[] {
  const known = new Map<string, M>()
  for (const meaning of Object.keys(meanings) as M[]) {
    for (const header of meanings[meaning]) known.set(foldHeader(header), meaning)
  }
  const taken = new Set<M>()
  return headers.map((header, index) => {
    const folded = foldHeader(header)
    const meaning = known.get(folded) ?? known.get(folded.replace(/\d+$/, ''))
    if (meaning === undefined) return { header, index, meaning: undefined }
    if (taken.has(meaning) && !repeatable.includes(meaning))
      return { header, index, meaning: undefined }
    taken.add(meaning)
    return { header, index, meaning }
  })
}

/** Throws Fault ERR_INPUT_COLUMNS where none of `needed` was found in the header of `file`. */
export function requireColumns<M extends string>(
  columns: readonly Column<M>[],
  { file, needed, advice }: { file: string; needed: readonly M[]; advice: string },
): void {
  if (columns.some(({ meaning }) => meaning !== undefined && needed.includes(meaning))) return
  const seen = columns.map(column => column.header || '(empty)').join(', ')
  throw new Fault('ERR_INPUT_COLUMNS', `${file}:1: ${advice}; found only: ${seen}`)
}

/** The file has no header row. */
export const emptyFile = (file: string, what: string): Fault =>
  new Fault('ERR_INPUT_COLUMNS', `${file}: is empty; export ${what} with a header row`)
