/** A running collector follows logs: through rotation, truncation, restarts and lost positions, each line counts once; and rules fire. */
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bodyOf } from '../../../collector/journal/journal.ts'
import type { AlertList } from '../../../events/api.ts'
import type { ConnectorState } from '../../../events/connectors.ts'
import { fillCompany } from '../company.ts'
import { cleanUp, eventually, type Rig, startRig, tempDir } from '../harness.ts'
import { combinedLine, odooExport, odooLine, salesforceHead, salesforceLine } from './samples.ts'

/** One collector for all cases, each with a log of its own. */
const types = {
  'whole-lines': 'web-access-log',
  rotated: 'web-access-log',
  again: 'web-access-log',
  dirty: 'web-access-log',
  gone: 'web-access-log',
  web: 'web-access-log',
  odoo: 'odoo-log',
  salesforce: 'salesforce-event-log',
} as const
type Name = keyof typeof types

const [dir, logs] = [tempDir(), tempDir()]
let rig: Rig
const logOf = (name: Name): string => join(logs, name, 'crm.log')
const connectors = () => rig.collector.parts.connectors
const stateOf = (name: Name) =>
  connectors()
    .states()
    .find(each => each.name === name)

beforeAll(async () => {
  const items = Object.entries(types).map(([name, type]) => {
    mkdirSync(join(logs, name))
    return `  - { type: ${type}, name: ${name}, path: ${join(logs, name, 'crm.log')} }\n`
  })
  writeFileSync(join(dir, 'config.yaml'), `connectors:\n${items.join('')}`)
  rig = await startRig({ dir })
})
afterAll(cleanUp)

const line = (n: number) => `${combinedLine(`POST /web/export/csv?n=${n}`, { bytes: n })}\n`

/** Bytes of each export of a connector in the journal, which number the lines. */
async function numbers(name: Name): Promise<number[]> {
  const batches = await rig.collector.parts.journal.readEvents(0, 10_000)
  return batches
    .filter(({ source }) => source.startsWith(`connector:${name}:`))
    .flatMap(({ lines }) => lines.map(line => JSON.parse(bodyOf(line))))
    .map(event => event.unmapped.clientkeep.logged.bytes)
    .sort((one, other) => one - other)
}

it('takes whole lines only, and each once', async () => {
  const log = logOf('whole-lines')
  writeFileSync(log, line(1) + line(2) + line(3).slice(0, 20))
  await connectors().look()
  expect(await numbers('whole-lines')).toEqual([1, 2])
  expect(stateOf('whole-lines')).toMatchObject({ events: 2, lag_bytes: 20 })
  appendFileSync(log, line(3).slice(20))
  await connectors().look()
  await connectors().look()
  expect(await numbers('whole-lines')).toEqual([1, 2, 3])
  expect(stateOf('whole-lines')).toMatchObject({ events: 3, lag_bytes: 0, failure: null })
})

it('follows a log through renaming, copying with truncation, and both at once with new lines', async () => {
  const log = logOf('rotated')
  writeFileSync(log, line(1))
  await connectors().look()
  appendFileSync(log, line(2))
  renameSync(log, `${log}.1`)
  writeFileSync(log, line(3))
  await connectors().look()
  expect(await numbers('rotated')).toEqual([1, 2, 3])
  appendFileSync(log, line(4))
  copyFileSync(log, `${log}-20261125`)
  truncateSync(log)
  appendFileSync(log, line(5) + line(6) + line(7))
  await connectors().look()
  expect(await numbers('rotated')).toEqual([1, 2, 3, 4, 5, 6, 7])
})

it('doubles nothing when it starts again, also without its positions', async () => {
  const log = logOf('again')
  writeFileSync(log, Array.from({ length: 1200 }, (_, n) => line(n)).join(''))
  await connectors().look()
  rig = await rig.restart()
  appendFileSync(log, line(1200))
  await connectors().look()
  const all = Array.from({ length: 1201 }, (_, n) => n)
  expect(await numbers('again')).toEqual(all)
  await rig.collector.close()
  for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `connectors.db${end}`), { force: true })
  rig = await rig.restart()
  await connectors().look()
  expect(await numbers('again')).toEqual(all)
})

it('counts lines that it cannot read, and says which and why', async () => {
  writeFileSync(logOf('dirty'), `${line(1)}what is this\n${line(2)}`)
  await connectors().look()
  const { body } = await rig.call<{ connectors: ConnectorState[] }>('GET', '/api/v1/connectors')
  expect(body.connectors.find(({ name }) => name === 'dirty')).toMatchObject({
    ...{ lines: 3, events: 2, dirty: 1 },
    last_dirty: expect.stringMatching(/^line 2: /),
  })
  const test = await rig.call('POST', '/api/v1/connectors/dirty/test')
  expect(test.body).toMatchObject({ lines: 3, events: 2, dirty: 1 })
  expect((await rig.call('POST', '/api/v1/connectors/other/test')).status).toBe(404)
})

it('says that a log cannot be reached, and goes on when it can', async () => {
  const log = logOf('gone')
  rmSync(join(log, '..'), { recursive: true })
  await connectors().look()
  expect(stateOf('gone')?.failure).toContain('ENOENT')
  mkdirSync(join(log, '..'))
  writeFileSync(log, line(7))
  await connectors().look()
  expect(stateOf('gone')).toMatchObject({ events: 1, failure: null })
})

it('raises an alert on a leaver from a line of each kind', async () => {
  await fillCompany(rig)
  const lastDay = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
  const leavers = { web: 'anna', odoo: 'odoo:7', salesforce: 'cora@firm.example' } as const
  const people = Object.entries(leavers).map(
    ([name, account]) => `${name}@firm.example,2020-01-01,${lastDay},${name},${account}`,
  )
  const head = 'EmailAddress,ResignationDate,LastWorkingDate,Name,Aliases'
  await rig.call('POST', '/api/v1/people/import?file=people.csv', [head, ...people].join('\n'))
  const texts = {
    web: combinedLine('POST /index.php?entryPoint=export', { user: leavers.web }),
    odoo: odooLine(odooExport(7, 812)),
    salesforce: `${salesforceHead}\n${salesforceLine('ReportExport', { user: leavers.salesforce })}`,
  }
  writeFileSync(logOf('web'), `${texts.web}\n`)
  writeFileSync(logOf('odoo'), `${texts.odoo}\n`)
  writeFileSync(logOf('salesforce'), `${texts.salesforce}\n`)
  await connectors().look()
  const persons = Object.keys(leavers).map(
    name => rig.collector.parts.directory.byEmail(`${name}@firm.example`)?.id,
  )
  const alerts = await eventually(async () => {
    const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
    const found = persons.map(id => body.alerts.find(({ person }) => person.id === id))
    return found.every(alert => alert !== undefined) ? found : undefined
  }, 'an alert on each')
  for (const alert of alerts)
    expect(JSON.stringify(alert)).toContain('Departing person exports from the CRM, says its log')
})
