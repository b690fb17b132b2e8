/** Tells of devices that are plugged in and out: drives, phones, whatever has a plug. Keys have a sensor of their own. */
import Type from 'typebox'
import { type PeripheralFacts, peripheralActivity } from '../../events/peripheral-activity.ts'
import type { Dongle } from '../../events/policy.ts'
import type { AttachedDevice } from '../devices/attached.ts'
import { deviceFacts } from '../devices/facts.ts'
import { followDevices } from '../devices/follow.ts'
import { keyKindOf, kindOf } from '../devices/kind.ts'
import { createPresence } from '../devices/presence.ts'
import { sensor } from '../sensor.ts'

const options = Type.Object({
  pollMs: Type.Integer({ default: 10_000, description: 'A look this often even without a hint' }),
  blindMs: Type.Integer({
    default: 400,
    description: 'A look this often where the kernel gives no hints',
  }),
})

/** What was plugged in before the agent started is told only where customers could go. */
const isStore = (device: AttachedDevice) => ['storage', 'phone'].includes(kindOf(device))

export const peripherals = sensor({
  name: 'peripherals',
  summary: 'Drives, phones and other devices that are plugged in and out',
  options,
  async start({ options: { pollMs, blindMs }, platform, onPolicy, emit, degraded, now, signal }) {
    const { devices } = platform
    if (!devices) return degraded(`devices are not seen on ${platform.name}`)
    let dongles: readonly Dongle[] = []
    onPolicy(async ({ watch }) => {
      dongles = watch.dongles ?? []
    })
    const tell = (
      activity: PeripheralFacts['activity'],
      device: AttachedDevice,
      { all, isAtStart = false }: { all: readonly AttachedDevice[]; isAtStart?: boolean },
    ) =>
      emit(peripheralActivity, {
        time: now(),
        activity,
        account: platform.atDesk(),
        ...deviceFacts(device, { all, isAtStart }),
      })
    await followDevices({
      devices,
      presence: createPresence(0),
      isOfInterest: device => keyKindOf(device, dongles) === undefined,
      pollMs: { hinted: pollMs, blind: blindMs },
      now,
      signal,
      onBlind: () => degraded('the kernel gives no hints of new devices: looking for them instead'),
      onChange: ({ came, went, opened }, { all, wasThere }) => {
        for (const device of came) {
          const isAtStart = wasThere(device)
          if (!isAtStart || isStore(device)) tell('Connect', device, { all, isAtStart })
        }
        for (const device of opened) tell('Enable', device, { all })
        // What is attached still has become a key by a new policy.
        const gone = went.filter(({ id }) => !all.some(device => device.id === id))
        for (const device of gone) tell('Disconnect', device, { all })
      },
    })
  },
})
