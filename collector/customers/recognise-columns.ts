/** Recognises the columns of a customer export by header, and by content where the header does not tell or tells wrongly. */
import { normaliseEmail } from '../../content/normalise.ts'
import { normaliseDomain } from '../../content/normalise-more.ts'
import { type Column, recogniseColumns } from '../imports/columns.ts'
import { type CustomerMeaning, customerColumns, repeatable } from './columns.ts'

/** Rows that are looked at before the first is imported. */
export const sampleRows = 200
const shareMin = 0.8
const samplesMin = 1

/** A phone number that nobody takes for an id: with a plus, a trunk zero, or cut into groups. */
const looksLikePhone = (text: string): boolean =>
  /^(?:\+|00|0|\()[\d\s()./-]{6,22}$/.test(text) && text.replaceAll(/\D/g, '').length >= 7

const isDate = (text: string): boolean =>
  /^(\d{4}|\d{1,2})[-./]\d{1,2}[-./](\d{4}|\d{1,2})/.test(text)

function shareOf(values: readonly string[], test: (text: string) => boolean): number {
  return values.length < samplesMin ? 0 : values.filter(test).length / values.length
}

/** What the values say, where they leave no doubt. */
function meaningOf(values: readonly string[]): CustomerMeaning | undefined {
  if (shareOf(values, text => normaliseEmail(text) !== undefined) >= shareMin) return 'email'
  if (shareOf(values, text => !isDate(text) && looksLikePhone(text)) >= shareMin) return 'phone'
  const isWebsite = (text: string) =>
    /^(?:https?:\/\/|www\.)/i.test(text) && normaliseDomain(text) !== undefined
  return shareOf(values, isWebsite) >= shareMin ? 'website' : undefined
}

/** `Work e-mail (billing)` holds the header of an e-mail column: the word that the values agree with. */
function wordMeaning(header: string, values: readonly string[]): CustomerMeaning | undefined {
  const words = header
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
  const found = new Set<CustomerMeaning>()
  for (let start = 0; start < words.length; start += 1) {
    for (let end = words.length; end > start; end -= 1) {
      const [column] = recogniseColumns([words.slice(start, end).join(' ')], customerColumns, [])
      if (column?.meaning !== undefined) found.add(column.meaning)
    }
  }
  const fits = (['email', 'phone', 'website'] as const).filter(meaning => found.has(meaning))
  const digits = (text: string) => text.replaceAll(/\D/g, '').length
  if (fits.includes('email') && shareOf(values, text => text.includes('@')) > 0) return 'email'
  if (fits.includes('phone') && shareOf(values, text => digits(text) >= 6) >= shareMin)
    return 'phone'
  if (fits.includes('website') && shareOf(values, text => text.includes('.')) >= shareMin) {
    return 'website'
  }
  const named = (['birth date', 'tax id', 'postcode'] as const).find(meaning => found.has(meaning))
  return named
}

/** Columns by header and sample. */
export function recogniseCustomerColumns(
  headers: readonly string[],
  sample: readonly (readonly string[])[],
): Column<CustomerMeaning>[] {
  const valuesOf = (index: number) =>
    sample.map(cells => (cells[index] ?? '').trim()).filter(text => text !== '')
  return recogniseColumns(headers, customerColumns, repeatable).map(column => {
    const values = valuesOf(column.index)
    const byContent = meaningOf(values)
    // Owners are colleagues, and often written as their addresses: those are no customers'.
    if (byContent === 'email' && column.meaning !== 'owner')
      return { ...column, meaning: byContent }
    if (column.meaning !== undefined) return column
    return { ...column, meaning: byContent ?? wordMeaning(column.header, values) }
  })
}
