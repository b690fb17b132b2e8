/** `clientkeep rules backtest` over the data of a real collector. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertList } from '../../events/api.ts'
import { copyEvent, fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../collector/harness.ts'

const root = join(import.meta.dirname, '..', '..')
const dayMs = 86_400_000
let rig: Rig

const place = { kind: 'removable', label: 'STICK', path: '/media/stick' } as const

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const copies = [
    ...[10, 9, 2].map(days => ({ account: 'anna', days })),
    ...[3, 40].map(days => ({ account: 'mira', days })),
    { account: 'nobody', days: 1 },
  ]
  const records = copies.map(({ account, days }, index) => {
    const time = Date.now() - days * dayMs
    const facts = { uid: `e${index}`, account, count: 30, time, place }
    return { seq: index + 1, event: copyEvent(rig, agent.id, facts) }
  })
  expect((await agent.post(records)).body).toMatchObject({ accepted: copies.length })
  await eventually(async () => {
    const { alerts } = (await rig.call<AlertList>('GET', '/api/v1/alerts')).body
    return alerts.some(({ findings }) => findings >= 3) ? true : undefined
  }, 'the findings on Anna')
  await rig.restart()
}, 60_000)
afterAll(cleanUp)

const backtest = (...args: readonly string[]) => {
  const words = ['rules', 'backtest', ...args, '--data', rig.dir]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', join(root, 'runtime.mjs'), join(root, 'clientkeep.ts'), ...words],
    { cwd: rig.dir, encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}

describe('backtest', () => {
  it('tells a rule that is in force by what is there already, by pseudonym', () => {
    const { status, stdout } = backtest('usb.customers-copied-by-leaver', '--json')
    expect(status).toBe(0)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({
      rules: ['usb.customers-copied-by-leaver'],
      days: 90,
      events: 6,
      already_there: 3,
      people: [{ findings: 3, known: 3 }],
    })
    expect(result.findings.map(({ events }: { events: string[] }) => events)).toEqual([
      ['e0'],
      ['e1'],
      ['e2'],
    ])
    expect(stdout).not.toMatch(/anna|winter/i)
  })

  it('tells how often a new rule would have fired, and on whom', () => {
    const path = join(rig.dir, 'new.yml')
    writeFileSync(
      path,
      `title: Any list on a drive
logsource: { product: clientkeep, category: file_event }
detection: { s: { unmapped.clientkeep.customers.distinct|gte: 30 }, condition: s }
`,
    )
    const result = JSON.parse(backtest(path, '--days', '30', '--json').stdout)
    expect(result).toMatchObject({ days: 30, events: 5, already_there: 0 })
    expect(result.findings).toHaveLength(5)
    expect(result.people).toHaveLength(3)
    expect(result.people.map(({ subject }: { subject: string }) => subject)).toContainEqual(
      expect.stringMatching(/^Account-[0-9a-f]{4}$/),
    )
    const table = backtest(path, '--days', '30').stdout
    expect(table).toMatch(
      /^new: 5 findings on 3 people in 5 events of 30 days; 0 were already there/,
    )
    expect(table).toMatch(/WEEK OF +ALERTS +FINDINGS +ALREADY THERE/)
  })

  it('looks back before the period where a correlation has to remember', () => {
    const path = join(rig.dir, 'window.yml')
    writeFileSync(
      path,
      `title: A list
name: list
logsource: { product: clientkeep, category: file_event }
detection: { s: { unmapped.clientkeep.customers.distinct|gte: 30 }, condition: s }
---
title: Three lists in ten days
name: three
correlation: { type: event_count, rules: list, group-by: unmapped.clientkeep.subject, timespan: 10d, condition: { gte: 3 } }
`,
    )
    const result = JSON.parse(backtest(path, '--days', '5', '--json').stdout)
    expect(result.findings).toMatchObject([{ rule: 'three', events: ['e0', 'e1', 'e2'] }])
  })

  it('stops with words where there is no journal, no rule, or no sense', () => {
    const bare = spawnSync(
      process.execPath,
      [join(root, 'clientkeep.ts'), 'rules', 'backtest', 'drip.day', '--data', '/nowhere'],
      { encoding: 'utf8' },
    )
    expect(bare.status).toBe(3)
    expect(bare.stderr).toContain("/nowhere: no journal here; name the collector's data folder")
    expect(backtest('drip.dya').stderr).toContain('(did you mean "drip.day"?)')
    expect(backtest('drip.day', '--days', 'x').status).toBe(2)
  })
})
