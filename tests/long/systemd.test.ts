/** The agent's package under a real systemd: what the unit takes away must not be what the agent needs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyOf } from '../../collector/journal/journal.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { buildDeb } from '../../packaging/deb.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, type Rig, startRig } from '../collector/harness.ts'
import { bootSystemd, noSystemdRoot, type SystemdRoot } from '../packaging/systemd-root.ts'

const service = 'clientkeep-agent.service'
const volume = '/media/volume'
const waitMsMax = 180_000
const restrict = join(import.meta.dirname, '../../agent/platform/linux/restrict.ts')
if (noSystemdRoot !== undefined) console.warn(`skipped: the agent under systemd (${noSystemdRoot})`)

interface Told {
  readonly activity_name?: string
  readonly actor?: {
    readonly user: { readonly name: string }
    readonly process?: { readonly name: string }
  }
  readonly file?: { readonly name: string }
  readonly unmapped?: {
    readonly clientkeep?: {
      readonly degradation?: {
        readonly sensor: string
        readonly reason: string
        readonly detail?: string
      }
      readonly scan?: { readonly status: string; readonly candidates: number }
      readonly hold?: { readonly state: string }
    }
  }
}

describe.skipIf(noSystemdRoot !== undefined)('the package under systemd', () => {
  // In a folder that the machine sees: it has a /tmp of its own.
  const packages = mkdtempSync('/var/tmp/clientkeep-packages-')
  let machine: SystemdRoot
  let rig: Rig
  const debs = { first: '', second: '' }

  const told = async (): Promise<Told[]> => {
    const batches = await rig.collector.parts.journal.readEvents(0, 10_000)
    return batches.flatMap(({ lines }) => lines.map(line => JSON.parse(bodyOf(line))))
  }
  async function until<T>(
    look: () => Promise<T | undefined> | T | undefined,
    what: string,
  ): Promise<T> {
    for (const deadline = Date.now() + waitMsMax; ; await delay(100)) {
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() > deadline) {
        const said = await machine.run(`journalctl -u ${service} --no-pager | tail -n 60`)
        throw new Error(`waited ${waitMsMax / 1000} seconds for ${what}; systemd said:\n${said}`)
      }
    }
  }
  const tells = (what: string, is: (event: Told) => boolean) =>
    until(async () => (await told()).find(is), what)
  const degradations = async () =>
    (await told()).flatMap(({ unmapped }) => unmapped?.clientkeep?.degradation ?? [])
  const property = (name: string) => machine.run(`systemctl show --value -p ${name} ${service}`)
  /** Resolves when the service runs again with another process. */
  const restarted = (before: string) =>
    until(async () => {
      const [pid, state] = [await property('MainPID'), await property('SubState')]
      return pid !== before && pid !== '0' && state === 'running' ? pid : undefined
    }, 'a new process')

  beforeAll(async () => {
    debs.first = await buildDeb({ out: join(packages, '1'), version: '1.0.0', isFast: true })
    debs.second = await buildDeb({ out: join(packages, '2'), version: '1.0.1', isFast: true })
    rig = await startRig()
    await fillCompany(rig)
    const holds = { customers_max: 10, kinds: ['cloud-sync'], ask: 'the desk' }
    const { status } = await rig.call('PUT', '/api/v1/policy/watch', {
      places: [{ path: '/home/anna', kind: 'cloud-sync', label: 'Home' }],
      removable_drives: false,
      holds: { mode: 'hold', ...holds },
    })
    expect(status).toBe(200)
    machine = await bootSystemd()
    await machine.run('useradd --create-home anna')
  }, 300_000)
  afterAll(async () => {
    machine?.close()
    await cleanUp()
    rmSync(packages, { recursive: true, force: true })
  })

  it('is installed, enrolled and ready, speaks to the watchdog, with its key sealed by the machine', async () => {
    await machine.run(`dpkg --install ${debs.first}`)
    expect(await property('ActiveState')).toBe('inactive')
    const { port } = new URL(await rig.collector.listen())
    const token = rig.collector.parts.access.newEnrolToken()
    const full = writeEnrolToken({ url: `http://127.0.0.1:${port}`, token })
    await machine.run(`echo '${full}' | clientkeep-agent enrol`)
    await machine.run(`systemctl start ${service}`)
    expect(await property('SubState')).toBe('running')
    await tells('a start', ({ activity_name }) => activity_name === 'Start')
    const first = Number(await property('WatchdogTimestampMonotonic'))
    await until(
      async () => (Number(await property('WatchdogTimestampMonotonic')) > first ? true : undefined),
      'a word to the watchdog',
    )
    const key = 'cat /var/lib/clientkeep-agent/agent.key'
    expect(JSON.parse(await machine.run(key))).toMatchObject({ sealed: true })
  })

  it('sees who writes a file, reads it in a confined reader, and holds it', async () => {
    await until(async () => {
      const said = await machine.run(`journalctl -u ${service} -o cat --no-pager`)
      return said.includes('"watching"') ? true : undefined
    }, 'watching')
    const rows = 'echo Email; for c in $(seq 0 29); do echo c$c@firm$c.example; done'
    await machine.run(`(${rows}) > /tmp/base.csv; chmod 644 /tmp/base.csv
      runuser -u anna -- bash -c 'echo "$(cat /tmp/base.csv)" > /home/anna/base.csv'`)
    const { actor, unmapped } = await tells('the file', ({ file }) => file?.name === 'base.csv')
    expect(unmapped?.clientkeep?.scan).toMatchObject({ status: 'complete' })
    expect(unmapped?.clientkeep?.scan?.candidates).toBeGreaterThanOrEqual(29)
    expect(actor).toMatchObject({ user: { name: 'anna' }, process: { name: 'bash' } })
    expect(unmapped?.clientkeep?.hold).toMatchObject({ state: 'held' })
    expect(await machine.run("cat '/home/anna/base.csv - Clientkeep.txt'")).toContain('the desk')
    expect((await degradations()).filter(({ sensor }) => sensor === 'files')).toEqual([])
  })

  it.each([
    ['read-only', ' ro,'],
    ['deny', undefined],
  ] as const)('makes a volume %s for everybody, from within its sandbox', async (access, state) => {
    // No drive can be plugged in here: the same code as a service that differs from the agent's in its command alone.
    const code = `import(process.argv[1]).then(({ restrictVolume }) => restrictVolume('${volume}', '${access}')).then(console.log)`
    await machine.run(`
      mkdir -p ${volume} && mount -t tmpfs volume ${volume}
      printf '%s\\n' "exec /opt/clientkeep-agent/bin/node -e \\"${code}\\" ${restrict}" > /restrict.sh
      sed -e '/^ExecStart=/s/=.*/=sh \\/restrict.sh/' -e '/^Type=/s/=.*/=oneshot\\nStandardOutput=truncate:\\/restrict.out/' \\
        -e '/^\\(Restart\\|Watchdog\\|Condition\\|NotifyAccess\\)/d' /lib/systemd/system/${service} > /run/systemd/system/restrict.service
      systemctl daemon-reload; systemctl start restrict.service`)
    expect(await machine.run('cat /restrict.out')).toBe('undefined')
    const mounts = (await machine.run('cat /proc/1/mountinfo')).split('\n')
    const mount = mounts.find(line => line.includes(` ${volume} `))
    if (state === undefined) expect(mount).toBeUndefined()
    else expect(mount).toContain(state)
    await machine.run(`umount ${volume} || true`)
  })

  it('is started again when it is killed, and when it hangs, and tells what was changed meanwhile', async () => {
    const before = Number(await property('NRestarts'))
    const dropIns = `/run/systemd/system/${service}.d`
    for (const [signal, meanwhile] of [
      ['KILL', `mkdir -p ${dropIns}; echo '[Service]' > ${dropIns}/x.conf`],
      ['STOP', `rm -r ${dropIns}`],
    ] as const) {
      const pid = await property('MainPID')
      await machine.run(`kill -${signal} ${pid}; ${meanwhile}`)
      await restarted(pid)
    }
    expect(Number(await property('NRestarts'))).toBe(before + 2)
    await until(async () => {
      const reasons = (await degradations()).map(({ reason }) => reason)
      const count = (wanted: string) => reasons.filter(reason => reason === wanted).length
      return count('killed') === 2 && count('settings changed') === 2 ? true : undefined
    }, 'two words of it, and of the settings that were changed meanwhile')
  })

  it('is updated without a word of tampering, removed with a last word, and purged', async () => {
    const before = (await degradations()).length
    const pid = await property('MainPID')
    await machine.run(`dpkg --install ${debs.second}`)
    await restarted(pid)
    await tells('an update', ({ activity_name }) => activity_name === 'Update')
    const since = (await degradations()).slice(before)
    expect(since.filter(({ sensor }) => sensor === 'agent')).toEqual([])
    await machine.run('dpkg --remove clientkeep-agent')
    await tells('its removal', ({ activity_name }) => activity_name === 'Remove')
    await machine.run('dpkg --purge clientkeep-agent')
    const left = [
      '/var/lib/clientkeep-agent',
      '/etc/clientkeep/agent.cred',
      '/opt/clientkeep-agent',
    ]
    expect(await machine.run(`ls -d ${left.join(' ')} 2>/dev/null || true`)).toBe('')
    expect(await machine.run(`systemctl is-enabled ${service} 2>&1 || true`)).not.toBe('enabled')
  })
})
