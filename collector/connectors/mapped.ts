/** Records of any system, by a field mapping: which fields say when, who, what, how many, and which records are exports or log-ins. Pure. */
import Type, { type Static } from 'typebox'
import { logon } from '../../events/authentication.ts'
import type { Product } from '../../events/ocsf.ts'
import { loggedExport } from '../../events/web-resources-activity.ts'
import { other, type Reading } from './connector.ts'

const Field = Type.String({ minLength: 1, maxLength: 200 })
const textMax = 200

/** The options that every mapped connector has. */
export const mappedOptions = {
  app: Type.String({ default: 'CRM', maxLength: textMax, description: "The application's name" }),
  fields: Type.Object(
    {
      time: Field,
      account: Field,
      name: Type.Optional(Field),
      path: Type.Optional(Field),
      address: Type.Optional(Field),
      records: Type.Optional(Field),
      bytes: Type.Optional(Field),
    },
    { description: 'Which field says what; in JSON, a dot steps into an object' },
  ),
  exports: Type.Record(Field, Type.Array(Type.String(), { minItems: 1, maxItems: 100 }), {
    description: 'A record is an export where each of these fields has one of its values',
  }),
  logins: Type.Optional(
    Type.Record(Field, Type.Array(Type.String(), { minItems: 1, maxItems: 100 }), {
      description: 'The same for log-ins that succeeded',
    }),
  ),
  utc_offset_minutes: Type.Integer({
    default: 0,
    minimum: -840,
    maximum: 840,
    description: 'How far times without a zone are ahead of UTC',
  }),
}
const Options = Type.Object(mappedOptions)
type MappedOptions = Static<typeof Options>

/** The text of a field; undefined where the record has none. */
export type FieldOf = (name: string) => string | undefined

const hasZone = /(?:z|[+-]\d{2}:?\d{2})$/i
const secondsMax = 100_000_000_000

/** UTC epoch milliseconds of ISO 8601, or of epoch seconds or milliseconds; NaN of anything else. */
function timeOf(text: string, offsetMinutes: number): number {
  if (/^\d{1,14}(\.\d{1,9})?$/.test(text)) {
    const number = Number(text)
    return Math.round(number < secondsMax ? number * 1000 : number)
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return Number.NaN
  const iso = text.replace(' ', 'T').replace(',', '.')
  return hasZone.test(iso) ? Date.parse(iso) : Date.parse(`${iso}Z`) - offsetMinutes * 60_000
}

const fits = (want: Readonly<Record<string, readonly string[]>>, field: FieldOf): boolean =>
  Object.entries(want).every(([name, values]) => values.includes(field(name) ?? ''))

const counted = (text: string | undefined): number | undefined =>
  /^\d{1,12}$/.test(text ?? '') ? Number(text) : undefined

/** What a record is by the mapping: an export, a log-in, nothing of interest, or why it cannot be read. */
export function mappedReading(
  field: FieldOf,
  options: MappedOptions,
  { uid, name, product }: { uid: string; name: string; product: Product },
): Reading {
  const { app, fields, exports, logins } = options
  const isExport = fits(exports, field)
  if (!isExport && !(logins && fits(logins, field))) return other
  const told = field(fields.time)
  const time = timeOf(told ?? '', options.utc_offset_minutes)
  if (!(time >= 0))
    return { dirty: `no time in ${fields.time}: ${told?.slice(0, 40) ?? 'nothing'}` }
  const account = field(fields.account)?.slice(0, textMax)
  if (account === undefined || account === '')
    return { dirty: `of nobody: ${fields.account} is empty` }
  const given = (key: 'name' | 'path' | 'address' | 'records' | 'bytes') => {
    const of = fields[key]
    return of === undefined ? undefined : field(of)
  }
  const address = given('address')?.slice(0, textMax) || undefined
  if (!isExport)
    return { event: logon(product, { uid, time, account, app, address, isSuccess: true }) }
  const [records, bytes] = [counted(given('records')), counted(given('bytes'))]
  return {
    event: loggedExport(product, {
      ...{ uid, time, app, account, address },
      path: (given('path') ?? '/').split('?', 1)[0]?.slice(0, 8000) ?? '/',
      name: given('name')?.slice(0, textMax) || 'export',
      logged: {
        connector: name,
        ...(records === undefined ? {} : { records }),
        ...(bytes === undefined ? {} : { bytes }),
      },
    }),
  }
}
