/** What an administrator looks at and decides, through the API: enrolment, devices, the policy before it is set, the base, backups, the record. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  AgentPackages,
  AuditList,
  BackupList,
  CustomerBaseState,
  Enrolment,
  PolicyHistory,
  PolicyPreview,
} from '../../events/admin.ts'
import type { DeviceList, DeviceSeen } from '../../events/devices.ts'
import { readEnrolToken } from '../../events/enrol-token.ts'
import { peripheralActivity } from '../../events/peripheral-activity.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import { fileEvent, origin, scan } from '../events/samples.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

let rig: Rig
let agent: Awaited<ReturnType<typeof enrolAgent>>
let seq = 0
const nextSeq = (): number => {
  seq += 1
  return seq
}

const plug = (serial: string | undefined, activity: 'Connect' | 'Disconnect' = 'Connect') => {
  const own = nextSeq()
  const uid = `plug-${own}`
  const device = { type_id: 0, uid: agent.id, hostname: 'lt-0231' }
  const event = peripheralActivity(
    { product: { name: 'Clientkeep Agent', vendor_name: 'Clientkeep', version: '0' }, device },
    {
      ...{
        uid,
        time: Date.now(),
        activity,
        account: { name: 'anna' },
        name: 'DataTraveler',
        serial,
      },
      peripheral: {
        ...{ kind: 'storage', vendor_id: '0951', product_id: '1666', interfaces: [], volumes: [] },
        identity: serial ? { quality: 'strong' } : { quality: 'none', reason: 'no serial number' },
      },
    },
  )
  return { seq: own, event }
}
const get = async <T>(url: string) => (await rig.call<T>('GET', url)).body
const deviceOf = (list: DeviceList, serial: string | null): DeviceSeen | undefined =>
  list.devices.find(device => device.serial === serial)

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  await rig.collector.listen()
  agent = await enrolAgent(rig)
  await agent.post([plug('K1'), plug(undefined)])
  const copy = copyEvent(rig, agent.id, { uid: 'copy', account: 'anna', count: 40 })
  const locked = fileEvent({ uid: 'locked', scan: { ...scan, status: 'encrypted' } })
  await agent.post([
    { seq: nextSeq(), event: copy },
    { seq: nextSeq(), event: { ...locked, device: { ...origin.device, uid: agent.id } } },
  ])
  await eventually(
    async () => (await get<DeviceList>('/api/v1/devices')).total === 2 || undefined,
    'two devices',
  )
})
afterAll(cleanUp)

describe('devices', () => {
  it('are told with their identity, and who used them by pseudonym', async () => {
    const list = await get<DeviceList>('/api/v1/devices')
    expect(deviceOf(list, 'K1')).toMatchObject({
      ...{ quality: 'strong', access: null, may: { allow: true, deny: true } },
      uses: [{ endpoint: 'lt-0231', times: 1, present: true, person: { name: null } }],
    })
    expect(deviceOf(list, null)).toMatchObject({ quality: 'none', may: { allow: false } })
    await agent.post([plug('K1', 'Disconnect')])
    await eventually(async () => {
      const device = deviceOf(await get<DeviceList>('/api/v1/devices'), 'K1')
      return device?.uses[0]?.present === false || undefined
    }, 'the stick to be gone')
  })

  it('get a name, and a rule in the policy that leaves all else as it was', async () => {
    const id = deviceOf(await get<DeviceList>('/api/v1/devices'), 'K1')?.id
    const named = await rig.call<DeviceList>('PUT', `/api/v1/devices/${id}/name`, { name: 'Blue' })
    expect(deviceOf(named.body, 'K1')?.name).toBe('Blue')
    const before = rig.collector.parts.policies.watch()
    await rig.call('PUT', `/api/v1/devices/${id}/access`, { access: 'deny' })
    const denied = rig.collector.parts.policies.watch()
    expect(denied.volumes?.rules).toEqual([
      { access: 'deny', vendor_id: '0951', product_id: '1666', serial: 'K1' },
    ])
    expect({ ...denied, volumes: undefined }).toEqual({ ...before, volumes: undefined })
    const allowed = await rig.call<DeviceList>('PUT', `/api/v1/devices/${id}/access`, {
      access: 'allow',
    })
    expect(deviceOf(allowed.body, 'K1')?.access).toBe('allow')
    await rig.call('PUT', `/api/v1/devices/${id}/access`, { access: null })
    expect(rig.collector.parts.policies.watch().volumes?.rules).toEqual([])
  })

  it('without a serial number are not allowed alone', async () => {
    const id = deviceOf(await get<DeviceList>('/api/v1/devices'), null)?.id
    const reply = await rig.call<{ error: { message: string } }>(
      'PUT',
      `/api/v1/devices/${id}/access`,
      { access: 'allow' },
    )
    expect(reply.status).toBe(400)
    expect(reply.body.error.message).toContain('cannot be told from others')
    expect(
      (await rig.call('PUT', '/api/v1/devices/0123456789abcdef/name', { name: 'x' })).status,
    ).toBe(404)
  })
})

describe('a policy before it is set', () => {
  it('says which sticks and copies it would touch, and changes nothing', async () => {
    const { watch, version } = rig.collector.parts.policies
    const next: WatchPolicy = {
      ...watch(),
      volumes: { rules: [], otherwise: 'deny', ask: 'Jo' },
      holds: { mode: 'hold', customers_max: 25, kinds: ['removable'], ask: 'Jo' },
    }
    const { body } = await rig.call<PolicyPreview>('POST', '/api/v1/policy/preview', next)
    expect(body).toMatchObject({
      changes: expect.arrayContaining(['volumes', 'holds']),
      held: { before: 0, after: 1, people: [{ name: null }] },
    })
    expect(body.devices).toHaveLength(2)
    expect(body.devices[0]).toMatchObject({ before: 'allow', after: 'deny' })
    expect(rig.collector.parts.policies.version).toBe(version)
    const fewer = { ...next, holds: { ...next.holds, customers_max: 40 } }
    const reply = await rig.call<PolicyPreview>('POST', '/api/v1/policy/preview', fewer)
    expect(reply.body.held.after).toBe(0)
    const { body: unread } = await rig.call<PolicyPreview>('POST', '/api/v1/policy/preview', {
      ...fewer,
      holds: { ...fewer.holds, unread: ['encrypted', 'truncated'] },
    })
    expect(unread.held.after).toBe(1)
    const { body: summed } = await rig.call<PolicyPreview>('POST', '/api/v1/policy/preview', {
      ...fewer,
      holds: { ...fewer.holds, day_max: 39 },
    })
    expect(summed.held.after).toBe(1)
  })

  it('has a history with who set what', async () => {
    const { versions } = await get<PolicyHistory>('/api/v1/policy/versions')
    expect(versions[0]).toMatchObject({
      by: 'console',
      watch: rig.collector.parts.policies.watch(),
    })
    expect(versions.length).toBeGreaterThanOrEqual(3)
  })
})

describe('enrolment', () => {
  it('hands out a token that enrols once, with the line to run, and says so in the record', async () => {
    const { body } = await rig.call<Enrolment>('POST', '/api/v1/enrolments')
    expect(body.commands.package).toContain(body.token)
    expect(readEnrolToken(body.token)?.url).toBe(body.url)
    const secret = readEnrolToken(body.token)?.token ?? ''
    expect(rig.collector.parts.access.useEnrolToken(secret)).toBe(true)
    expect(rig.collector.parts.access.useEnrolToken(secret)).toBe(false)
    const { entries } = await get<AuditList>('/api/v1/audit?area=enrolment')
    expect(entries).toHaveLength(1)
    expect(JSON.stringify(entries)).not.toContain(secret)
  })

  it('offers the packages that are in the data folder, and no other file', async () => {
    mkdirSync(join(rig.dir, 'packages'))
    writeFileSync(join(rig.dir, 'packages', 'clientkeep-agent_9.9.9_amd64.deb'), 'package')
    const { packages } = await get<AgentPackages>('/api/v1/agent-packages')
    expect(packages).toContainEqual({ name: 'clientkeep-agent_9.9.9_amd64.deb', bytes: 7 })
    const fetched = await rig.collector.app.inject({
      url: '/api/v1/agent-packages/clientkeep-agent_9.9.9_amd64.deb',
      headers: { host: '127.0.0.1', authorization: `Bearer ${rig.collector.parts.consoleKey}` },
    })
    expect(fetched.body).toBe('package')
    const other = await rig.call('GET', '/api/v1/agent-packages/..%2Fsigning-key.json')
    expect(other.status).toBe(400)
  })
})

describe('the customer base', () => {
  it('tells its imports, its columns and which endpoints have its filter', async () => {
    const state = await get<CustomerBaseState>('/api/v1/customers/base')
    expect(state.customers).toBe(400)
    expect(state.imports).toMatchObject([{ by: 'console', added: 400, refused: 0 }])
    expect(state.filter).toMatchObject({
      endpoints: 1,
      current: 0,
      older: [{ hostname: 'lt-0231' }],
    })
    const [mapping] = state.mappings
    const email = mapping?.columns.find(({ meaning }) => meaning === 'email')
    const changed = await rig.call<CustomerBaseState>(
      'PUT',
      `/api/v1/customers/mappings/${mapping?.layout}`,
      { columns: { [email?.header ?? '']: 'not used' } },
    )
    expect(changed.body.mappings[0]?.columns).toContainEqual({
      header: email?.header,
      meaning: 'not used',
    })
    const wrong = await rig.call('PUT', `/api/v1/customers/mappings/${mapping?.layout}`, {
      columns: { [email?.header ?? '']: 'shoe size' },
    })
    expect(wrong.status).toBe(400)
  })
})

describe('backups and the record', () => {
  it('makes one in the data folder and lists it', async () => {
    const { body } = await rig.call<BackupList>('POST', '/api/v1/backups/now')
    expect(body.running).toBe(false)
    expect(existsSync(join(body.folder, body.backups[0]?.name ?? 'none'))).toBe(true)
    expect((await get<AuditList>('/api/v1/audit?area=backup')).entries).toMatchObject([
      { by: 'console', kind: 'backup.made', about: join(body.folder, body.backups[0]?.name ?? '') },
    ])
  })

  it('names people by pseudonym, pages backwards, and is the same after a restart', async () => {
    const all = await get<AuditList>('/api/v1/audit')
    const person = all.entries.find(({ kind }) => kind === 'person.set')
    expect(person?.person).toMatch(/^\w+-\d+$/)
    expect(person?.about).toBe('')
    expect(all.head).not.toBeNull()
    const second = all.entries[1]
    const older = await get<AuditList>(`/api/v1/audit?before=${all.entries[0]?.offset}`)
    expect(older.entries[0]).toEqual(second)
    rig = await rig.restart()
    expect((await get<AuditList>('/api/v1/audit?area=device')).entries).toMatchObject([
      { kind: 'device.named' },
    ])
  })
})
