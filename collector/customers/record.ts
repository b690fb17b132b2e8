/** A customer as import brings it and the base keeps it, and the atoms that files are searched for. */
import { wordKeys } from '../../content/fold.ts'
import { nearBytesMin, nearVariants } from '../../content/near.ts'
import type { AtomKind } from '../../content/token.ts'

/** What a customer is known by; its place in this list is its code in the index. */
export const fields = [
  'email',
  'phone',
  'tax_id',
  'number',
  'name',
  'company',
  'street',
  'city',
  'postcode',
  'birth_date',
  'domain',
  'handle',
] as const
export type Field = (typeof fields)[number]

/** A customer; identifiers are canonical. */
export interface CustomerRecord {
  /** What makes it the same customer at the next import: number, else e-mail, else phone, else tax id, else name and the rest. */
  readonly identity: string
  readonly number: string | null
  readonly name: string | null
  readonly company: string | null
  readonly country: string | null
  readonly owner: string | null
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly tax_ids: readonly string[]
  /** The customer number as files are searched for it. */
  readonly numbers: readonly string[]
  readonly streets: readonly string[]
  readonly cities: readonly string[]
  readonly postcodes: readonly string[]
  /** `19800503` */
  readonly birth_date: string | null
  readonly domains: readonly string[]
  readonly handles: readonly string[]
}

/** One thing to look for. */
export interface Atom {
  readonly field: Field
  readonly kind: AtomKind
  readonly canonical: string
}

/** Folded, one letter is no word. */
const keyCharsMin = 2

function words(field: Field, texts: readonly (string | null)[]): Atom[] {
  return texts
    .flatMap(text => (text === null ? [] : wordKeys(text)))
    .filter(key => key.length >= keyCharsMin && !/^\d+$/.test(key))
    .map(canonical => ({ field, kind: 'word', canonical }))
}

/** What a misspelt word or date may look like: the near variants of an atom. */
export function nearForms(kind: AtomKind, canonical: string): string[] {
  if ((kind !== 'word' && kind !== 'date') || canonical.length < nearBytesMin) return []
  const forms: string[] = []
  const bytes = Buffer.alloc(canonical.length)
  nearVariants(Buffer.from(canonical, 'latin1'), bytes, 0, length =>
    forms.push(bytes.toString('latin1', 0, length)),
  )
  return forms
}

const all = (field: Field, kind: AtomKind, values: readonly string[]): Atom[] =>
  values.map(canonical => ({ field, kind, canonical }))

/** What companies are, not what they are called. */
const companyForms = new Set(
  wordKeys(
    'GmbH mbH AG KG KGaA OHG UG eK GbR SE PT CV UD Tbk Persero ООО ОАО ЗАО ПАО АО ИП НКО Ltd Limited Inc Incorporated LLC LLP Corp Corporation Co Company PLC Pty SA SL SLU SRL SAS SpA BV NV AB AS Oy ApS Ltda ME EPP EIRELI SC Cia Sdn Bhd Pte and und y e',
  ),
)

/** Whether a word says what a company is: `GmbH`, `PT`, `ООО`. */
export const isCompanyForm = (word: string): boolean =>
  wordKeys(word).every(key => companyForms.has(key))

/** All atoms of a customer; a word may occur in several fields. */
export const atomsOf = (customer: CustomerRecord): Atom[] => [
  ...all('email', 'email', customer.emails),
  ...all('phone', 'phone', customer.phones),
  ...all('tax_id', 'id', customer.tax_ids),
  ...all('number', 'id', customer.numbers),
  ...all('birth_date', 'date', customer.birth_date === null ? [] : [customer.birth_date]),
  ...all('domain', 'domain', customer.domains),
  ...all('handle', 'handle', customer.handles),
  ...words('name', [customer.name]),
  ...words('company', [customer.company]).filter(({ canonical }) => !companyForms.has(canonical)),
  ...words('street', customer.streets),
  ...words('city', customer.cities),
  ...all('postcode', 'id', customer.postcodes),
]
