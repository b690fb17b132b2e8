/** What a policy would change, by what endpoints saw lately: sticks that could be used otherwise, copies that would have been held. Changes nothing. */
import Value from 'typebox/value'
import type { PolicyPreview } from '../../events/admin.ts'
import { FileActivity } from '../../events/file-activity.ts'
import { isAbout, meantBy } from '../../events/hold-order.ts'
import type { Identity } from '../../events/peripheral-activity.ts'
import type { HoldPolicy, VolumeAccess, WatchPolicy } from '../../events/policy.ts'
import type { ScanStatus } from '../../events/scan.ts'
import { accessTo } from '../../events/volume-access.ts'
import type { CustomerBase } from '../customers/base.ts'
import { recognised } from '../detect/enrich.ts'
import type { DeviceRow, Devices, DeviceUse } from '../devices/devices.ts'
import { bodyOf, type FrameFacts, type Journal } from '../journal/journal.ts'
import { strangerChip } from '../people/chips.ts'
import type { Directory } from '../people/directory.ts'
import type { Agents } from './registry.ts'

const dayMs = 86_400_000
const days = 30

interface Parts {
  readonly journal: Journal
  readonly directory: Directory
  readonly agents: Agents
  readonly devices: Devices
  readonly base: CustomerBase
  readonly now: () => number
}

const qualityOf = (text: string): Identity['quality'] =>
  text === 'strong' || text === 'weak' ? text : 'none'

/** What somebody may do with a stick under a policy. */
function accessUnder({ volumes }: WatchPolicy, row: DeviceRow, account: string, now: number) {
  if (!volumes) return 'allow'
  const { vendor_id, product_id, serial } = row
  const identity = {
    ...{ vendor_id: vendor_id ?? undefined, product_id: product_id ?? undefined },
    ...{ serial: serial ?? undefined, identity: { quality: qualityOf(row.quality) } },
  }
  return accessTo({ identity }, account === '' ? undefined : account, volumes, now)
}

type People = Map<string, PolicyPreview['held']['people'][number]>

function chipsOf({ directory, now }: Parts) {
  return (people: People, account: string, hostname: string): void => {
    if (account === '') return
    const owner = directory.resolve(account, hostname)
    const chip = owner ? directory.chip(owner, now()) : strangerChip(`${account}@${hostname}`)
    people.set(chip.id ?? chip.pseudonym, chip)
  }
}

function changedDevices(before: WatchPolicy, after: WatchPolicy, parts: Parts) {
  const { devices, now } = parts
  const time = now()
  const note = chipsOf(parts)
  const uses = devices.uses()
  return devices.list().flatMap(row => {
    const isRecent = ({ last_ms }: DeviceUse) => last_ms >= time - days * dayMs
    const recent = (uses.get(row.id) ?? []).filter(isRecent)
    if (row.kind !== 'storage' || recent.length === 0) return []
    const people: People = new Map()
    let change: { before: VolumeAccess; after: VolumeAccess } | undefined
    for (const { account, hostname } of recent) {
      const own = {
        before: accessUnder(before, row, account, time),
        after: accessUnder(after, row, account, time),
      }
      if (own.before === own.after) continue
      change = own
      note(people, account, hostname)
    }
    const label = row.name ?? row.model
    return change
      ? [{ id: row.id, label, ...change, last_at: row.last_ms, people: [...people.values()] }]
      : []
  })
}

const passed = new Set(['Create', 'Update', 'Rename'])

interface Copy {
  readonly account: string
  readonly time: number
  readonly kind: string
  readonly customers: Uint32Array
  readonly status: ScanStatus
}

/** Whether an order would have held a copy; each in turn, since what it let go counts for the day. */
function judge(policy: HoldPolicy | undefined): (copy: Copy) => boolean {
  /** When each customer was last taken, the longest ago first, by account. */
  const taken = new Map<string, Map<number, number>>()
  return ({ account, time, kind, customers, status }) => {
    if (!isAbout(policy, kind)) return false
    const lately = taken.get(account) ?? new Map<number, number>()
    const day = (): number => {
      for (const [customer, at] of lately) {
        if (at > time - dayMs) break
        lately.delete(customer)
      }
      const fresh = customers.filter(customer => !lately.has(customer)).length
      return fresh === 0 ? 0 : lately.size + fresh
    }
    if (meantBy(policy, { customers: customers.length, status, day })) return true
    if (policy.day_max === undefined) return false
    taken.set(account, lately)
    for (const customer of customers) {
      lately.delete(customer)
      lately.set(customer, time)
    }
    return false
  }
}

async function heldCopies(before: WatchPolicy, after: WatchPolicy, parts: Parts) {
  const { journal, base, now } = parts
  const since = now() - days * dayMs
  const note = chipsOf(parts)
  const people: People = new Map()
  const counts = { before: 0, after: 0 }
  const judges = [judge(before.holds), judge(after.holds)]
  const isWanted = ({ receivedAt, lines }: FrameFacts) =>
    receivedAt >= since && lines.includes('"scan"')
  for (let offset = 0; ; ) {
    const { batches, reached } = journal.readMatching(offset, isWanted)
    if (reached === offset) return { ...counts, people: [...people.values()] }
    offset = reached
    for (const line of batches.flatMap(({ lines }) => lines)) {
      const body = bodyOf(line)
      const event: unknown = body.includes('"scan"') ? JSON.parse(body) : undefined
      if (!Value.Check(FileActivity, event) || !passed.has(event.activity_name)) continue
      const { place, scan } = event.unmapped.clientkeep
      if (!scan) continue
      const copy = {
        account: `${event.actor.user.name}@${event.device.hostname}`,
        ...{ time: event.time, kind: place.kind, status: scan.status },
        customers: recognised(base, scan).customers,
      }
      const [was, will] = judges.map(isHeld => isHeld(copy))
      if (was) counts.before += 1
      if (will) counts.after += 1
      if (will && !was) note(people, event.actor.user.name, event.device.hostname)
    }
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** Names of settings that differ. */
function changesOf(before: WatchPolicy, after: WatchPolicy): string[] {
  const fields: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }]
  const names = new Set(fields.flatMap(Object.keys))
  return [...names].filter(name => {
    const [one, other] = fields.map(each => JSON.stringify(each[name]))
    return one !== other
  })
}

/** Holds `after` against `before`, the policy in force. */
export async function previewPolicy(
  before: WatchPolicy,
  after: WatchPolicy,
  parts: Parts,
): Promise<PolicyPreview> {
  const endpoints = parts.agents.list()
  return {
    days,
    changes: changesOf(before, after),
    endpoints: { all: endpoints.length, online: endpoints.filter(({ online }) => online).length },
    devices: changedDevices(before, after, parts),
    held: await heldCopies(before, after, parts),
  }
}
