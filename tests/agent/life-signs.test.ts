/** Tampering leaves evidence: what happened to the agent while it could not look is told at its next start, once. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClockWatch, createCollectorClock } from '../../agent/clock.ts'
import { openInstallation } from '../../agent/installation.ts'
import { openLifeMark } from '../../agent/life-mark.ts'
import { startLifeSigns } from '../../agent/life-signs.ts'
import type { AlertList } from '../../events/api.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, eventually, startRig, tempDir } from '../collector/harness.ts'
import { startAgentProcess } from './agent-process.ts'

const key = Buffer.alloc(32, 7)
let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-life-'))
})
afterEach(async () => {
  await cleanUp()
  rmSync(dir, { recursive: true, force: true })
})

/** One life: what it told at its start, and a way to go on. */
async function live({ version = '1.0.0', isKnown = true, withKey = key } = {}) {
  const told: string[] = []
  const signs = startLifeSigns({
    version,
    isKnown,
    mark: openLifeMark(dir, withKey),
    installation: openInstallation(join(dir, 'program')),
    told: {
      changed: (reason, detail) => told.push(`${reason}: ${detail.replace(`${dir}/`, '')}`),
      clockSet: byMs => told.push(`clock ${Math.round(byMs / 3_600_000)} h`),
      lifecycle: activity => told.push(activity),
    },
  })
  await signs.checked
  return { told, signs }
}

function install() {
  mkdirSync(join(dir, 'program'))
  mkdirSync(join(dir, 'unit.d'))
  writeFileSync(join(dir, 'program', 'agent.mjs'), '')
  writeFileSync(join(dir, 'agent.service'), '[Service]')
  symlinkSync(join(dir, 'agent.service'), join(dir, 'wanted'))
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  const settings = [join(dir, 'agent.service'), join(dir, 'unit.d')]
  const manifest = {
    version: '1.0.0',
    files: { 'agent.mjs': empty },
    settings,
    enabled_link: join(dir, 'wanted'),
  }
  writeFileSync(join(dir, 'program', 'manifest.json'), JSON.stringify(manifest))
}

describe('a life', () => {
  it('that ended with a good-bye leaves nothing to tell', async () => {
    expect((await live({ isKnown: false })).told).toEqual([])
    const { signs } = await live()
    signs.stop()
    expect((await live()).told).toEqual([])
  })

  it('that ended without is told as a kill, once', async () => {
    await live({ isKnown: false })
    const next = await live()
    expect(next.told).toEqual([expect.stringMatching(/^killed: last alive 20/)])
    next.signs.stop()
    expect((await live()).told).toEqual([])
  })

  it('whose mark was taken away or written by somebody else is told', async () => {
    ;(await live({ isKnown: false })).signs.stop()
    rmSync(join(dir, 'life'))
    expect((await live()).told).toEqual(['files changed: the mark of its last life was taken away'])
    expect((await live({ withKey: Buffer.alloc(32, 8) })).told).toEqual([
      'files changed: the mark of its last life was written by somebody else',
    ])
  })
})

describe('an installation', () => {
  it('whose unit, drop-ins or program files change is told, while it runs and while it does not', async () => {
    install()
    const first = await live({ isKnown: false })
    expect(first.told).toEqual([])
    writeFileSync(join(dir, 'unit.d', 'override.conf'), '[Service]\nExecStart=/bin/true')
    first.signs.look()
    first.signs.look()
    expect(first.told).toEqual(['settings changed: unit.d/override.conf'])
    first.signs.stop()
    writeFileSync(join(dir, 'agent.service'), '[Service]\nUser=nobody')
    writeFileSync(join(dir, 'program', 'agent.mjs'), 'process.exit()')
    const second = await live()
    expect(second.told).toEqual(['settings changed: agent.service', 'files changed: agent.mjs'])
  })

  it('that is updated changes the unit of its package with it', async () => {
    install()
    ;(await live({ isKnown: false })).signs.stop()
    writeFileSync(join(dir, 'agent.service'), '[Service]\n# of the next version')
    expect((await live({ version: '1.0.1' })).told).toEqual(['Update'])
  })

  it('that no longer starts with the machine is told as disabled', async () => {
    install()
    const { told, signs } = await live({ isKnown: false })
    rmSync(join(dir, 'wanted'))
    signs.stop()
    expect(told).toEqual(['Disable'])
  })
})

describe('the clock', () => {
  it('that is set is told at the next look, and once it was set back while the agent was not there', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { told, signs } = await live({ isKnown: false })
    vi.setSystemTime(Date.now() + 7_200_000)
    signs.look()
    signs.look()
    expect(told).toEqual(['clock 2 h'])
    vi.useRealTimers()
    signs.stop()
    const tomorrow = Date.now() / 1000 + 86_400
    utimesSync(join(dir, 'life'), tomorrow, tomorrow)
    const second = await live()
    expect(second.told).toEqual(['clock -24 h'])
    second.signs.stop()
    expect((await live()).told).toEqual([])
  })

  it('is told when it is set, not when the machine slept', () => {
    let [wall, boot] = [1_000_000, 5000]
    const jump = createClockWatch(
      () => wall,
      () => boot,
    )
    wall += 3_600_000
    boot += 3_600_000
    expect(jump()).toBe(0)
    wall -= 86_400_000
    boot += 60_000
    expect(jump()).toBe(-86_460_000)
    expect(jump()).toBe(0)
  })

  it('is measured against the collector’s, to within what an answer can tell', () => {
    const changes: number[] = []
    const clock = createCollectorClock(skewMs => changes.push(skewMs))
    const at = Date.UTC(2026, 10, 25, 8)
    clock.measure(at, at + 100, undefined)
    clock.measure(at, at + 100, 'nonsense')
    expect(clock.skewMs).toBeUndefined()
    clock.measure(at, at + 100, new Date(at + 3_600_000).toUTCString())
    expect(clock.skewMs).toBe(3_600_450)
    clock.measure(at + 5000, at + 5900, new Date(at + 3_605_000).toUTCString())
    clock.measure(at + 9000, at + 9100, new Date(at + 9000).toUTCString())
    expect(changes).toEqual([3_600_450, 450])
  })
})

describe('an agent on a leaver’s endpoint', () => {
  it('that is killed is an alert when it is back, with what it had seen', async () => {
    const rig = await startRig()
    await fillCompany(rig)
    const watched = tempDir()
    const places = [{ path: watched, kind: 'folder', label: 'Desk' }]
    await rig.call('PUT', '/api/v1/policy/watch', { places, removable_drives: false })
    const url = await rig.collector.listen()
    const token = rig.collector.parts.access.newEnrolToken()
    const first = startAgentProcess(dir, url, { token })
    await first.says('"watching"')
    writeFileSync(join(watched, 'note.txt'), 'nothing in it')
    await eventually(async () => {
      const { body } = await rig.call<{ accounts: unknown[] }>('GET', '/api/v1/setup')
      return body.accounts[0]
    }, 'the file event')
    const last = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
    await rig.call(
      'POST',
      '/api/v1/people/import?file=people.csv',
      `EmailAddress,ResignationDate,LastWorkingDate,Name,Aliases\nlena@firm.example,2026-01-01,${last},Lena Moor,root@${hostname()}`,
    )
    await first.end('SIGKILL')
    const second = startAgentProcess(dir, url)
    const alert = await eventually(async () => {
      const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
      return body.alerts.find(({ addends }) =>
        addends.some(({ rule }) => rule === 'agent.tampered-on-leaver'),
      )
    }, 'an alert')
    expect(alert.person.departing).toBe(true)
    await second.end('SIGTERM')
  })
})
