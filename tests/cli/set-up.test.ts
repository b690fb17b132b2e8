/** The set-up of packages, interrupted at its worst moment: what was there stays, and the next start does it again. With an npm that is a few lines. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventually } from '../collector/harness.ts'

const project = join(import.meta.dirname, '..', '..')
const folders = [
  'agent',
  'cli',
  'collector',
  'content',
  'dashboard',
  'evaluation',
  'events',
  'rules',
]
let base = ''
let root = ''
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'clientkeep-set-up-'))
  root = join(base, 'project')
  for (const name of folders) mkdirSync(join(root, name), { recursive: true })
  for (const name of ['clientkeep', 'setup.mjs', 'install-packages.mjs', 'runtime.mjs'])
    copyFileSync(join(project, name), join(root, name))
  writeFileSync(join(root, 'clientkeep.ts'), '')
  for (const name of ['package.json', 'package-lock.json']) writeFileSync(join(root, name), '{}')
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

/** Empties the packages of the folder it is given, as npm's clean install does; then `end` brings them or waits. */
function npm(end: 'brings them' | 'waits') {
  const path = join(base, 'npm.cjs')
  writeFileSync(
    path,
    `const fs = require('node:fs')
    const to = process.argv[process.argv.indexOf('--prefix') + 1] + '/node_modules'
    fs.rmSync(to, { recursive: true, force: true })
    fs.mkdirSync(to + '/.bin', { recursive: true })
    if (${end === 'waits'}) setTimeout(() => {}, 60_000)
    else fs.writeFileSync(to + '/.bin/node', '#!/bin/sh\\necho started "$@"\\n', { mode: 0o755 })`,
  )
  return { ...process.env, npm_execpath: path }
}

const program = [join('setup.mjs'), 'run', 'program']
const start = () =>
  spawnSync(process.execPath, program, { cwd: root, encoding: 'utf8', env: npm('brings them') })
const leftovers = () => readdirSync(root).filter(name => name.startsWith('.setup-'))

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'that is ended by %s leaves the packages as they were, and is done again at the next start',
  async signal => {
    mkdirSync(join(root, 'node_modules', 'old'), { recursive: true })
    const first = spawn(process.execPath, program, {
      cwd: root,
      env: npm('waits'),
      stdio: 'ignore',
      detached: true,
    })
    await eventually(() => {
      const [left] = leftovers()
      return left !== undefined && existsSync(join(root, left, 'node_modules')) ? true : undefined
    }, 'the installation to have begun')
    const gone = once(first, 'exit')
    // A terminal and timeout(1) end all of it; a kill, the one alone.
    process.kill(signal === 'SIGKILL' ? (first.pid ?? 0) : -(first.pid ?? 0), signal)
    await gone
    expect(existsSync(join(root, 'node_modules', 'old'))).toBe(true)

    const second = start()
    expect(second.stderr).toContain('The last set-up did not finish; what it left is removed.')
    expect(second.stdout).toContain('started --import')
    expect(existsSync(join(root, 'node_modules', 'old'))).toBe(false)
    expect(leftovers()).toEqual([])
    const third = start()
    expect(third.stderr).toBe('')
    expect(third.stdout).toContain('started --import')
    try {
      process.kill(-(first.pid ?? 0), 'SIGKILL')
    } catch {}
  },
)

it('is done by the command itself, until nothing is left to do, and again when the packages change', () => {
  const command = () =>
    spawnSync('sh', [join(root, 'clientkeep'), 'doctor'], {
      encoding: 'utf8',
      env: { ...npm('brings them'), PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
    })
  start()
  const first = command()
  expect(first.stderr).toContain('Compiling')
  expect(first.stdout).toContain('clientkeep.ts doctor')
  expect(command().stderr).toBe('')
  writeFileSync(join(root, 'package-lock.json'), '{"changed":true}')
  const { stderr, status } = command()
  expect(stderr).toContain('Installing packages')
  expect(stderr).not.toContain('did not finish')
  expect(status).toBe(0)
})
