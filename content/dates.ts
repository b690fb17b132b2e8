/** Birth dates: the one form that is hashed, and the forms that people write. */

const yearMin = 1900
const yearMax = 2035
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The date as one number, 19800503, or 0 where there is no such day or it is not of this or the last century. */
export function dateNumber(year: number, month: number, day: number): number {
  if (year < yearMin || year > yearMax || month < 1 || month > 12) return 0
  if (day < 1 || day > (daysOf[month - 1] ?? 0)) return 0
  return year * 10_000 + month * 100 + day
}

/** Which of the first two numbers of `03/05/1980` is the month. */
export type DateOrder = 'day first' | 'month first'

/** `1980-05-03`, `03.05.1980`, `19800503`, `1980-05-03T00:00:00Z`: as `dateNumber`, 0 where the text is none of these. */
export function parseDateNumber(text: string, order: DateOrder): number {
  const bare = text.trim()
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:\D|$)/.exec(bare)
  if (iso) return dateNumber(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const local = /^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})(?:\D|$)/.exec(bare)
  if (local) {
    const [first, second, year] = [Number(local[1]), Number(local[2]), Number(local[3])]
    const dayFirst = dateNumber(year, second, first)
    const monthFirst = dateNumber(year, first, second)
    return order === 'day first' ? dayFirst || monthFirst : monthFirst || dayFirst
  }
  const plain = /^(\d{4})(\d{2})(\d{2})$/.exec(bare)
  return plain ? dateNumber(Number(plain[1]), Number(plain[2]), Number(plain[3])) : 0
}

/** The order that a column is written in, by a day above 12; day first where nothing tells. */
export function dateOrderOf(texts: Iterable<string>): DateOrder {
  for (const text of texts) {
    const match = /^\s*(\d{1,2})[-./ ](\d{1,2})[-./ ]\d{4}/.exec(text)
    if (Number(match?.[1]) > 12) return 'day first'
    if (Number(match?.[2]) > 12) return 'month first'
  }
  return 'day first'
}
