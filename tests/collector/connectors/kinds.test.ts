/** Every connector: what its lines say, that what it emits is OCSF, and that no line breaks it. */
import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { Reading } from '../../../collector/connectors/connector.ts'
import { connectors } from '../../../collector/connectors/registry.ts'
import { readConnectors } from '../../../collector/connectors/settings.ts'
import { Authentication } from '../../../events/authentication.ts'
import { WebResourcesActivity } from '../../../events/web-resources-activity.ts'
import { hasSchema, ocsfValidator } from '../../events/ocsf-schema.ts'
import { combinedLine, odooExport, odooLine, salesforceHead, salesforceLine } from './samples.ts'

const product = { name: 'Clientkeep', vendor_name: 'Clientkeep', version: 'test' }
const at = Date.UTC(2026, 10, 25, 10, 0, 0)

/** Reads lines as a connector that is configured so. */
function reader(type: string, settings: Record<string, unknown> = {}, head = '') {
  const [found] = readConnectors([{ type, name: 'crm', path: '/var/log/crm.log', ...settings }])
  if (found?.connector.takes !== 'logs') throw new Error(`no connector ${type} that follows logs`)
  const lines = found.connector.start({ name: 'crm', product, options: found.options })
  return (line: string): Reading => lines.read(line, { uid: 'crm:1', head })
}

const eventOf = (reading: Reading) => {
  if (!('event' in reading)) throw new Error(`no event: ${JSON.stringify(reading)}`)
  return reading.event
}
const web = (request: string) => reader('web-access-log')(combinedLine(request, { time: at }))

describe('web access log', () => {
  it.each([
    ['Dolibarr', 'POST /exports/export.php?step=5&action=builddoc'],
    ['EspoCRM', 'POST /api/v1/Export'],
    ['EspoCRM before 7', 'POST /api/v1/Contact/action/export'],
    ['SuiteCRM', 'POST /index.php?entryPoint=export'],
    ['Odoo', 'POST /web/export/xlsx'],
    ['vtiger', 'POST /index.php?module=Contacts&action=ExportData'],
    [
      'Bitrix24',
      'GET /bitrix/services/main/ajax.php?action=bitrix%3Acrm.api.export.download&EXPORT_TYPE=csv',
    ],
    ['Bitrix24 before', 'GET /bitrix/components/bitrix/crm.contact.list/stexport.php?type=excel'],
    ['Bitrix24 long ago', 'GET /crm/contact/list/?type=csv'],
  ])('knows an export of %s', (_crm, request) => {
    expect(eventOf(web(request))).toMatchObject({
      time: at,
      activity_name: 'Export',
      actor: { user: { name: 'anna' } },
      src_endpoint: { ip: '10.0.0.7' },
      unmapped: { clientkeep: { logged: { connector: 'crm', bytes: 51_200 } } },
    })
  })

  it('keeps no query, which may hold what was searched for', () => {
    const event = eventOf(web('GET /crm/contact/list/?type=csv&FIND=Winter'))
    expect(JSON.stringify(event)).not.toContain('Winter')
  })

  it.each([
    'GET /contacts/list.php',
    'POST /api/v1/Export/65f/subscribe',
    'GET /bitrix/services/main/ajax.php?action=bitrix:crm.api.export.dispatcher',
  ])('passes over %s', request => {
    expect(web(request)).toEqual({ isOther: true })
  })

  it('passes over exports that were refused', () => {
    const refused = combinedLine('POST /web/export/csv', { status: 403 })
    expect(reader('web-access-log')(refused)).toEqual({ isOther: true })
  })

  it('reads JSON with the names of nginx, and takes the address where there is no user', () => {
    const line = JSON.stringify({
      ...{ remote_addr: '10.0.0.9', remote_user: '', time_iso8601: '2026-11-25T11:00:00+01:00' },
      ...{ request: 'POST /web/export/csv HTTP/2.0', status: 200, body_bytes_sent: 900 },
    })
    expect(eventOf(reader('web-access-log')(line))).toMatchObject({
      time: at,
      actor: { user: { name: 'address:10.0.0.9' } },
    })
  })

  it('takes export paths of a company, and only the CRM that is named', () => {
    const own = reader('web-access-log', { crm: ['odoo'], export_paths: ['/reports/download'] })
    expect(own(combinedLine('GET /reports/download?id=7'))).toHaveProperty('event')
    expect(own(combinedLine('POST /api/v1/Contact/action/export'))).toEqual({ isOther: true })
  })
})

describe('Odoo log', () => {
  it('knows who exported how many records of which model', () => {
    const line = odooLine(odooExport(7, 812), { time: at + 7_200_000 })
    expect(eventOf(reader('odoo-log', { utc_offset_minutes: 120 })(line))).toMatchObject({
      time: at + 123,
      actor: { user: { name: 'odoo:7' } },
      web_resources: [{ name: 'res.partner' }],
      unmapped: { clientkeep: { logged: { records: 812 } } },
    })
  })

  it('passes over models without customers, tracebacks, and log-ins unless asked for', () => {
    const read = reader('odoo-log')
    const login = odooLine('Login successful for db:firm login:anna from 10.0.0.7')
    for (const line of [odooLine(odooExport(7, 9, 'product.product')), '  File "x.py"', login])
      expect(read(line)).toEqual({ isOther: true })
    expect(eventOf(reader('odoo-log', { logins: true })(login))).toMatchObject({
      class_uid: 3002,
      user: { name: 'anna' },
      status: 'Success',
    })
  })
})

describe('Salesforce event log', () => {
  const read = reader('salesforce-event-log', { logins: true }, salesforceHead)

  it('tells exports from reports that are looked at, with rows where the log has them', () => {
    expect(eventOf(read(salesforceLine('Report', { rows: '250' })))).toMatchObject({
      activity_name: 'Read',
      unmapped: { clientkeep: { logged: { records: 250 } } },
    })
    const exported = eventOf(read(salesforceLine('ReportExport')))
    expect(exported).toMatchObject({
      activity_name: 'Export',
      web_resources: [{ name: 'ReportExport' }],
    })
    expect(JSON.stringify(exported)).not.toContain('records')
  })

  it('takes bulk jobs that read, not those that write', () => {
    expect(read(salesforceLine('BulkApi2', { operation: 'query' }))).toHaveProperty('event')
    expect(read(salesforceLine('BulkApi2', { operation: 'insert' }))).toEqual({ isOther: true })
  })

  it('takes a bulk job at its end, not at each step', () => {
    const step = (job: string) => read(salesforceLine('BulkApi2', { operation: 'query', job }))
    for (const job of ['created', 'UploadComplete', 'InProgress', 'deleted'])
      expect(step(job)).toEqual({ isOther: true })
    for (const job of ['JobComplete', 'complete', 'Aborted', ''])
      expect(step(job)).toHaveProperty('event')
  })

  it('says of a log-in whether it succeeded', () => {
    const login = 'LOGIN_ERROR_INVALID_PASSWORD'
    expect(eventOf(read(salesforceLine('Login', { login })))).toMatchObject({ status: 'Failure' })
  })

  it('calls a row that does not fit its heading dirty', () => {
    expect(read('"ReportExport","2026')).toHaveProperty('dirty')
    expect(read('a,b')).toHaveProperty('dirty')
  })
})

describe('Dolibarr log', () => {
  const read = reader('dolibarr-log', { utc_offset_minutes: 60 })
  const line = (message: string) => `2026-11-25 11:00:00 INFO    10.0.0.7        ${message}`

  it('knows that a file was built, and from where', () => {
    const built = line('--- Access to POST /exports/export.php - action=builddoc, massaction=')
    expect(eventOf(read(built))).toMatchObject({
      time: at,
      activity_name: 'Export',
      actor: { user: { name: 'address:10.0.0.7' } },
    })
  })

  it('passes over other pages, other steps, and what was refused', () => {
    for (const message of [
      '--- Access to GET /contact/list.php - action=builddoc',
      '--- Access to GET /exports/export.php - action=select',
      '--- Access to POST /exports/export.php - action=builddoc refused. File size too large',
      "- This is an already logged session. _SESSION['dol_login']=anna",
    ])
      expect(read(line(message))).toEqual({ isOther: true })
    expect(read('2026-11-25 what is this')).toHaveProperty('dirty')
  })
})

describe('a log by a field mapping', () => {
  const fields = { time: 'at', account: 'user.login', name: 'list', records: 'rows' }
  const exports = { 'what.kind': ['export', 'download'] }
  const settings = { app: 'Own CRM', fields, exports }
  const record = {
    ...{ at: '2026-11-25 10:00:00', user: { login: 'anna' }, what: { kind: 'export' } },
    ...{ list: 'Customers', rows: 812 },
  }

  it('reads an object a line, and steps into objects', () => {
    expect(eventOf(reader('json-log', settings)(JSON.stringify(record)))).toMatchObject({
      time: at,
      actor: { user: { name: 'anna' } },
      web_resources: [{ name: 'Customers' }],
      unmapped: { clientkeep: { place: { label: 'Own CRM' }, logged: { records: 812 } } },
    })
  })

  it.each([[{ at: at / 1000 }], [{ at }], [{ at: '2026-11-25T11:00:00+01:00' }]])(
    'takes times with a zone, epoch seconds and milliseconds: %o',
    told => {
      const read = reader('json-log', { ...settings, utc_offset_minutes: 300 })
      expect(eventOf(read(JSON.stringify({ ...record, ...told })))).toMatchObject({ time: at })
    },
  )

  it('passes over what is no export, and says what it misses in what is one', () => {
    const read = reader('json-log', settings)
    expect(read(JSON.stringify({ ...record, what: { kind: 'view' } }))).toEqual({ isOther: true })
    expect(read(JSON.stringify({ ...record, at: 'noon' }))).toHaveProperty('dirty')
    expect(read(JSON.stringify({ ...record, user: {} }))).toHaveProperty('dirty')
    expect(read('[1]')).toEqual({ dirty: 'not a JSON object' })
    expect(read('{"__proto__":{"what":{"kind":"export"}}}')).toEqual({ isOther: true })
  })

  it('reads CSV by the names of its heading, and log-ins where the mapping tells them', () => {
    const read = reader(
      'csv-log',
      {
        fields: { time: 'When', account: 'Who', address: 'From' },
        ...{ exports: { Action: ['EXPORT'] }, logins: { Action: ['LOGIN'] } },
      },
      'When,Who,Action,From',
    )
    expect(eventOf(read(`${at},"anna","EXPORT",10.0.0.7`))).toMatchObject({
      activity_name: 'Export',
      src_endpoint: { ip: '10.0.0.7' },
    })
    expect(eventOf(read(`${at},anna,LOGIN,10.0.0.7`))).toMatchObject({ class_uid: 3002 })
    expect(read('one,two')).toHaveProperty('dirty')
  })
})

const fragments = [
  ...[combinedLine('POST /web/export/csv'), odooLine(odooExport(1, 2)), salesforceHead],
  '{"EVENT_TYPE":"ReportExport","TIMESTAMP_DERIVED":"2026-11-25","USER_NAME":"anna","ROW_COUNT":7}',
  '2026-11-25 11:00:00 INFO 10.0.0.7 --- Access to POST /exports/export.php - action=builddoc',
  ...[salesforceLine('ReportExport'), salesforceLine('Login'), salesforceLine('Report')],
  ...['{"status":200,"request":"GET / HTTP/1.1"}', '"', '\u0000', '{'],
]
const anyLine = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 20 })), { maxLength: 4 })
    .map(parts => parts.join('')),
  fc
    .tuple(fc.constantFrom(...fragments), fc.nat(400), fc.string({ maxLength: 5 }))
    .map(([line, at, text]) => line.slice(0, at) + text + line.slice(at + text.length)),
)

if (!hasSchema) console.warn('skipped: OCSF schema (../shared/data/ocsf-schema is absent)')
const validate = hasSchema ? ocsfValidator() : () => []
const schemas = [Authentication, WebResourcesActivity]

/** Settings under which a connector has most to say. */
function trial(name: string): Record<string, unknown> {
  if (name === 'odoo-log' || name === 'salesforce-event-log') return { logins: true }
  if (name !== 'json-log' && name !== 'csv-log') return {}
  const kinds = { EVENT_TYPE: ['ReportExport'] }
  const fields = { time: 'TIMESTAMP_DERIVED', account: 'USER_NAME', records: 'ROW_COUNT' }
  return { fields, exports: kinds, logins: { EVENT_TYPE: ['Login'] } }
}

it.each(connectors.map(({ name }) => [name]))(
  '%s has a summary, and options that say what is wrong with others',
  name => {
    const wrong = () => readConnectors([{ type: name, name: 'x', path: '/x', surprise: 1 }])
    expect(wrong).toThrow('connectors[0]: unknown setting "surprise"')
    expect(connectors.find(each => each.name === name)?.summary).not.toBe('')
  },
)

const logs = connectors.filter(({ takes }) => takes === 'logs')
describe.each(logs.map(({ name }) => [name]))('%s', name => {
  const read = reader(name, trial(name), salesforceHead)

  it('answers any line, the same each time, with OCSF or with why not', () => {
    fc.assert(
      fc.property(anyLine, line => {
        const reading = read(line)
        expect(read(line)).toEqual(reading)
        if (!('event' in reading)) return
        expect(schemas.some(schema => Value.Check(schema, reading.event))).toBe(true)
        expect(validate(JSON.parse(JSON.stringify(reading.event)))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

it.skipIf(!hasSchema).each([
  ['web access log', web('POST /web/export/csv')],
  ['Odoo', reader('odoo-log')(odooLine(odooExport(7, 812)))],
  [
    'Odoo log-in',
    reader('odoo-log', { logins: true })(odooLine('Login failed for login:a from 1.2.3.4')),
  ],
  [
    'Salesforce',
    reader('salesforce-event-log', {}, salesforceHead)(salesforceLine('ReportExport')),
  ],
])('emits valid OCSF from %s', (_name, reading) => {
  expect(validate(JSON.parse(JSON.stringify(eventOf(reading))))).toEqual([])
})
