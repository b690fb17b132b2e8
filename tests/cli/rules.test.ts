/** The sub-commands of `clientkeep rules` as a user types them. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const shared = join(root, '../shared/data')
const security = join(shared, 'sigma-rules/rules/windows/builtin/security')
const creation = join(shared, 'sigma-rules/rules/windows/process_creation')
let dir = ''

const shell = `title: Shell
id: 7891e8ed-038b-444e-ac3e-28375f40bad9
name: shell
level: high
logsource: { product: linux, service: auditd }
detection:
  shell: { cmd|endswith: [/sh, /bash], user: root }
  known: { parent: cron }
  condition: shell and not known
`
const burst = `title: Burst
id: 0b1cbd32-4a2e-47f4-b9a4-6ff0d6c0a9a2
correlation: { type: event_count, rules: shell, group-by: user, timespan: 1m, condition: { gte: 2 } }
generate: true
`
const faulty =
  'title: Wrong\nlogsource: { product: x }\ndetection: { s: { a|contians: b }, condition: t }\n'
const tested = `title: Tested
logsource: { product: x }
detection: { s: { a: 1 }, condition: s }
clientkeep:
  tests:
    - { name: fires, event: { a: 1 }, expect: 1 }
    - { name: is silent, event: { a: 2 }, expect: 0 }
`

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-rules-'))
  for (const folder of ['good', 'bad', 'tests']) mkdirSync(join(dir, folder))
  writeFileSync(join(dir, 'good/shell.yml'), shell)
  writeFileSync(join(dir, 'good/burst.yaml'), burst)
  writeFileSync(join(dir, 'bad/shell.yml'), shell)
  writeFileSync(join(dir, 'bad/wrong.yml'), faulty)
  writeFileSync(join(dir, 'tests/tested.yml'), tested)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const rules = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', join(root, 'runtime.mjs'), join(root, 'clientkeep.ts'), 'rules', ...args],
    {
      ...{ cwd: dir, input, maxBuffer: 1 << 26 },
      encoding: 'utf8',
      env: { ...process.env, NODE_COMPILE_CACHE: join(dir, 'compiled') },
    },
  )
  return { status, stdout, stderr }
}
const file = (name: string, content: string | Buffer): string => {
  writeFileSync(join(dir, name), content)
  return name
}
const findings = (stdout: string): readonly unknown[] =>
  stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

const event = (fields: object) => JSON.stringify({ cmd: '/bin/sh', user: 'root', ...fields })
const shellId = '7891e8ed-038b-444e-ac3e-28375f40bad9'

describe('help', () => {
  it.each([['lint'], ['test'], ['explain'], ['run'], ['coverage']])(
    'of rules %s has an example and exit codes or needs none',
    name => {
      const { status, stdout } = rules([name, '--help'])
      expect(status).toBe(0)
      expect(stdout).toMatch(new RegExp(`Example:\n {2}clientkeep rules ${name} `))
    },
  )
})

describe('lint', () => {
  it('names every fault with its place and the word that was meant, and exits with 1', () => {
    const { status, stdout } = rules(['lint', 'bad'])
    expect(status).toBe(1)
    expect(stdout).toContain(
      'bad/wrong.yml:3:21: unknown modifier "contians" (did you mean "contains"?)',
    )
    expect(stdout).toContain('2 files, 1 good rules, ')
  })

  it('takes what Sigma takes, and asks for more with --strict', () => {
    expect(rules(['lint', 'good'])).toMatchObject({ status: 0 })
    const { status, stdout } = rules(['lint', 'good', '--strict'])
    expect(status).toBe(1)
    expect(stdout).toContain('good/shell.yml:1:1: "clientkeep" is missing')
  })

  it('warns of correlations whose rules are not there', () => {
    const { status, stdout } = rules(['lint', 'good/burst.yaml'])
    expect(status).toBe(0)
    expect(stdout).toContain('there is no rule "shell" here: the correlation never fires (warning)')
  })

  it('accepts rules with placeholders once their lists are given', () => {
    const path = file(
      'placeholder.yml',
      'title: x\nlogsource: { product: x }\ndetection: { s: { user|expand: "%admins%" }, condition: s }\n',
    )
    expect(rules(['lint', path]).stdout).toContain('%admins%')
    const lists = file('lists.yml', 'admins: [root, toor]\n')
    expect(rules(['lint', path, '--placeholders', lists])).toMatchObject({ status: 0 })
  })

  it('says so where there are no rules', () => {
    mkdirSync(join(dir, 'empty'), { recursive: true })
    expect(rules(['lint', 'empty'])).toMatchObject({
      status: 2,
      stderr: 'clientkeep: empty: no rule files (*.yml) here\n',
    })
  })
})

describe('test', () => {
  it('runs the tests inside rules', () => {
    expect(rules(['test', 'tests'])).toMatchObject({
      status: 0,
      stdout: '1 rules, 2 tests, 0 failed\n',
    })
  })

  it('tells a failing test at its line', () => {
    const path = file('failing.yml', tested.replace('event: { a: 2 }', 'event: { a: 1 }'))
    const { status, stdout } = rules(['test', path])
    expect(status).toBe(1)
    expect(stdout).toContain('failing.yml:7:1: failing: "is silent" gave 1 finding, expected 0')
  })

  it('takes a rule without a firing or a silent test for faulty', () => {
    const path = file('half.yml', tested.replace(/.*is silent.*\n/, ''))
    const { status, stdout } = rules(['test', path])
    expect(status).toBe(1)
    expect(stdout).toContain('half.yml:1:1: the rule has no test in which it stays silent')
  })
})

describe('run', () => {
  const lines = [
    event({ timestamp: '2026-01-05T09:00:00Z' }),
    event({ user: 'ann' }),
    '',
    event({ timestamp: '2026-01-05T09:00:30Z' }),
    event({ parent: 'cron' }),
  ].join('\n')
  const wanted = [
    { rule: shellId, title: 'Shell', event: 0, time: Date.UTC(2026, 0, 5, 9) },
    { rule: shellId, title: 'Shell', event: 2, time: Date.UTC(2026, 0, 5, 9, 0, 30) },
    {
      rule: '0b1cbd32-4a2e-47f4-b9a4-6ff0d6c0a9a2',
      title: 'Burst',
      event: 2,
      time: Date.UTC(2026, 0, 5, 9, 0, 30),
      group: { user: 'root' },
      events: [0, 2],
    },
  ]

  it('prints a line per finding: rule, title, index of the event, time', () => {
    const { status, stdout, stderr } = rules(['run', 'good', file('e.ndjson', lines), '--json'])
    expect(status).toBe(0)
    expect(findings(stdout)).toEqual(wanted)
    expect(stderr).toBe(
      '4 events, 3 findings; 2 rules, 0 of 2 rule files left out, 0 malformed lines\n',
    )
  })

  it('reads gzip, standard input, and a JSON document alike', () => {
    const packed = file('e.gz', gzipSync(lines))
    expect(findings(rules(['run', 'good', packed, '--json']).stdout)).toEqual(wanted)
    expect(findings(rules(['run', 'good', '-', '--json'], lines).stdout)).toEqual(wanted)
    const events: unknown = JSON.parse(`[${lines.split('\n').filter(Boolean).join()}]`)
    const document = file('e.json', JSON.stringify(events, null, 2))
    expect(findings(rules(['run', 'good', document, '--json']).stdout)).toEqual(wanted)
  })

  it('leaves out faulty rules and lines, names and counts them, and exits with 1', () => {
    const path = file('m.ndjson', `${event({})}\n{"cmd": \n[1]\n${event({})}\n`)
    const { status, stdout, stderr } = rules(['run', 'bad', path, '--json'])
    expect(status).toBe(1)
    expect(findings(stdout)).toEqual([
      { rule: shellId, title: 'Shell', event: 0, time: null },
      { rule: shellId, title: 'Shell', event: 3, time: null },
    ])
    expect(stderr).toContain('bad/wrong.yml:3:21: unknown modifier')
    expect(stderr).toContain('m.ndjson:2: no JSON object; the line is left out')
    expect(stderr).toContain('m.ndjson:3: no JSON object; the line is left out')
    expect(stderr).toContain('1 of 2 rule files left out, 2 malformed lines')
  })

  it('takes fields from where a mapping says, the first that is there', () => {
    const path = file(
      'mapped.ndjson',
      '{"process":{"exe":"/bin/sh"},"who":"root"}\n{"process":{"exe":"/bin/sh"},"uid":"root"}\n',
    )
    const mapping = file('mapping.yml', 'cmd: process.exe\nuser: [who, uid]\n')
    const { stdout } = rules(['run', 'good/shell.yml', path, '--json', '--mapping', mapping])
    expect(findings(stdout)).toMatchObject([{ event: 0 }, { event: 1 }])
    const wrong = file('wrong-mapping.yml', 'cmd: { a: b }\n')
    expect(rules(['run', 'good', path, '--mapping', wrong])).toMatchObject({
      status: 3,
      stderr: 'clientkeep: wrong-mapping.yml:1:6: "cmd" must be a list of texts\n',
    })
  })

  it('shows events only to the rules for the log source that is named', () => {
    const path = file('one.ndjson', event({}))
    const run = (source: string) => rules(['run', 'good', path, '--json', '--logsource', source])
    expect(findings(run('product=linux,service=auditd').stdout)).toHaveLength(1)
    expect(findings(run('product=linux,service=sshd').stdout)).toEqual([])
    expect(run('prodct=linux')).toMatchObject({ status: 2 })
    expect(run('prodct=linux').stderr).toContain('(did you mean "product"?)')
  })

  it('stops with words where files are missing, broken or useless', () => {
    const broken = file('broken.gz', gzipSync(lines).subarray(0, 40))
    expect(rules(['run', 'good', 'nowhere'])).toMatchObject({ status: 2 })
    expect(rules(['run', 'good', 'nowhere']).stderr).toContain('nowhere (ENOENT)')
    expect(rules(['run', 'good', broken])).toMatchObject({ status: 2 })
    expect(rules(['run', 'nowhere', broken]).stderr).toContain('cannot read the rules in nowhere')
    expect(rules(['run', 'bad/wrong.yml', broken])).toMatchObject({ status: 3 })
  })
})

describe('explain', () => {
  it('shows each predicate with the value that was seen', () => {
    const path = file('x.json', event({ user: 'ann' }))
    const { status, stdout } = rules(['explain', 'good/shell.yml', path])
    expect(status).toBe(1)
    expect(stdout.split('\n')).toEqual([
      'shell: Shell',
      'does not match',
      '  ✔ log source: product linux, service auditd (the event is product linux, service auditd)',
      '  ✘ condition: shell and (not known)',
      '    ✘ shell',
      '        ✔ cmd ends with one of /sh, /bash (was /bin/sh)',
      '        ✘ user is root (was ann)',
      '    ✘ known',
      '        ✘ parent is cron (was not there)',
      '',
    ])
    expect(rules(['explain', 'good/shell.yml', file('y.json', event({}))])).toMatchObject({
      status: 0,
    })
  })

  it('says that the log source is what does not fit', () => {
    const path = file('ocsf.json', event({ class_uid: 1001 }))
    const { status, stdout } = rules(['explain', 'good/shell.yml', path])
    expect(status).toBe(1)
    expect(stdout).toContain(
      '✘ log source: product linux, service auditd (the event is product clientkeep, category file_event)',
    )
  })

  it('explains a correlation by its rules and its finding', () => {
    const path = file('two.ndjson', `${event({})}\n${event({})}\n`)
    const { status, stdout } = rules(['explain', 'good/burst.yaml', path, '--rules', 'good'])
    expect(status).toBe(0)
    expect(stdout).toContain('shell: event 1 matches')
    expect(stdout).toContain(
      'finding on events 0, 1: number of shell: 2 (≥ 2) within 1m; user is root',
    )
  })

  it('knows the rules of the catalog by name, and guesses what was meant', () => {
    const path = file('c.json', '{"class_uid":1001}')
    expect(rules(['explain', 'usb.customers-copied-by-leaver', path])).toMatchObject({ status: 1 })
    const { status, stderr } = rules(['explain', 'usb.customer-copied-by-leaver', path])
    expect(status).toBe(2)
    expect(stderr).toContain('(did you mean "usb.customers-copied-by-leaver"?)')
  })
})

describe('coverage', () => {
  it('prints an ATT&CK Navigator layer whose scores are the numbers of rules', () => {
    const tagged = (name: string, tag: string) =>
      shell
        .replace('40bad9', `40bad${name}`)
        .replace('name: shell', `name: ${name}\ntags: [attack.exfiltration, ${tag}]`)
    mkdirSync(join(dir, 'tagged'), { recursive: true })
    for (const [name, tag] of [
      ['a', 'attack.t1052.001'],
      ['b', 'attack.T1052.001'],
      ['c', 'attack.t1005'],
    ] as const) {
      file(`tagged/${name}.yml`, tagged(name, tag))
    }
    const { status, stdout } = rules(['coverage', 'tagged', '--layer', '--name', 'Mine'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'Mine',
      domain: 'enterprise-attack',
      versions: { layer: '4.5' },
      techniques: [
        { techniqueID: 'T1005', score: 1 },
        { techniqueID: 'T1052.001', score: 2, metadata: [{ name: 'a' }, { name: 'b' }] },
      ],
    })
    expect(rules(['coverage', 'tagged']).stdout).toMatch(/T1052\.001 +2 +high +a, b/)
  })
})

const isPresent = existsSync(join(shared, 'sigma-rules'))
if (!isPresent) console.warn(`skipped: no SigmaHQ rules in ${shared}/sigma-rules`)

describe.skipIf(!isPresent)('SigmaHQ rules over recorded Windows events', () => {
  it('fire on nested events as they are, without options', () => {
    const rule = '0022869c-49f7-4ff2-ba03-85ac42ddac58'
    const events = join(shared, `sigma-regression/${rule}.json`)
    const { stdout } = rules(['run', creation, events, '--json'])
    expect(findings(stdout)).toContainEqual(expect.objectContaining({ rule, event: 0 }))
  })

  it('fire on flat events as they are, without options', () => {
    const packed = readFileSync(join(shared, 'windows-events/otrf-sample.ndjson.gz'))
    const some = gunzipSync(packed).toString().split('\n').slice(0, 40).join('\n')
    const { stdout } = rules(['run', security, file('flat.ndjson', some), '--json'])
    expect(findings(stdout)).toContainEqual({
      ...{ rule: '12ba6a38-adb3-4d6b-91ba-a7fb248e3199', title: 'Password Policy Enumerated' },
      ...{ event: 28, time: Date.parse('2023-07-19T09:03:37.945Z') },
    })
  })
})
