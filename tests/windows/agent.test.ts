/** The agent on Windows, as far as Wine has it: its package, its service, and what an officer reads of sticks, copies and keys. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertDetail, AlertList } from '../../events/api.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { buildWindowsZip } from '../../packaging/windows/zip.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../collector/harness.ts'
import {
  nodeArgs,
  noWine,
  plugDrive,
  programData,
  runWindows,
  stopWindows,
  unplugDrive,
  until,
  windowsPath,
  windowsRuntime,
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
    return batches.flatMap(({ lines }) => lines.map(({ body }) => JSON.parse(body)))
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
    stick = join(dir, 'stick')
    mkdirSync(stick)
    rig = await startRig()
    await fillCompany(rig)
    await rig.call('POST', '/api/v1/people/import?file=leaver.csv', people())
    await rig.call('PUT', '/api/v1/policy/watch', { places: [], removable_drives: true })
    const zip = await buildWindowsZip({ out: dir, runtime: windowsRuntime, isFast: true })
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
      mkdirSync(join(dir, name, '..'), { recursive: true })
      writeFileSync(join(dir, name), bytes)
    }
    const folder = join(dir, 'clientkeep-agent')
    agent = [join(folder, 'bin', 'node.exe'), join(folder, 'lib', 'agent.js')].map(windowsPath)
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

  it('tells a copy to the clipboard with its program, and leaves secrets alone', async () => {
    await said('listening to the clipboard')
    const list = join(dir, 'list.txt')
    writeFileSync(list, customers(60))
    await runWindows(nodeArgs('tests/windows/copy.ts', 'secret', windowsPath(list)), dir)
    writeFileSync(list, customers(50))
    await runWindows(nodeArgs('tests/windows/copy.ts', 'text', windowsPath(list)), dir)
    const alert = await alertOf('clipboard.bulk-by-leaver')
    expect(alert).toMatchObject({ places: [{ kind: 'clipboard', label: 'node.exe' }] })
    const { body } = await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert.id}`)
    const copied = body.findings.flatMap(({ evidence }) => evidence).filter(({ app }) => app)
    expect(copied).toMatchObject([{ app: 'node.exe', customers: 50 }])
  })
})
