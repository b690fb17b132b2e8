/** `clientkeep simulate` and `clientkeep evaluate`, as somebody calls them: same bytes, a score with all its parts, clear words for broken sets. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const dir = mkdtempSync(join(tmpdir(), 'clientkeep-evaluation-'))
const set = join(dir, 'set')
const small = ['--people', '80', '--days', '90', '--thieves', '1']

const clientkeep = (args: readonly string[]) => {
  const command = ['--import', join(root, 'runtime.mjs'), join(root, 'clientkeep.ts'), ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: dir,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return { code: status, stdout, stderr }
}

afterAll(() => rmSync(dir, { recursive: true, force: true }))

function digest(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).sort())
    hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

beforeAll(() => {
  clientkeep(['simulate', ...small, '--seed', 'a', '--out', set])
})

describe('clientkeep simulate', () => {
  it('writes the same bytes for the same seed', () => {
    const again = join(dir, 'again')
    clientkeep(['simulate', ...small, '--seed', 'a', '--out', again])
    expect(digest(again)).toBe(digest(set))
    const other = join(dir, 'other')
    clientkeep(['simulate', ...small, '--seed', 'b', '--out', other])
    expect(digest(other)).not.toBe(digest(set))
  })

  it('overwrites nothing', () => {
    const { code, stderr } = clientkeep(['simulate', ...small, '--out', set])
    expect(code).toBe(2)
    expect(stderr).toContain('holds files already; give a new folder')
  })

  it('says which number is wrong', () => {
    const { code, stderr } = clientkeep(['simulate', '--people', '3', '--out', join(dir, 'x')])
    expect(code).toBe(2)
    expect(stderr).toContain('a whole number from 30 to 100000')
  })
})

describe('clientkeep evaluate', () => {
  it('scores a set, with every part of the score', () => {
    const { stdout, code } = clientkeep(['evaluate', set, '--json'])
    expect(code).toBe(0)
    const score = JSON.parse(stdout)
    expect(score).toMatchObject({ people: 80, thieves: 11 })
    expect(score.recallInTime).toBeGreaterThan(0.5)
    expect(score.falseAlerts).toBeLessThanOrEqual(score.alerts)
    expect(score.scenarios).toHaveLength(11)
    const inTime = score.scenarios.map((each: { inTime: number }) => each.inTime)
    expect(inTime.reduce((sum: number, each: number) => sum + each, 0) / 11).toBeCloseTo(
      score.recallInTime,
      3,
    )
    expect(score.curve.rocArea).toBeGreaterThan(0.9)
    expect(score.rules.length).toBeGreaterThan(5)
  })

  it('finds nobody with a rule that never fires', () => {
    const rules = join(dir, 'rules')
    mkdirSync(rules)
    const rule = `title: Never
id: 9d9a6a1e-5a3f-4d5a-8a3f-0d0f4b6b8a11
name: never
level: low
logsource: { product: clientkeep }
detection: { never: { class_uid: 9999 }, condition: never }
`
    writeFileSync(join(rules, 'never.yml'), rule)
    const { stdout } = clientkeep(['evaluate', set, '--rules', rules, '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ recall: 0, alerts: 0, precisionAmongLeavers: null })
  })

  it('finds people whose accounts were exchanged, without any label', () => {
    const { stdout } = clientkeep(['evaluate', set, '--swap', '3', '--seed', '2', '--json'])
    const score = JSON.parse(stdout)
    expect(score.set).toContain('3 pairs exchanged')
    expect(score.scenarios).toEqual([
      expect.objectContaining({ scenario: 'user-swap', thieves: 6 }),
    ])
  })

  it('writes a page that needs nothing else', () => {
    const page = join(dir, 'score.html')
    clientkeep(['evaluate', set, '--page', page])
    const html = readFileSync(page, 'utf8')
    expect(html).toContain('<svg')
    expect(html).toContain('night-export')
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3)/)
  })

  it.each([
    ['an empty folder', {}, 'no labelled set that is known here'],
    [
      'a manifest that is none',
      { 'manifest.json': () => '{}' },
      'not the manifest of a labelled set',
    ],
    [
      'a missing file',
      { 'manifest.json': () => readFileSync(join(set, 'manifest.json'), 'utf8') },
      'people.csv: there is no such file',
    ],
  ])('says what is wrong with %s', (name, files, message) => {
    const broken = join(dir, name.replaceAll(' ', '-'))
    mkdirSync(broken)
    for (const [file, text] of Object.entries(files)) writeFileSync(join(broken, file), text())
    const { code, stderr } = clientkeep(['evaluate', broken])
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
