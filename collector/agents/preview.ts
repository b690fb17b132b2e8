/** What a policy would change, by what endpoints saw lately: sticks that could be used otherwise, copies that would have been held. Changes nothing. */
import type { PolicyPreview } from '../../events/admin.ts'
import type { Identity } from '../../events/peripheral-activity.ts'
import type { HoldPolicy, VolumeAccess, WatchPolicy } from '../../events/policy.ts'
import { accessTo } from '../../events/volume-access.ts'
import type { DeviceRow, Devices, DeviceUse } from '../devices/devices.ts'
import type { CopyRow } from '../exposure/copies.ts'
import { strangerChip } from '../people/chips.ts'
import type { Directory } from '../people/directory.ts'
import type { Agents } from './registry.ts'

const dayMs = 86_400_000
const days = 30

interface Parts {
  readonly directory: Directory
  readonly agents: Agents
  readonly devices: Devices
  /** Of customers, since a time. */
  readonly copies: (since: number) => readonly CopyRow[]
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

const holds = (policy: HoldPolicy | undefined, kind: string, customers: number): boolean =>
  policy !== undefined &&
  policy.mode !== 'observe' &&
  customers > policy.customers_max &&
  policy.kinds.some(each => each === kind)

function heldCopies(before: WatchPolicy, after: WatchPolicy, parts: Parts) {
  const note = chipsOf(parts)
  const people: People = new Map()
  const counts = { before: 0, after: 0 }
  for (const row of parts.copies(parts.now() - days * dayMs)) {
    const { account, endpoint, place, customers, copies } = row
    const [was, will] = [before, after].map(each => holds(each.holds, place, customers))
    if (was) counts.before += copies
    if (will) counts.after += copies
    if (will && !was) note(people, account, endpoint)
  }
  return { ...counts, people: [...people.values()] }
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
export function previewPolicy(
  before: WatchPolicy,
  after: WatchPolicy,
  parts: Parts,
): PolicyPreview {
  const endpoints = parts.agents.list()
  return {
    days,
    changes: changesOf(before, after),
    endpoints: { all: endpoints.length, online: endpoints.filter(({ online }) => online).length },
    devices: changedDevices(before, after, parts),
    held: heldCopies(before, after, parts),
  }
}
