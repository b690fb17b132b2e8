/** The command as a user types it: help, right input, wrong input, exit codes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { absolute } from '../../cli/options.ts'
import { formatTable } from '../../cli/table.ts'
import { parseWatch, withPlaces } from '../../cli/watch-option.ts'
import { customersCsv, peopleCsv } from '../collector/company.ts'

const root = join(import.meta.dirname, '..', '..')
let dir = ''

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-cli-'))
  writeFileSync(join(dir, 'base.csv'), customersCsv)
  writeFileSync(join(dir, 'people.csv'), `${peopleCsv}\nbad@firm.example,yesterday,,Bad,,,`)
  writeFileSync(
    join(dir, 'list.txt'),
    'Call C12@firm12.example and +49 30 2000013, not me@else.example',
  )
  writeFileSync(
    join(dir, 'picture.png'),
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
  )
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', join(root, 'runtime.mjs'), join(root, 'clientkeep.ts'), ...args],
    { cwd: dir, encoding: 'utf8' },
  )
  return { status, stdout, stderr }
}
const data = () => ['--data', join(dir, 'data')]

describe('help', () => {
  it('lists every command and the exit codes', () => {
    const { status, stdout } = run('help')
    expect(status).toBe(0)
    for (const name of [
      'up',
      'collector',
      'agent',
      'customers',
      'people',
      'scan',
      'doctor',
      'sign-in',
      'enrol',
    ])
      expect(stdout).toContain(`  ${name}`)
    expect(stdout).toContain('Exit codes:')
  })
})

describe('wrong input', () => {
  it.each([
    ['an unknown command', ['scna'], 2, 'scan'],
    ['an unknown option', ['scan', '--jsn', 'x'], 2, '--json'],
    ['a missing argument', ['scan'], 2, 'file'],
    ['a port that is none', ['up', '--port', 'http'], 2, '65535'],
    ['a kind of place that is none', ['up', '--watch', 'floppy:/mnt'], 2, 'removable'],
    ['a file that is not there', ['people', 'import', 'nobody.csv'], 2, 'no such file'],
    ['an address that is none', ['agent', '--collector', 'localhost'], 2, 'http://'],
  ])('like %s is answered with what to do', (_what, args, status, words) => {
    const answer = run(...args)
    expect(answer.status).toBe(status)
    expect(answer.stderr).toContain(words)
  })

  it('like enrolling without a collector says how to start one', () => {
    const { status, stderr } = run('enrol', '--data', join(dir, 'nobody'))
    expect(status).toBe(6)
    expect(stderr).toContain('clientkeep up')
  })

  it('like scanning without a base says what is missing', () => {
    const { status, stderr } = run('scan', 'list.txt', '--data', join(dir, 'empty'))
    expect(status).toBe(3)
    expect(stderr).toContain('customers import')
  })
})

describe('imports and scans', () => {
  it('work without a running collector, count what was refused, and scan says how many customers', () => {
    const customers = run('customers', 'import', 'base.csv', ...data())
    expect(customers).toMatchObject({ status: 0, stdout: expect.stringContaining('400 added') })
    const people = run('people', 'import', 'people.csv', '--strict', ...data())
    expect(people.status).toBe(1)
    expect(people.stdout).toContain('people.csv:5: ResignationDate: "yesterday" is not a date')
    expect(people.stdout).toContain('1 refused')
    const scan = run('scan', 'list.txt', '--json', ...data())
    expect(scan.status).toBe(0)
    expect(JSON.parse(scan.stdout)).toMatchObject({
      base: 400,
      files: [
        { file: 'list.txt', status: 'complete', customers: 2, kinds: { email: 1, phone: 1 } },
      ],
    })
    const table = run('scan', 'list.txt', 'picture.png', 'gone.csv', ...data())
    expect(table.status).toBe(1)
    expect(table.stdout).toMatch(/\? .*picture\.png {2}\(unreadable: .*PNG/)
    expect(table.stdout).toMatch(/\? .*gone\.csv {2}\(failed: /)
  }, 60_000)

  it('and doctor says what is there and what is missing', () => {
    const { status, stdout } = run('doctor', '--json', ...data())
    const checks: { what: string; state: string }[] = JSON.parse(stdout).checks
    const state = (what: string) => checks.find(check => check.what === what)?.state
    expect([
      state('Customer base'),
      state('People'),
      state('Rules'),
      state('Endpoints'),
      state('Collector'),
    ]).toEqual(['ok', 'ok', 'ok', 'missing', 'weak'])
    expect(status).toBe(1)
  })
})

describe('small parts', () => {
  it('read places to watch', () => {
    expect(parseWatch('/mnt/stick')).toEqual({
      path: '/mnt/stick',
      kind: 'removable',
      label: 'stick',
    })
    expect(parseWatch('cloud-sync:/home/x/Drive')).toMatchObject({
      path: '/home/x/Drive',
      kind: 'cloud-sync',
    })
    const policy = { places: [parseWatch('/mnt/stick')], removable_drives: true }
    expect(withPlaces(policy, [parseWatch('/mnt/stick')])).toBeUndefined()
    expect(withPlaces(policy, [parseWatch('network:/mnt/stick')])?.places).toHaveLength(1)
  })

  it('take ~ as the home folder', () => {
    expect(absolute('~/x')).toBe(join(process.env.HOME ?? '', 'x'))
  })

  it('align columns', () => {
    expect(
      formatTable(
        [
          ['a', 'bb'],
          ['ccc', 'd'],
        ],
        [1],
      ),
    ).toBe('a    bb\nccc   d')
  })
})
