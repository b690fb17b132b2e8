/** The agent's package: installs without a network, works from nothing but itself, is updated, and tells that it is removed. */
import type { ChildProcess } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyOf } from '../../collector/journal/journal.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { buildDeb } from '../../packaging/deb.ts'
import { customersCsv } from '../collector/company.ts'
import { cleanUp, eventually, type Rig, startRig, tempDir } from '../collector/harness.ts'
import { noThrowAwayRoot, type ThrowAwayRoot, throwAwayRoot } from './throw-away-root.ts'
import { startUnit } from './unit.ts'

if (noThrowAwayRoot !== undefined) console.warn(`skipped: the agent's package (${noThrowAwayRoot})`)
const unit = 'lib/systemd/system/clientkeep-agent.service'
const watched = 'srv/desk'

interface Told {
  readonly activity_name: string
  readonly actor?: { readonly user: { readonly name: string } }
  readonly file?: { readonly name: string }
  readonly unmapped?: {
    readonly clientkeep: {
      readonly degradation?: {
        readonly sensor: string
        readonly reason: string
        readonly detail?: string
      }
      readonly scan?: { readonly status: string; readonly candidates: number }
    }
  }
}

describe.skipIf(noThrowAwayRoot !== undefined)('the package of the agent', () => {
  let root: ThrowAwayRoot
  let rig: Rig
  let service: ChildProcess | undefined
  let said = ''

  const install = async (version: string) => {
    const deb = await buildDeb({ out: tempDir(), version, isFast: true })
    mkdirSync(join(root.path, 'tmp'), { recursive: true })
    writeFileSync(join(root.path, 'tmp', 'agent.deb'), readFileSync(deb))
    return root.run('dpkg', ['--install', '/tmp/agent.deb'])
  }
  const start = () => {
    service = startUnit(root, unit)
    for (const stream of [service.stdout, service.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
  }
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>(resolve => {
      if (!service || service.exitCode !== null) return resolve()
      service.once('exit', () => resolve())
      service.kill(signal)
    })
  /** All that agents told so far, oldest first. */
  const told = async (): Promise<Told[]> => {
    const batches = await rig.collector.parts.journal.readEvents(0, 10_000)
    return batches.flatMap(({ lines }) => lines.map(line => JSON.parse(bodyOf(line))))
  }
  const tells = (what: string, is: (event: Told) => boolean) =>
    eventually(async () => (await told()).find(is), `${what}; the agent said:\n${said}`)
  const degradation = ({ unmapped }: Told) => unmapped?.clientkeep.degradation

  beforeAll(async () => {
    root = await throwAwayRoot()
    rig = await startRig()
    await rig.call('POST', '/api/v1/customers/import?file=base.csv', customersCsv)
    mkdirSync(join(root.path, watched), { mode: 0o700, recursive: true })
    const places = [{ path: `/${watched}`, kind: 'folder', label: 'Desk' }]
    await rig.call('PUT', '/api/v1/policy/watch', { places, removable_drives: false })
  }, 60_000)
  afterAll(async () => {
    await end('SIGKILL')
    await cleanUp()
    await root.remove()
  })

  it('installs, enrols and sees a file, with what it brought alone', {
    timeout: 120_000,
  }, async () => {
    await install('1.0.0')
    const url = await rig.collector.listen()
    const token = writeEnrolToken({ url, token: rig.collector.parts.access.newEnrolToken() })
    expect(await root.run('clientkeep-agent', ['enrol'], token)).toContain('Enrolled')
    start()
    await tells('a start', ({ activity_name }) => activity_name === 'Start')
    await eventually(() => (said.includes('"watching"') ? true : undefined), 'watching')
    const rows = customersCsv.split('\n').slice(0, 30).join('\n')
    writeFileSync(join(root.path, watched, 'base.csv'), rows, { mode: 0o600 })
    const { unmapped, actor } = await tells('the file', ({ file }) => file?.name === 'base.csv')
    expect(unmapped?.clientkeep.scan).toMatchObject({ status: 'complete' })
    expect(unmapped?.clientkeep.scan?.candidates).toBeGreaterThanOrEqual(29)
    expect(actor?.user.name).toBe('root')
    expect((await told()).map(degradation).filter(each => each?.sensor === 'agent')).toEqual([])
  })

  it('runs as its own account with the capabilities of its unit, and no more', () => {
    const status = readFileSync(`/proc/${service?.pid}/status`, 'utf8')
    const of = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? ''
    expect(Number(of('Uid'))).toBeGreaterThan(0)
    const bits = [0, 1, 2, 3, 5, 6, 7, 8, 12, 18, 19, 21].reduce((sum, bit) => sum + 2 ** bit, 0)
    for (const set of ['CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect(Number.parseInt(of(set), 16)).toBe(bits)
    expect(of('NoNewPrivs')).toBe('1')
  })

  it('is updated without a word of tampering', { timeout: 120_000 }, async () => {
    await end('SIGTERM')
    await install('1.0.1')
    start()
    await tells('a stop', ({ activity_name }) => activity_name === 'Stop')
    await tells('an update', ({ activity_name }) => activity_name === 'Update')
    await tells('a second start', event => event.activity_name === 'Start' && event !== undefined)
    expect((await told()).map(degradation).filter(each => each?.sensor === 'agent')).toEqual([])
  })

  it('tells that a program file, the unit and the settings were changed, and that it was killed', async () => {
    await end('SIGKILL')
    appendFileSync(join(root.path, 'opt/clientkeep-agent/lib/agent.js'), '\n')
    appendFileSync(join(root.path, 'etc/clientkeep/agent.conf'), '\nNODE_OPTIONS=\n')
    for (const dropIns of ['clientkeep-agent.service.d', 'service.d']) {
      const folder = join(root.path, 'etc/systemd/system', dropIns)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'x.conf'), '[Service]\nExecStart=\n')
    }
    start()
    for (const [reason, detail] of [
      ['killed', 'last alive'],
      ['files changed', 'lib/agent.js'],
      ['settings changed', 'clientkeep-agent.service.d/x.conf'],
      ['settings changed', '/system/service.d/x.conf'],
      ['settings changed', 'agent.conf'],
    ] as const) {
      const event = await tells(`${reason}: ${detail}`, each => {
        const found = degradation(each)
        return found?.reason === reason && found.detail?.includes(detail) === true
      })
      expect(degradation(event)).toMatchObject({ sensor: 'agent' })
    }
  })

  it('is removed with a last word, and purged without a trace', async () => {
    await end('SIGTERM')
    await root.run('dpkg', ['--remove', 'clientkeep-agent'])
    await tells('its removal', ({ activity_name }) => activity_name === 'Remove')
    expect(existsSync(join(root.path, 'var/lib/clientkeep-agent/spool'))).toBe(true)
    await root.run('dpkg', ['--purge', 'clientkeep-agent'])
    for (const left of [
      'var/lib/clientkeep-agent',
      'opt/clientkeep-agent',
      'etc/clientkeep/agent.conf',
    ])
      expect(existsSync(join(root.path, left))).toBe(false)
    expect(readFileSync(join(root.path, 'etc/passwd'), 'utf8')).not.toContain('clientkeep-')
  })
})
