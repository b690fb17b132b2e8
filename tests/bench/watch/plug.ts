/** A stick that is plugged into the virtual endpoint: the time until the collector has it in its journal, by its serial number. */
import { setTimeout as delay } from 'node:timers/promises'
import Value from 'typebox/value'
import { PeripheralActivity } from '../../../events/peripheral-activity.ts'
import { fillCompany } from '../../collector/company.ts'
import { whyNot } from '../../virtual-endpoint/image.ts'
import { openSite, type Site } from '../../virtual-endpoint/site.ts'
import { below, figure, type Goal, percentile, type Say } from '../report.ts'

const plugs = 11
const lookMs = 5
const waitMsMax = 60_000

/** Resolves with the milliseconds until the device's event is in the journal. */
async function told(site: Site, after: number, activity: string, serial: string): Promise<number> {
  const from = performance.now()
  for (;;) {
    const found = (await site.events(after)).some(
      ({ event }) =>
        Value.Check(PeripheralActivity, event) &&
        event.activity_name === activity &&
        event.peripheral_device.serial_number === serial,
    )
    const ms = performance.now() - from
    if (found) return ms
    if (ms > waitMsMax) throw new Error(`the ${activity} of stick ${serial} was not told`)
    await delay(lookMs)
  }
}

export async function plug(_root: string, say: Say): Promise<{ goals: Goal[]; notes: string[] }> {
  const reason = whyNot()
  if (reason !== undefined) throw new Error(`no virtual endpoint: ${reason}`)
  const site = await openSite(fillCompany)
  try {
    await site.watch({ places: [], removable_drives: true })
    const times: number[] = []
    for (let index = 0; index < plugs; index += 1) {
      const serial = `BENCH${1000 + index}`
      const after = (await site.events()).at(-1)?.offset ?? 0
      const arrived = site.endpoint.plugStick(serial, { serial, label: 'BENCH' })
      times.push(await told(site, after, 'Connect', serial))
      await arrived
      await site.endpoint.unplug(serial)
      await told(site, after, 'Disconnect', serial)
      say(`plug ${index + 1}: ${Math.round(times.at(-1) ?? 0)} ms`)
    }
    return {
      goals: [
        figure(
          'plugged in → the stick with its serial number in the journal, p50',
          percentile(times, 0.5),
          'ms',
        ),
        below('the same, the slowest', Math.max(...times), 'ms', 1000),
      ],
      notes: [
        `The stick is plugged in ${plugs} times, into a machine whose processor is emulated (QEMU, TCG): a real one is many times faster. The time holds the making of its file system on this side.`,
      ],
    }
  } finally {
    await site.close()
  }
}
