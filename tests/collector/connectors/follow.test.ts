/** A running collector follows logs: through rotation, truncation, restarts and lost positions, each line counts once; and rules fire. */
import {
  appendFileSync,
  copyFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { ConnectorState } from '../../../events/connectors.ts'
import { fillCompany } from '../company.ts'
import { cleanUp, eventually, type Rig, startRig, tempDir } from '../harness.ts'
import { combinedLine, odooExport, odooLine, salesforceHead, salesforceLine } from './samples.ts'

afterEach(cleanUp)

/** A collector that follows `crm.log` in a folder of its own. */
async function office(type = 'web-access-log') {
  const logs = tempDir()
  const dir = tempDir()
  const log = join(logs, 'crm.log')
  const configure = (path: string) =>
    writeFileSync(
      join(dir, 'config.yaml'),
      `connectors:\n  - { type: ${type}, name: crm, path: ${path} }\n`,
    )
  configure(log)
  const rig = await startRig({ dir })
  return { rig, log, dir }
}

const line = (n: number) => `${combinedLine(`POST /web/export/csv?n=${n}`, { bytes: n })}\n`

/** Bytes of each export in the journal, which number the lines. */
async function numbers({ collector }: Rig): Promise<number[]> {
  const batches = await collector.parts.journal.readEvents(0, 10_000)
  return batches
    .filter(({ source }) => source.startsWith('connector:'))
    .flatMap(({ lines }) => lines.map(({ body }) => JSON.parse(body)))
    .map(event => event.unmapped.clientkeep.logged.bytes)
    .sort((one, other) => one - other)
}

it('takes whole lines only, and each once', async () => {
  const { rig, log } = await office()
  const { connectors } = rig.collector.parts
  writeFileSync(log, line(1) + line(2) + line(3).slice(0, 20))
  await connectors.look()
  expect(await numbers(rig)).toEqual([1, 2])
  expect(connectors.states()[0]).toMatchObject({ events: 2, lag_bytes: 20 })
  appendFileSync(log, line(3).slice(20))
  await connectors.look()
  await connectors.look()
  expect(await numbers(rig)).toEqual([1, 2, 3])
  expect(connectors.states()[0]).toMatchObject({ events: 3, lag_bytes: 0, failure: null })
})

it('follows a log through renaming, copying with truncation, and both at once with new lines', async () => {
  const { rig, log } = await office()
  const { connectors } = rig.collector.parts
  writeFileSync(log, line(1))
  await connectors.look()
  appendFileSync(log, line(2))
  renameSync(log, `${log}.1`)
  writeFileSync(log, line(3))
  await connectors.look()
  expect(await numbers(rig)).toEqual([1, 2, 3])
  appendFileSync(log, line(4))
  copyFileSync(log, `${log}-20261125`)
  truncateSync(log)
  appendFileSync(log, line(5) + line(6) + line(7))
  await connectors.look()
  expect(await numbers(rig)).toEqual([1, 2, 3, 4, 5, 6, 7])
})

it('doubles nothing when it starts again, also without its positions', async () => {
  const { rig, log, dir } = await office()
  writeFileSync(log, Array.from({ length: 1200 }, (_, n) => line(n)).join(''))
  await rig.collector.parts.connectors.look()
  const again = await rig.restart()
  appendFileSync(log, line(1200))
  await again.collector.parts.connectors.look()
  const all = Array.from({ length: 1201 }, (_, n) => n)
  expect(await numbers(again)).toEqual(all)
  await again.collector.close()
  for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `connectors.db${end}`), { force: true })
  const bare = await again.restart()
  await bare.collector.parts.connectors.look()
  expect(await numbers(bare)).toEqual(all)
})

it('counts lines that it cannot read, and says which and why', async () => {
  const { rig, log } = await office()
  writeFileSync(log, `${line(1)}what is this\n${line(2)}`)
  await rig.collector.parts.connectors.look()
  const { body } = await rig.call<{ connectors: ConnectorState[] }>('GET', '/api/v1/connectors')
  expect(body.connectors).toMatchObject([
    {
      ...{ name: 'crm', lines: 3, events: 2, dirty: 1 },
      last_dirty: expect.stringMatching(/^line 2: /),
    },
  ])
  const test = await rig.call('POST', '/api/v1/connectors/crm/test')
  expect(test.body).toMatchObject({ lines: 3, events: 2, dirty: 1 })
  expect((await rig.call('POST', '/api/v1/connectors/other/test')).status).toBe(404)
})

it('says that a log cannot be reached, and goes on when it can', async () => {
  const { rig, log } = await office()
  const { connectors } = rig.collector.parts
  rmSync(join(log, '..'), { recursive: true })
  await connectors.look()
  expect(connectors.states()[0]?.failure).toContain('ENOENT')
})

it.each([
  ['web-access-log', `${combinedLine('POST /index.php?entryPoint=export')}\n`],
  ['odoo-log', `${odooLine(odooExport(7, 812))}\n`],
  [
    'salesforce-event-log',
    `${salesforceHead}\n${salesforceLine('ReportExport', { user: 'anna@firm.example' })}\n`,
  ],
])('raises an alert on a leaver from a line of %s', async (type, text) => {
  const { rig, log } = await office(type)
  await fillCompany(rig)
  const people = [
    'EmailAddress,ResignationDate,LastWorkingDate,Name,Aliases',
    `anna@firm.example,2020-01-01,${new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)},Anna Winter,anna;odoo:7`,
  ].join('\n')
  await rig.call('POST', '/api/v1/people/import?file=people.csv', people)
  writeFileSync(log, text)
  await rig.collector.parts.connectors.look()
  const alert = await eventually(async () => {
    const { alerts } = (await rig.call<{ alerts: { title: string }[] }>('GET', '/api/v1/alerts'))
      .body
    return alerts[0]
  }, 'the alert')
  expect(JSON.stringify(alert)).toContain('Departing person exports from the CRM, says its log')
})
