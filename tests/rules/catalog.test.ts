/** Every rule of the catalog compiles under the strict reading, and its own tests pass. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { limits } from '../../events/limits.ts'
import { describeOcsf } from '../../rules/describe.ts'
import { compileRules } from '../../rules/engine/compile.ts'
import { unknownFields } from '../../rules/known-fields.ts'
import { catalogDir, loadRules } from '../../rules/load.ts'
import { runRuleTests } from '../../rules/run-tests.ts'
import { faultsOf } from './engine/rule-text.ts'

const compiled = compileRules(await loadRules(catalogDir), { catalog: true })
const results = runRuleTests(compiled, describeOcsf)

/** Parts serve correlations; they give no findings of their own. */
const isPart = ({ name }: { readonly name: string }) => name.startsWith('part.')
const told = compiled.rules.filter(rule => !isPart(rule))

test('the catalog has the rules that the product promises', () => {
  expect(told.map(({ name, level, points }) => `${name} ${level} ${points}`).sort()).toEqual([
    'account.on-two-endpoints medium 4',
    'agent.sequence-gap medium 3',
    'agent.silent-for-days low 1',
    'agent.silent-on-leaver medium 4',
    'agent.stopped-on-leaver medium 2',
    'agent.tampered-on-leaver critical 8',
    'bulk.customers-copied-by-anyone high 8',
    'canary.customer-seen critical 10',
    'clipboard.bulk-by-anyone medium 4',
    'clipboard.bulk-by-leaver high 6',
    'crm.account-on-two-endpoints medium 4',
    'crm.log-in-without-key high 5',
    'device.first-removable-by-leaver medium 3',
    'drip.day high 5',
    'drip.month high 4',
    'drip.week high 8',
    'export.bulk-by-anyone high 4',
    'export.bulk-by-leaver critical 3',
    'export.distinct-by-anyone high 4',
    'export.logged-by-leaver high 8',
    'export.many-by-leaver high 6',
    'key.removed-session-goes-on medium 4',
    'leaver.activity-after-last-day high 8',
    'leaver.crm-after-last-day critical 8',
    'people.feed-stale high 8',
    'phone.customers-copied-by-leaver critical 8',
    'print.customer-list-by-leaver high 8',
    'sabotage.contacts-overwritten high 8',
    'sabotage.customers-reassigned-to-self high 8',
    'sabotage.mass-delete critical 8',
    'sensor.degraded low 1',
    'sequence.encrypted-archive-after-export high 6',
    'sequence.export-hide-carry-delete critical 9',
    'sequence.upload-after-export high 7',
    'upload.opened-by-leaver medium 3',
    'usb.customers-copied-by-leaver critical 9',
    'views.above-own-baseline medium 4',
    'views.many-by-leaver high 8',
    'views.week-by-leaver high 7',
    'volume.above-own-baseline medium 3',
    'volume.above-peers medium 3',
    'volume.off-hours medium 5',
  ])
})

test('the catalog uses no field of ours that no event has', () => {
  expect(unknownFields(compiled)).toEqual([])
})

test('the guide lists every rule as it is', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../docs/rules.md'), 'utf8')
  const rows = told.map(
    ({ name, level, points, title }) => `| \`${name}\` | ${level} | ${points} | ${title} |`,
  )
  expect(rows.filter(row => !guide.includes(row))).toEqual([])
})

test('parts are informational, and each serves a correlation', () => {
  const served = new Set(compiled.correlations.flatMap(({ references }) => references))
  const parts = compiled.rules.filter(isPart)
  expect(parts.filter(({ level }) => level !== 'informational')).toEqual([])
  expect(parts.filter(part => !served.has(compiled.rules.indexOf(part)))).toEqual([])
  expect(compiled.correlations.filter(({ spec }) => spec.generate)).toEqual([])
})

describe.each(compiled.rules)('$name', rule => {
  const own = results.filter(result => result.rule === rule)

  test.each(own)('$test.name', ({ expected, actual }) => {
    expect(actual).toBe(expected)
  })

  test('has a firing test and a silent one, an ATT&CK technique and false positives', () => {
    expect(own.some(({ expected }) => expected > 0)).toBe(true)
    expect(own.some(({ expected }) => expected === 0)).toBe(true)
    expect(isPart(rule) || rule.tags.some(tag => /^attack\.t\d{4}/.test(tag))).toBe(true)
    expect(rule.falsepositives.length).toBeGreaterThan(0)
  })
})

test('a failing test is told with what it expected and got', () => {
  const text = `title: x
logsource: { product: clientkeep }
detection: { s: { a.b: 1 }, condition: s }
clientkeep:
  tests:
    - { name: wrong, event: { a.b: 1 }, expect: 0 }
    - { name: right, events: [{ a.b: 1 }, { a: { b: 2 } }], expect: 1 }
`
  const own = runRuleTests(compileRules([{ path: 'x.yml', text }]), describeOcsf)
  expect(own.map(({ expected, actual, pass }) => ({ expected, actual, pass }))).toEqual([
    { expected: 0, actual: 1, pass: false },
    { expected: 1, actual: 1, pass: true },
  ])
})

describe('the strict reading', () => {
  const lines = (text: string) =>
    faultsOf([{ path: 'x.yml', text }], { catalog: true }).map(
      ({ line, column, message }) => `${line}:${column}: ${message}`,
    )

  test('asks for everything that a rule of ours must bring', () => {
    expect(
      lines('title: x\nlogsource: { product: p }\ndetection: { s: { f: 1 }, condition: s }\n'),
    ).toEqual([
      '1:1: "level" is missing',
      '1:1: "id" is missing',
      '1:1: "name" is missing',
      '1:1: "description" is missing',
      '1:1: "status" is missing',
      '1:1: "falsepositives" is missing',
      '1:1: "clientkeep" is missing',
    ])
  })

  const whole = `title: x
id: 7891e8ed-038b-444e-ac3e-28375f40bad9
name: a.b
status: stable
level: high
description: d
falsepositives: [none known]
logsource: { product: clientkeep, category: file_event }
detection: { s: { f: 1 }, condition: s }
clientkeep:
  points: 5
  runbook: look
  tests:
    - { name: fires, event: { f: 1 }, expect: 1 }
    - { name: is silent, event: { f: 2 }, expect: 0 }
`

  test('takes a whole rule', () => {
    expect(lines(whole)).toEqual([])
  })

  test.each([
    ['points: 5', 'points: 21', '11:11: "clientkeep.points" must be a whole number from 1 to 20'],
    ['points: 5', 'points: 1.5', '11:11: "clientkeep.points" must be a whole number from 1 to 20'],
    ['runbook: look', "runbook: ''", '12:12: "clientkeep.runbook" must not be empty'],
    ['runbook', 'runbok', '12:3: unknown key "clientkeep.runbok" (did you mean "runbook"?)'],
    ['expect: 0', 'expect: 2', '14:5: "clientkeep.tests" needs a firing test and a silent one'],
    [
      'expect: 0',
      'expects: 0',
      '15:43: unknown key "clientkeep.tests.expects" (did you mean "expect"?)',
    ],
    [
      'event: { f: 2 }',
      'event: { a: 1, a.b: 2 }',
      '15:41: "a.b" is given twice, or is inside of a plain value',
    ],
    ['event: { f: 2 }', 'events: [1]', '15:35: an event is a map'],
    ['28375f40bad9', '28375f40bad', '2:5: "id" must be a UUID (version 4, random)'],
    ['name: a.b', 'name: A b', '3:7: "name" must be lower-case words joined by "." and "-"'],
    [
      'status: stable',
      'status: stabel',
      '4:9: "status" must be one of stable, test, experimental, deprecated, unsupported (did you mean "stable"?)',
    ],
    ['level: high\n', 'levle: high\n', '5:1: unknown key "levle" (did you mean "level"?)'],
    ['{ s: { f: 1 }', '{ t: { f: 3 }, s: { f: 1 }', '9:14: the condition never uses "t"'],
  ])('%s → %s', (from, to, message) => {
    expect(lines(whole.replace(from, to))).toContain(message)
  })
})

describe('loading', () => {
  test('reads .yml below the folder by name, and refuses all files that are too large', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'clientkeep-rules-'))
    try {
      await mkdir(join(dir, 'deep', 'folder.yml'), { recursive: true })
      await writeFile(join(dir, 'deep', 'b.yml'), 'b')
      await writeFile(join(dir, 'a.yml'), 'a')
      await writeFile(join(dir, 'notes.md'), 'no rule')
      expect(await loadRules(dir)).toEqual([
        { path: join(dir, 'a.yml'), text: 'a' },
        { path: join(dir, 'deep', 'b.yml'), text: 'b' },
      ])
      for (const name of ['x.yml', 'y.yml']) {
        await writeFile(join(dir, name), Buffer.alloc(limits.ruleFileBytesMax + 1))
      }
      await expect(loadRules(dir)).rejects.toMatchObject({
        code: 'ERR_RULES_INVALID',
        faults: [{ path: join(dir, 'x.yml') }, { path: join(dir, 'y.yml') }],
      })
    } finally {
      await rm(dir, { recursive: true })
    }
  })

  test('a folder that is not there is a fault that names it', async () => {
    await expect(loadRules('/nowhere/rules')).rejects.toMatchObject({
      code: 'ERR_INPUT_FILE',
      message: 'cannot read the rules in /nowhere/rules (ENOENT): check the path',
    })
  })
})
