/** Cases: what is plugged into the virtual endpoint: sticks, phones, security keys and smart cards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Value from 'typebox/value'
import { expect, it } from 'vitest'
import {
  type PeripheralActivity,
  PeripheralActivity as Shape,
} from '../../events/peripheral-activity.ts'
import type { Site } from './site.ts'

const root = resolve(import.meta.dirname, '../..')

export function deviceCases(site: () => Site): void {
  let after = 0
  const mark = async () => {
    after = (await site().events()).at(-1)?.offset ?? 0
  }
  const told = async (): Promise<PeripheralActivity[]> =>
    (await site().events(after))
      .map(({ event }) => event)
      .filter(event => Value.Check(Shape, event))
  /** Waits for the device event number `count` since the mark. */
  const next = (count: number, what: string) =>
    site().until(async () => (await told())[count - 1], what)

  it('tells a stick by its own serial number, and what is on it', async () => {
    const { endpoint } = site()
    await mark()
    await endpoint.plugStick('stick', { serial: 'E0D55EA573F2', label: 'CLIENTS' })
    const connect = await next(1, 'the stick')
    expect(connect).toMatchObject({
      activity_name: 'Connect',
      peripheral_device: { type_id: 1, serial_number: 'E0D55EA573F2', vendor_name: 'QEMU' },
      unmapped: {
        clientkeep: {
          peripheral: {
            kind: 'storage',
            interfaces: ['08/06/50'],
            identity: { quality: 'strong' },
          },
        },
      },
    })
    const enable = await next(2, 'its volume')
    expect(enable.activity_name).toBe('Enable')
    expect(enable.unmapped.clientkeep.peripheral.volumes).toMatchObject([{ size: 67_108_864 }])
    await endpoint.unplug('stick')
    expect((await next(3, 'its end')).activity_name).toBe('Disconnect')
  })

  it('tells a phone as a phone', async () => {
    const { endpoint } = site()
    const folder = mkdtempSync(join(tmpdir(), 'clientkeep-phone-'))
    try {
      await mark()
      await endpoint.plug('usb-mtp', 'phone', { rootdir: folder, readonly: true })
      const connect = await next(1, 'the phone')
      expect(connect).toMatchObject({
        activity_name: 'Connect',
        peripheral_device: { type: 'Phone' },
        unmapped: { clientkeep: { peripheral: { kind: 'phone' } } },
      })
      await endpoint.unplug('phone')
      await next(2, 'its end')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('tells a FIDO key that comes and goes, and nothing while a program has it open', async () => {
    const { endpoint } = site()
    await mark()
    const node = `NODE_COMPILE_CACHE=/tmp/cache ${root}/node_modules/.bin/node`
    await endpoint.ok(
      `${node} ${root}/tests/virtual-endpoint/soft-key.ts > /tmp/key.log 2>&1 & echo $! > /tmp/key.pid`,
    )
    const connect = await next(1, 'the key')
    expect(connect).toMatchObject({
      activity_name: 'Connect',
      peripheral_device: { type: 'Security Key', serial_number: 'SOFT-77' },
      unmapped: { clientkeep: { peripheral: { kind: 'security-key', key: 'fido' } } },
    })
    await endpoint.ok(
      'sleep infinity 7<>/dev/hidraw0 > /tmp/holder.log 2>&1 & echo $! > /tmp/holder',
    )
    await endpoint.plug('usb-mouse', 'mouse')
    expect((await next(2, 'a mouse')).peripheral_device.type).toBe('Mouse')
    await endpoint.ok('kill $(cat /tmp/holder); kill $(cat /tmp/key.pid)')
    expect(await next(3, 'the key to go')).toMatchObject({
      activity_name: 'Disconnect',
      peripheral_device: { type: 'Security Key' },
    })
    await endpoint.unplug('mouse')
    await next(4, 'the mouse to go')
  })

  it('tells a smart card as a security key', async () => {
    const { endpoint } = site()
    await mark()
    await endpoint.plug('usb-ccid', 'card')
    expect(await next(1, 'the card')).toMatchObject({
      activity_name: 'Connect',
      unmapped: { clientkeep: { peripheral: { kind: 'security-key', key: 'smart-card' } } },
    })
    await endpoint.unplug('card')
    expect((await next(2, 'its end')).activity_name).toBe('Disconnect')
  })
}
