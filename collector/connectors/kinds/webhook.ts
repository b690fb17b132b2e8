/** Records that a system sends over HTTP, JSON or CSV, by a field mapping. Each has an identity of the sender's, so that what is sent again counts once. */
import Type from 'typebox'
import { Fault } from '../../../events/fault.ts'
import { readTable } from '../../imports/table.ts'
import { readSecret } from '../../notify/secret.ts'
import { type Received, webhookConnector } from '../connector.ts'
import { fieldsOf, isObject, valueAt } from '../json-fields.ts'
import { type FieldOf, mappedOptions, mappedReading } from '../mapped.ts'
import { bodyFault, headerFault } from '../sealed-request.ts'

const Header = Type.String({ pattern: '^[A-Za-z0-9-]{1,60}$' })
const Field = Type.String({ minLength: 1, maxLength: 200 })

const Options = Type.Object({
  ...mappedOptions,
  format: Type.Union([Type.Literal('json'), Type.Literal('csv')], {
    default: 'json',
    description: 'json: an object, a list, or an object a line; csv: with a heading',
  }),
  records: Type.Optional(Type.Union([Field], { description: 'Where in the object the list is' })),
  id: Type.Union([Field], { description: "The field with the record's own identity" }),
  secret_file: Type.String({
    minLength: 1,
    description: 'A secret a line: all are taken, so that one can be replaced',
  }),
  sealed: Type.Union(
    [
      Type.Literal('token'),
      Type.Literal('body'),
      Type.Literal('timestamp'),
      Type.Literal('standard'),
    ],
    {
      default: 'token',
      description:
        'token: as Authorization: Bearer; the others are signed, HMAC-SHA256: over the body, over time, dot and body, or as Standard Webhooks',
    },
  ),
  signature_header: Type.Union([Header], { default: 'x-signature' }),
  signature_prefix: Type.String({ default: '', maxLength: 40 }),
  signature_encoding: Type.Union([Type.Literal('hex'), Type.Literal('base64')], { default: 'hex' }),
  timestamp_header: Type.Union([Header], { default: 'x-timestamp' }),
})

const invalid = (text: string) => new Fault('ERR_INPUT_INVALID', text)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The values of a JSON body: of its list, of itself, or of its lines. Throws Fault ERR_INPUT_INVALID. */
function jsonValues(text: string, path: string | undefined): readonly unknown[] {
  const whole = parsed(text)
  if (whole === undefined) {
    const lines = text.split('\n').filter(line => line.trim() !== '')
    if (lines.length < 2) throw invalid('the body is no JSON')
    return lines.map(line => parsed(line))
  }
  const value = path !== undefined && isObject(whole) ? valueAt(whole, path) : whole
  if (value === undefined) throw invalid(`the body has no ${path}`)
  return Array.isArray(value) ? value : [value]
}

async function* textOf(text: string): AsyncIterable<string> {
  yield text
}

/** Each row of a CSV body by the names of its heading, in upper case, or why it cannot be read. */
async function csvRows(text: string): Promise<(FieldOf | string)[]> {
  let names: readonly string[] | undefined
  const rows: (FieldOf | string)[] = []
  for await (const row of readTable(textOf(text.replace(/^\uFEFF/, '')))) {
    if ('fault' in row) rows.push(row.fault)
    else if (!names) names = row.cells.map(name => name.trim().toUpperCase())
    else if (row.cells.length !== names.length) rows.push('not as many columns as the heading has')
    else {
      const cells = new Map(names.map((name, index) => [name, row.cells[index] ?? '']))
      rows.push(name => cells.get(name.trim().toUpperCase()))
    }
  }
  if (!names) throw invalid('the body has no heading')
  return rows
}

export const webhook = webhookConnector({
  name: 'webhook',
  summary: 'Records that a system sends over HTTP, JSON or CSV, by a field mapping',
  options: Options,
  start({ options, name, product }) {
    const what = `connectors "${name}"`
    const text = readSecret({ file: options.secret_file }, { what, environment: {} }) ?? ''
    const secrets = text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(line => line !== '')
    if (secrets.some(secret => secret.length < 16))
      throw new Fault('ERR_CONFIG_INVALID', `${what}: a secret takes at least 16 characters`)
    const received = (field: FieldOf): Received => ({
      id: field(options.id)?.trim() || undefined,
      read: uid => mappedReading(field, options, { uid, name, product }),
    })
    return {
      refusal: headers => headerFault(headers, options, secrets),
      refusalOf: (headers, body, now) =>
        headerFault(headers, options, secrets) ??
        bodyFault(headers, body, { seal: options, secrets, now }),
      async records(body) {
        const content = body.toString('utf8')
        const fields =
          options.format === 'csv'
            ? await csvRows(content)
            : jsonValues(content, options.records).map(value =>
                isObject(value) ? fieldsOf(value) : 'not a JSON object',
              )
        return fields.map(field => (typeof field === 'string' ? field : received(field)))
      },
    }
  },
})
