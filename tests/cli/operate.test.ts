/** Operating by command: backup, restore, verify, rebuild, configuration; with their exit codes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { program } from '../../cli/program.ts'
import { rulesProgram } from '../../cli/rules/program.ts'
import { journalSchema } from '../../collector/journal/sqlite-schema.ts'
import { openDatabase } from '../../collector/store/database.ts'

const root = join(import.meta.dirname, '..', '..')
/** As the product starts: with its libraries in bundles. */
const runtime = pathToFileURL(join(root, 'runtime.mjs')).href
let dir = ''
const at = (...names: string[]) => join(dir, ...names)

const run = (args: string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', runtime, join(root, 'clientkeep.ts'), ...args],
    { cwd: dir, encoding: 'utf8', env: { ...process.env, ...env } },
  )
  return { status, stdout, stderr }
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-operate-'))
  // Nobody leaves: a look-back would write decisions of its own whenever a command opens the folder.
  writeFileSync(at('people.csv'), 'EmailAddress,Name\nanna@firm.example,Anna Winter\n')
  expect(run(['people', 'import', 'people.csv', '--data', at('data')]).status).toBe(0)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

describe('help', () => {
  it('of every command has an example', () => {
    const all = [...leaves(program()), ...leaves(rulesProgram('rules'))]
    const without = all.filter(command => {
      let text = ''
      command.configureOutput({ writeOut: more => (text += more) }).outputHelp()
      // Hands on to the commands of a program of its own.
      return command.name() !== 'rules' && !/Examples?:\n {2}\S/.test(text)
    })
    expect(without.map(command => `${command.parent?.name()} ${command.name()}`)).toEqual([])
  })
})

describe('a data folder', () => {
  it('is backed up, restored, verified and rebuilt; a restore or backup over something is refused', () => {
    const backup = run(['backup', 'b.tar.zst', '--data', at('data')])
    expect(backup).toMatchObject({ status: 0, stdout: expect.stringContaining('signing key') })
    expect(run(['backup', 'b.tar.zst', '--data', at('data')]).status).toBe(5)
    const restored = run(['restore', 'b.tar.zst', '--data', at('again')])
    expect(restored).toMatchObject({ status: 0, stdout: expect.stringContaining('is whole') })
    expect(run(['restore', 'b.tar.zst', '--data', at('again')]).status).toBe(5)
    const verified = run([
      'verify',
      '--data',
      at('again'),
      '--heads',
      at('data', 'audit-heads.jsonl'),
      '--json',
    ])
    // The record of a backup is in it, and one that was refused leaves none.
    expect(JSON.parse(verified.stdout).faults).toEqual([])
    expect(verified.status).toBe(0)
    expect(run(['rebuild', '--data', at('again')])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/Made again from \d+ journal entries/),
    })
    expect(run(['rebuild', '--data', at('nowhere')]).status).toBe(2)
  }, 120_000)

  it('that was tampered with fails verification with 1 and says which decision; one that is absent with 2', () => {
    expect(run(['verify', '--data', at('data')])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Nothing was changed'),
    })
    const database = openDatabase(at('data', 'journal.db'), journalSchema)
    database.exec(
      `UPDATE entry SET body = replace(body, 'Anna', 'Olga') WHERE kind = 'decision' AND body LIKE '%Anna%'`,
    )
    database.close()
    const { status, stdout } = run(['verify', '--data', at('data')])
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /CHANGED {2}decision \d+ \(journal offset \d+\) does not say what it said/,
    )
    expect(run(['verify', '--data', at('nowhere')]).status).toBe(2)
  })
})

describe('config check', () => {
  it('prints what is in force and from where; the environment wins', () => {
    const folder = mkdtempSync(join(dir, 'config-'))
    writeFileSync(join(folder, 'config.yaml'), 'port: 9000\nretention:\n  events_days: 30\n')
    const { status, stdout, stderr } = run(['config', 'check', '--data', folder], {
      CLIENTKEEP_PORT: '9100',
      CLIENTKEEP_TLS_MODE: 'never',
      CLIENTKEEP_RETENTON_EVENTS_DAYS: '3',
      CLIENTKEEP_AUDIT_HEADS_EVERY_S: '5',
    })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^port +9100 +CLIENTKEEP_PORT$/m)
    expect(stdout).toMatch(/^tls\.mode +"never" +CLIENTKEEP_TLS_MODE$/m)
    expect(stderr).toContain('CLIENTKEEP_RETENTON_EVENTS_DAYS is set, but no setting has this name')
    expect(stdout).toMatch(/^retention\.events_days +30 +file$/m)
    expect(stdout).toMatch(/^audit\.heads_every_s +5 +CLIENTKEEP_AUDIT_HEADS_EVERY_S$/m)
    expect(stdout).toMatch(/^host +"127\.0\.0\.1" +default$/m)
  })

  it('names every fault with its place, and ends with 3', () => {
    const folder = mkdtempSync(join(dir, 'config-'))
    writeFileSync(
      join(folder, 'config.yaml'),
      'colour: red\ntls: { mode: sometimes }\nretention:\n  event_days: 3\n  alerts_days: soon\n  records_days: -1\nworking_hours:\n  hours: nine to five\n  zone: Jakarta\ndefault_region: de\ngateway: { port: 1, apps: [{ name: CRM, host: CRM, upstream: "http://c" }] }\n',
    )
    const { status, stderr } = run(['config', 'check', '--data', folder], {
      CLIENTKEEP_PORT: 'many',
    })
    expect(status).toBe(3)
    expect(stderr).toContain('unknown setting "colour"')
    expect(stderr).toContain('unknown setting "retention.event_days"; known here are events_days')
    expect(stderr).toContain('tls.mode: must be one of auto, always, never')
    expect(stderr).toContain('retention.alerts_days: must be integer')
    expect(stderr).toContain('port: must be integer (from CLIENTKEEP_PORT)')
    expect(stderr).toContain('working_hours.hours: "nine to five" are no working hours; write')
    expect(stderr).toContain('working_hours.zone: "Jakarta" is no time zone; write its IANA name')
    expect(stderr).toContain('default_region: must be written as DE')
    expect(stderr).toContain('gateway.apps.0.host: must be written as crm.firm.example')
    // Beyond the eight that the library gathers by itself.
    expect(stderr).toContain('retention.records_days: must be >= 0')
  })

  it('names the right code of a country, and takes a section that is empty for one that is not there', () => {
    const folder = mkdtempSync(join(dir, 'config-'))
    const check = (text: string) => {
      writeFileSync(join(folder, 'config.yaml'), text)
      return run(['config', 'check', '--data', folder])
    }
    const { status, stderr } = check('default_region: UK\naudit: { heads_file: /nope/heads }\n')
    expect(status).toBe(3)
    expect(stderr).toContain('default_region: "UK" is no code of ISO 3166-1; write GB')
    expect(check('audit: { heads_file: /nope/heads }\n').stderr).toContain(
      'audit.heads_file: /nope is not there',
    )
    expect(check('default_region: XX\n').stderr).toContain('"XX" is no country')
    const empty = check('port:\ntls:\n  #mode: never\nretention:\n  events_days:\n')
    expect(empty.stdout).toMatch(/^tls\.mode +"auto" +default$/m)
    expect(empty.stdout).toMatch(/^retention\.events_days +0 +default$/m)
  })

  it('names files that are not there, and a start with them ends', () => {
    const folder = mkdtempSync(join(dir, 'config-'))
    const text =
      'tls: { cert_file: /nope.pem }\nnotify:\n  channels: [{ type: webhook, name: a, url: "https://a.example", secret_file: /nope }]\n'
    writeFileSync(join(folder, 'config.yaml'), text)
    const checked = run(['config', 'check', '--data', folder])
    expect(checked.status).toBe(3)
    expect(checked.stderr).toContain('tls.cert_file: /nope.pem cannot be read (ENOENT)')
    expect(checked.stderr).toContain('notify.channels[0].secret_file: /nope cannot be read')
    writeFileSync(join(folder, 'config.yaml'), 'tls: { cert_file: /nope.pem }\n')
    const started = run(['collector', '--port', '0', '--data', folder])
    expect(started).toMatchObject({ status: 3, stderr: expect.stringContaining('go together') })
  })
})
