/**
 * Tells whether security keys are plugged in: FIDO, smart cards, and dongles that the policy names. A program that opens a key, or takes
 * it over for a moment, does not remove it. Presence is a hint; who a key belongs to, the collector knows by its credential.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'
import { type PeripheralFacts, peripheralActivity } from '../../events/peripheral-activity.ts'
import type { Dongle } from '../../events/policy.ts'
import type { AttachedDevice } from '../devices/attached.ts'
import { deviceFacts } from '../devices/facts.ts'
import { followDevices } from '../devices/follow.ts'
import { keyKindOf } from '../devices/kind.ts'
import { createPresence } from '../devices/presence.ts'
import { sensor } from '../sensor.ts'

const options = Type.Object({
  pollMs: Type.Integer({ default: 10_000, description: 'A look this often even without a hint' }),
  blindMs: Type.Integer({
    default: 400,
    description: 'A look this often where the kernel gives no hints',
  }),
  graceMs: Type.Integer({
    // A key that changes its mode is back within half a second; a session has to wait two seconds after the pull at the latest.
    default: 800,
    description: 'A key that is back after less than this was not removed',
  }),
})

const text = Type.Optional(Type.String())
/** Keys that were there when the agent last ran. */
const Remembered = Type.Array(
  Type.Object({
    id: Type.String(),
    port: Type.String(),
    name: Type.String(),
    vendorName: text,
    vendorId: text,
    productId: text,
    serial: text,
    interfaces: Type.Array(Type.String()),
    interfaceNames: Type.Array(Type.String()),
    isBuiltIn: Type.Boolean(),
    isFido: Type.Boolean(),
    isStorage: Type.Boolean(),
    volumes: Type.Array(Type.Object({ device: Type.String() })),
  }),
)

/** Ids mean nothing after a restart of the system: keys of an earlier run are known by their serial numbers or places. */
const earlier = 'earlier'

function recall(path: string): readonly AttachedDevice[] {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!Value.Check(Remembered, stored)) return []
    return stored.map(device => ({ ...device, id: `${earlier} ${device.id}` }))
  } catch {
    return []
  }
}

export const securityKeys = sensor({
  name: 'security-keys',
  summary: 'Security keys that are plugged in and out',
  options,
  async start({ options: given, dir, platform, onPolicy, emit, degraded, now, signal }) {
    const { devices } = platform
    if (!devices) return degraded(`security keys are not seen on ${platform.name}`)
    const { pollMs, blindMs, graceMs } = given
    const path = join(dir, 'keys.json')
    const presence = createPresence(graceMs, recall(path))
    let dongles: readonly Dongle[] = []
    onPolicy(async ({ watch }) => {
      dongles = watch.dongles ?? []
    })
    const tell = (
      activity: PeripheralFacts['activity'],
      device: AttachedDevice,
      { all, isAtStart }: { all: readonly AttachedDevice[]; isAtStart: boolean },
    ) => {
      const key = keyKindOf(device, dongles) ?? 'dongle'
      const facts = deviceFacts(device, { all, key, isAtStart })
      emit(peripheralActivity, { time: now(), activity, account: platform.atDesk(), ...facts })
    }
    await followDevices({
      devices,
      presence,
      isOfInterest: device => keyKindOf(device, dongles) !== undefined,
      pollMs: { hinted: pollMs, blind: blindMs },
      now,
      signal,
      onBlind: () => degraded('the kernel gives no hints of new devices: looking for them instead'),
      onChange: ({ came, went }, { all, wasThere }) => {
        for (const device of came) tell('Connect', device, { all, isAtStart: wasThere(device) })
        // What is attached still is a key no longer, by a new policy.
        const gone = went.filter(({ id }) => !all.some(device => device.id === id))
        for (const device of gone)
          tell('Disconnect', device, { all, isAtStart: device.id.startsWith(earlier) })
        if (came.length + went.length > 0)
          writeFileSync(path, JSON.stringify(presence.present), { mode: 0o600 })
      },
    })
  },
})
