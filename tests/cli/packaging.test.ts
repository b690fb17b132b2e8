/** The service file is one that systemd takes. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const unit = join(import.meta.dirname, '..', '..', 'packaging', 'clientkeep.service')
const isThere = spawnSync('systemd-analyze', ['--version']).status === 0
if (!isThere) console.warn('skipped: check of the service file (systemd-analyze is not here)')

it.skipIf(!isThere)('the service file has no fault that systemd finds', () => {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-unit-'))
  try {
    const program = join(dir, 'clientkeep')
    writeFileSync(program, '#!/bin/sh\n')
    chmodSync(program, 0o755)
    const copy = join(dir, 'clientkeep.service')
    const text = readFileSync(unit, 'utf8').replaceAll('/opt/clientkeep/clientkeep', program)
    writeFileSync(copy, text.replace(/^Documentation=.*$/m, ''))
    const run = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' })
    const said = run.stderr.split('\n').filter(line => line.includes(dir))
    expect(said).toEqual([])
    expect(run.status).toBe(0)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
