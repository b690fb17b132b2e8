/** The agent on Windows, as far as Wine has it: its package, its service, and what an officer reads of sticks, copies and keys. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Static } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyOf } from '../../collector/journal/journal.ts'
import type { AlertDetail, AlertList } from '../../events/api.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import type { HeldFileList } from '../../events/held.ts'
import { urgentSeqFirst } from '../../events/wire.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../collector/harness.ts'
import { unpackAgent } from './package.ts'
import {
  act,
  bootWindows,
  nodeArgs,
  noWine,
  plugDrive,
  plugUsb,
  processesWith,
  programData,
  runWindows,
  startWindows,
  stopWindows,
  unplugDrive,
  unplugUsb,
  until,
  windowsPath,
} from './wine.ts'

if (noWine) console.warn(`skipped, the agent on Windows: ${noWine}`)

const people = () => {
  const last = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
  const aliases = `${userInfo().username}@${hostname()}`
  return `EmailAddress,ResignationDate,LastWorkingDate,Name,Aliases\nlena@firm.example,2026-01-01,${last},Lena Moor,${aliases}`
}
/** The number that formatting gives, as Wine makes one up. */
const serial = expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/)
const customers = (count: number): string =>
  Array.from({ length: count }, (_, index) => `c${index}@firm${index}.example`).join('\r\n')

interface Told {
  readonly class_uid: number
  readonly activity_name: string
  readonly peripheral_device?: { readonly name: string; readonly serial_number?: string }
  readonly file?: { readonly name: string }
  readonly app?: { readonly name: string }
  readonly unmapped?: {
    readonly clientkeep: Readonly<Record<string, unknown>>
  }
}

describe.skipIf(noWine)('the agent on Windows', { timeout: 120_000 }, () => {
  let rig: Rig
  let dir = ''
  let agent: string[] = []
  const installed = 'C:\\Program Files\\Clientkeep Agent'
  const desk = [`${installed}\\bin\\node.exe`, `${installed}\\lib\\desk.js`]
  let stick = ''
  const log = () => {
    const path = join(programData, 'agent', 'agent.log')
    return existsSync(path) ? readFileSync(path, 'utf8') : ''
  }
  const said = (text: string) =>
    until(
      () => log().includes(text) || undefined,
      () => `"${text}" in\n${log()}`,
    )
  const told = async (): Promise<Told[]> => {
    const batches = await rig.collector.parts.journal.readEvents(0, 100_000)
    return batches.flatMap(({ lines }) => lines.map(line => JSON.parse(bodyOf(line))))
  }
  const tells = (what: string, is: (event: Told) => boolean) =>
    until(
      async () => (await told()).find(is),
      () => `${what}; the agent said:\n${log()}`,
    )
  const alertOf = (rule: string) =>
    until(
      async () => {
        const lists = await Promise.all(
          ['', '?status=watched'].map(which =>
            rig.call<AlertList>('GET', `/api/v1/alerts${which}`),
          ),
        )
        const all = lists.flatMap(({ body }) => body.alerts)
        return all.find(({ addends }) => addends.some(each => each.rule === rule))
      },
      () => `an alert by ${rule}; the agent said:\n${log()}`,
    )

  beforeAll(async () => {
    dir = tempDir()
    await bootWindows(dir)
    // What a test that was cut short left behind.
    await runWindows(['sc', 'delete', 'ClientkeepAgent'], dir).catch(() => undefined)
    rmSync(programData, { recursive: true, force: true })
    stick = join(dir, 'stick')
    mkdirSync(stick)
    rig = await startRig()
    await fillCompany(rig)
    await rig.call('POST', '/api/v1/people/import?file=leaver.csv', people())
    await rig.call('PUT', '/api/v1/policy/watch', { places: [], removable_drives: true })
    agent = await unpackAgent(dir)
  }, 60_000)
  afterAll(async () => {
    if (!noWine) await runWindows([...agent, 'uninstall', '--remove-data'], dir).catch(() => {})
    await stopWindows()
    await cleanUp()
  })

  it('is installed as a service that enrols with its token', async () => {
    const url = await rig.collector.listen()
    const token = writeEnrolToken({ url, token: rig.collector.parts.access.newEnrolToken() })
    const env = { CLIENTKEEP_ENROL_TOKEN: token }
    expect(await runWindows([...agent, 'install'], dir, env)).toContain('is installed and runs')
    await said('agent started')
    await tells('a start', ({ activity_name }) => activity_name === 'Start')
    expect(await runWindows(['sc', 'query', 'ClientkeepAgent'], dir)).toContain('RUNNING')
    await until(() => (/"filter":"(?!none)/.test(log()) ? true : undefined), log)
  })

  it('tells a stick that is plugged in, and a copy to it with the person, the drive and how many', async () => {
    await plugDrive(dir, 'E', { folder: stick, label: 'HOLIDAY' })
    const plugged = await tells(
      'the stick',
      ({ activity_name, class_uid }) => class_uid === 1010 && activity_name === 'Connect',
    )
    expect(plugged).toMatchObject({
      unmapped: {
        clientkeep: {
          peripheral: { kind: 'storage', volumes: [{ device: 'E:', uuid: serial }] },
        },
      },
    })
    await said('"path":"E:\\\\"')
    writeFileSync(join(dir, 'base.csv'), customers(120))
    await runWindows(
      ['cmd', '/c', 'copy', windowsPath(join(dir, 'base.csv')), 'E:\\my clients.csv'],
      dir,
    )
    const alert = await alertOf('usb.customers-copied-by-leaver')
    expect(alert).toMatchObject({
      customers: 120,
      headline: '120 customers copied to removable media "HOLIDAY (E:)" in my clients.csv',
      places: [{ kind: 'removable', label: 'HOLIDAY (E:)' }],
      person: { departing: true },
    })
    const file = await tells('the file', ({ file }) => file?.name === 'my clients.csv')
    expect(file).toMatchObject({
      activity_name: 'Create',
      unmapped: { clientkeep: { drive: { uuid: serial, identity: { quality: 'none' } } } },
    })
    await unplugDrive(dir, 'E')
    await tells(
      'the stick gone',
      ({ activity_name, class_uid }) => class_uid === 1010 && activity_name === 'Disconnect',
    )
  })

  it('keeps a copy that holds too many, leaves a note, and gives it back when an officer says so', async () => {
    await rig.call('PUT', '/api/v1/policy/watch', {
      ...{ places: [], removable_drives: true },
      holds: { mode: 'hold', customers_max: 10, kinds: ['removable'], ask: 'the desk' },
    })
    const wanted = rig.collector.parts.policies.version
    const inForce = () =>
      [...log().matchAll(/"version":(\d+),.*policy in force/g)].map(([, version]) =>
        Number(version),
      )
    await until(
      () => inForce().some(version => version >= wanted) || undefined,
      () => `policy ${wanted}; the agent said:\n${log()}`,
    )
    await plugDrive(dir, 'E', { folder: stick, label: 'HOLIDAY' })
    const [source, file] = [join(dir, 'more.csv'), join(stick, 'more.csv')]
    writeFileSync(source, customers(60))
    await runWindows(['cmd', '/c', 'copy', windowsPath(source), 'E:\\more.csv'], dir)
    const note = join(stick, 'more.csv - Clientkeep.txt')
    await until(
      () => (existsSync(note) && readFileSync(note).length > 0 ? true : undefined),
      () => `the note; the agent said:\n${log()}`,
    )
    const held = await tells(
      'the hold',
      ({ file, unmapped }) => file?.name === 'more.csv' && unmapped?.clientkeep.hold !== undefined,
    )
    expect(held).toMatchObject({
      unmapped: { clientkeep: { hold: { state: 'held', customers: 60 } } },
    })
    expect(existsSync(file)).toBe(false)
    expect(readFileSync(note, 'utf8')).toContain('the desk')
    const ours = await until(
      async () => {
        const { body } = await rig.call<Static<typeof HeldFileList>>('GET', '/api/v1/held-files')
        return body.files.find(({ path }) => path.endsWith('more.csv'))
      },
      () => 'the held file in the list',
    )
    await rig.call('POST', `/api/v1/held-files/${ours.id}/decision`, {
      ...{ action: 'release', reason: 'agreed with her manager' },
    })
    await until(
      () => (existsSync(file) && !existsSync(note) ? true : undefined),
      () => `the file; the agent said:\n${log()}`,
    )
    expect(readFileSync(file, 'utf8')).toBe(customers(60))
    await unplugDrive(dir, 'E')
  })

  it('tells a copy to the clipboard with its program, and leaves secrets alone', async () => {
    // As its task does in each session.
    startWindows(desk, { logDir: dir })
    await said('listening to the clipboard')
    const list = join(dir, 'list.txt')
    writeFileSync(list, customers(60))
    await runWindows(nodeArgs('tests/windows/copy.ts', 'secret', windowsPath(list)), dir)
    writeFileSync(list, customers(50))
    await runWindows(nodeArgs('tests/windows/copy.ts', 'text', windowsPath(list)), dir)
    const alert = await alertOf('clipboard.bulk-by-leaver')
    expect(alert.places).toContainEqual({ kind: 'clipboard', label: 'node.exe' })
    const { body } = await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert.id}`)
    const copied = body.findings.flatMap(({ evidence }) => evidence).filter(({ app }) => app)
    expect(copied).toMatchObject([{ app: 'node.exe', customers: 50 }])
  })
  it('tells a key that is plugged in and out, known by what Windows says of its parts', async () => {
    const container = '{6b5a1f0e-0000-4000-8000-000000000001}'
    const model = 'VID_1050&PID_0407'
    const key = {
      [`USB\\${model}\\0012345678`]: {
        DeviceDesc: 'YubiKey OTP+FIDO+CCID',
        Mfg: 'Yubico',
        CompatibleIDs: ['USB\\COMPOSITE'],
        ContainerID: container,
        Capabilities: 0x14,
        ClassGUID: '{36fc9e60-c465-11cf-8056-444553540000}',
      },
      [`HID\\${model}&MI_01\\8&1A2B&0&0000`]: {
        DeviceDesc: 'HID-compliant fido',
        HardwareID: [`HID\\${model}&MI_01`, 'HID_DEVICE_UP:F1D0_U:0001', 'HID_DEVICE'],
        ContainerID: container,
        ClassGUID: '{745a17a0-74d3-11d0-b6fe-00a0c90f57da}',
      },
    }
    await plugUsb(dir, key)
    const isKey = (activity: string) => (event: Told) =>
      event.activity_name === activity && event.peripheral_device?.name === 'YubiKey OTP+FIDO+CCID'
    expect(await tells('the key', isKey('Connect'))).toMatchObject({
      peripheral_device: { serial_number: '0012345678' },
      unmapped: {
        clientkeep: {
          peripheral: {
            kind: 'security-key',
            key: 'fido',
            identity: { quality: 'strong' },
            vendor_id: '1050',
            product_id: '0407',
          },
        },
      },
    })
    await unplugUsb(dir, Object.keys(key))
    await tells('the key gone', isKey('Disconnect'))
  })

  it('loses nothing that it numbered when it is killed in a storm, and tells that it was killed', async () => {
    await plugDrive(dir, 'F', { folder: stick, label: 'STORM' })
    await said('"path":"F:\\\\"')
    const storm = act(dir, 'storm', 'F:\\', '300', 'storm')
    const ofStorm = async () =>
      (await told()).filter(({ file }) => file?.name.startsWith('storm')).length
    await until(async () => (await ofStorm()) > 20 || undefined, log)
    const [service = 0] = processesWith('agent.js', 'service')
    process.kill(service, 'SIGKILL')
    await storm
    await until(
      () => processesWith('agent.js', 'service').length === 0 || undefined,
      () => 'its end',
    )
    const before = await ofStorm()
    await until(
      () => runWindows(['sc', 'start', 'ClientkeepAgent'], dir).catch(() => undefined),
      () => 'a start after the kill',
    )
    await tells('the kill', ({ unmapped }) =>
      JSON.stringify(unmapped?.clientkeep.degradation ?? '').includes('killed'),
    )
    const backlog = join(programData, 'agent', 'sensors', 'files', 'backlog')
    expect(readdirSync(backlog).length).toBeGreaterThan(0)
    expect(await ofStorm()).toBeGreaterThanOrEqual(before)
    const batches = await rig.collector.parts.journal.readEvents(0, 100_000)
    const seqs = batches.flatMap(({ lines }) => lines.map(({ seq }) => seq))
    expect(new Set(seqs).size).toBe(seqs.length)
    const series = [
      seqs.filter(seq => seq >= urgentSeqFirst),
      seqs.filter(seq => seq < urgentSeqFirst),
    ]
    for (const numbers of series)
      expect(numbers.toSorted((a, b) => a - b)).toEqual(
        numbers.map((_, index) => Math.min(...numbers) + index),
      )
    await unplugDrive(dir, 'F')
  })

  it('says how it is to an administrator', async () => {
    const report = await runWindows([...agent, 'doctor'], dir)
    for (const words of ['enrolled', 'sealed by Windows (DPAPI)', 'as the package brought them'])
      expect(report).toContain(words)
    expect(report).toMatch(/weak\s+Sensing\s+which program wrote a file is not known/)
  })

  it('tells the collector that it is removed, and leaves no service', async () => {
    expect(await runWindows([...agent, 'uninstall', '--remove-data'], dir)).toContain('is removed')
    await tells('the removal', ({ activity_name }) => activity_name === 'Remove')
    await expect(runWindows(['sc', 'query', 'ClientkeepAgent'], dir)).rejects.toThrow('ended with')
    expect(existsSync(join(programData, 'agent'))).toBe(false)
  })
})
