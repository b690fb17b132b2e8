/** Devices and security keys: told once each, with an identity that says how far it can be trusted. The tree is laid out as Linux 6.1 does. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { linuxDevices } from '../../agent/platform/linux/devices.ts'
import { fidoUsagePage, hasUsagePage } from '../../agent/platform/linux/hid.ts'
import { atDesk } from '../../agent/platform/linux/sessions.ts'
import { peripherals } from '../../agent/sensors/peripherals.ts'
import { securityKeys } from '../../agent/sensors/security-keys.ts'
import { fakeSystem } from './fake-sysfs.ts'
import { bareSystem, sensingDir, startSensing, stopSensing } from './sensing.ts'

afterEach(stopSensing)

const stick = {
  vendor: '0951',
  product: '1666',
  serial: 'E0D55EA573F2F4A0',
  name: 'DataTraveler 3.0',
  maker: 'Kingston',
  interfaces: [['08/06/50']],
} as const
const yubikey = {
  vendor: '1050',
  product: '0407',
  name: 'YubiKey OTP+FIDO+CCID',
  interfaces: [['03/00/00'], ['0b/00/00']],
  hid: 'fido',
} as const
/** Long enough for any look that is due, none of which must tell anything. */
const sure = { pollMs: 20, blindMs: 20, graceMs: 300 }

const start = () => {
  const system = fakeSystem(sensingDir())
  return { system, platform: { ...bareSystem, devices: system.devices } }
}

describe('a stick', () => {
  it('is told with its maker, serial number, port and person when it comes, and when it goes', async () => {
    const { system, platform } = start()
    const sensing = startSensing(peripherals, { platform, options: { pollMs: 600_000 } })
    system.plug('1-2', { ...stick, number: 5 })
    const [connect] = await sensing.told(1)
    expect(connect).toMatchObject({
      class_uid: 1010,
      activity_name: 'Connect',
      actor: { user: { name: 'anna' } },
      peripheral_device: {
        type_id: 1,
        name: 'DataTraveler 3.0',
        vendor_name: 'Kingston',
        vendor_id_list: ['0951'],
        serial_number: 'E0D55EA573F2F4A0',
      },
    })
    expect(connect?.unmapped).toMatchObject({
      clientkeep: {
        peripheral: {
          kind: 'storage',
          identity: { quality: 'strong' },
          port: 'usb 1-2',
          interfaces: ['08/06/50'],
        },
      },
    })
    system.partition('1-2', 'sdb1', '1A2B-3C4D')
    const [, enable] = await sensing.told(2)
    expect(enable).toMatchObject({
      activity_name: 'Enable',
      unmapped: {
        clientkeep: {
          peripheral: { volumes: [{ device: 'sdb1', size: 1_048_576, uuid: '1A2B-3C4D' }] },
        },
      },
    })
    system.unplug('1-2', 5)
    const [, , disconnect] = await sensing.told(3)
    expect(disconnect).toMatchObject({
      activity_name: 'Disconnect',
      peripheral_device: { serial_number: 'E0D55EA573F2F4A0' },
    })
    expect(sensing.degraded).toEqual([])
  })

  it.each([
    ['its interfaces', '1-2:1.0'],
    ['all else', 'uevent'],
  ])(
    'that goes while it is read is gone, and not one that says less of itself (%s first)',
    async (_, first) => {
      const { system } = start()
      system.plug('1-2', { ...stick, number: 5 })
      const path = join(system.paths.sysfs, 'devices', '1-2')
      expect(system.devices.list()).toMatchObject([{ serial: stick.serial }])
      // Its maker is asked for before its serial number: who reads waits until both are gone.
      rmSync(join(path, 'manufacturer'))
      execFileSync('mkfifo', [join(path, 'manufacturer')])
      const script = `exec 3> manufacturer; rm -r ${first} serial; echo Kingston >&3`
      const kernel = spawn('sh', ['-c', script], { cwd: path })
      expect(system.devices.list()).toEqual([])
      await once(kernel, 'exit')
    },
  )

  it('that was there before the agent is told as such; a mouse, a hub and what is built in are not', async () => {
    const { system, platform } = start()
    system.plug('1-1', { ...stick, number: 2, interfaces: [['09/00/00']], deviceClass: '09' })
    system.plug('1-2', { ...stick, number: 5 })
    system.plug('1-3', { ...stick, number: 6, interfaces: [['03/01/02']] })
    const sensing = startSensing(peripherals, { platform, options: sure })
    system.plug('1-4', { ...stick, number: 7, interfaces: [['03/01/01']] })
    const told = await sensing.told(2)
    expect(told.map(({ unmapped }) => unmapped)).toMatchObject([
      { clientkeep: { peripheral: { kind: 'storage', at_start: true } } },
      { clientkeep: { peripheral: { kind: 'keyboard' } } },
    ])
  })

  it('is found where the kernel gives no hints, and that is said', async () => {
    const { system, platform } = start()
    rmSync(system.paths.dev, { recursive: true })
    const sensing = startSensing(peripherals, { platform, options: { blindMs: 20 } })
    mkdirSync(join(system.paths.dev, 'bus', 'usb', '001'), { recursive: true })
    system.plug('1-2', { ...stick, number: 5 })
    await sensing.told(1)
    expect(sensing.degraded).toEqual([
      'the kernel gives no hints of new devices: looking for them instead',
    ])
  })

  it('on the first bus that a machine gets is hinted at, and nothing is looked for before', async () => {
    const { system, platform } = start()
    system.mountNodes()
    rmSync(join(system.paths.dev, 'bus'), { recursive: true })
    const never = { pollMs: 600_000, blindMs: 600_000 }
    const sensing = startSensing(peripherals, { platform, options: never })
    mkdirSync(join(system.paths.dev, 'bus', 'usb', '001'), { recursive: true })
    system.plug('1-2', { ...stick, number: 5 })
    await sensing.told(1)
    expect(sensing.degraded).toEqual([])
  })
})

describe('an identity', () => {
  const qualityOf = async (device: object, others: object[] = []) => {
    const { system, platform } = start()
    for (const [index, other] of others.entries())
      system.plug(`2-${index}`, { ...stick, number: 10 + index, ...other })
    const sensing = startSensing(peripherals, { platform, options: sure })
    system.plug('1-2', { ...stick, number: 5, ...device })
    const told = await sensing.told(1 + others.length)
    const { peripheral } = JSON.parse(JSON.stringify(told.at(-1)?.unmapped)).clientkeep
    return peripheral.identity.quality
  }
  it.each([
    ['strong', 'a number of its own', {}],
    ['none', 'no number', { serial: undefined }],
    ['weak', 'a number of zeros', { serial: '000000000000' }],
    ['weak', 'digits in order', { serial: '0123456789ABCDEF' }],
    ['weak', 'the name again', { serial: 'DataTraveler 3.0' }],
    ['weak', 'a short number', { serial: 'A71' }],
  ])('is %s for %s', async (quality, _case, device) => {
    expect(await qualityOf(device)).toBe(quality)
  })

  it('is weak while another device with the same number is attached', async () => {
    expect(await qualityOf({}, [stick])).toBe('weak')
  })
})

describe('a phone', () => {
  it.each([
    ['PTP or MTP by its class', [['06/01/01']] as const],
    ['MTP by the name of its interface', [['ff/ff/00', 'MTP']] as const],
  ])('is its own kind: %s', async (_case, interfaces) => {
    const { system, platform } = start()
    const sensing = startSensing(peripherals, { platform, options: sure })
    system.plug('1-2', { ...stick, number: 5, interfaces })
    const [connect] = await sensing.told(1)
    expect(connect).toMatchObject({
      peripheral_device: { type_id: 99, type: 'Phone' },
      unmapped: { clientkeep: { peripheral: { kind: 'phone' } } },
    })
  })
})

describe('a security key', () => {
  it('is told when it comes and goes, and not among other devices', async () => {
    const { system, platform } = start()
    const keys = startSensing(securityKeys, { platform, options: sure })
    const others = startSensing(peripherals, { platform, options: sure })
    system.plug('1-2', { ...yubikey, number: 5 })
    await keys.told(1)
    system.unplug('1-2', 5)
    const told = await keys.told(2)
    expect(told).toMatchObject([
      {
        activity_name: 'Connect',
        peripheral_device: { type_id: 99, type: 'Security Key', name: 'YubiKey OTP+FIDO+CCID' },
        unmapped: {
          clientkeep: {
            peripheral: { kind: 'security-key', key: 'fido', identity: { quality: 'none' } },
          },
        },
      },
      { activity_name: 'Disconnect', peripheral_device: { type: 'Security Key' } },
    ])
    expect(others.events).toEqual([])
  })

  it('is not gone while a program has it, nor when it registers anew at once', async () => {
    const { system, platform } = start()
    const keys = startSensing(securityKeys, { platform, options: sure })
    system.plug('1-2', { ...yubikey, number: 5 })
    await keys.told(1)
    system.takeOver()
    system.unplug('1-2', 5)
    system.plug('1-2', { ...yubikey, number: 6 })
    system.plug('1-3', { ...yubikey, number: 7, serial: 'other' })
    const told = await keys.told(2)
    expect(told.map(({ activity_name }) => activity_name)).toEqual(['Connect', 'Connect'])
    system.unplug('1-3', 7)
    expect((await keys.told(3))[2]).toMatchObject({
      activity_name: 'Disconnect',
      peripheral_device: { serial_number: 'other' },
    })
  })

  it('that a program makes, or that comes by radio, is one too; other such devices are not', async () => {
    const { system, platform } = start()
    const keys = startSensing(securityKeys, { platform, options: sure })
    system.addHid('0005:046D:B023.0001', 'mouse', 'HID_NAME=Mouse')
    system.addHid(
      '0003:1050:0407.0002',
      'fido',
      'HID_ID=0003:00001050:00000407\nHID_NAME=Soft key\nHID_UNIQ=77',
    )
    const told = await keys.told(1)
    expect(told).toMatchObject([
      { peripheral_device: { name: 'Soft key', serial_number: '77', uid: '1050:0407:77' } },
    ])
  })

  it('is a smart card that can be pulled out, not a reader that is built in', async () => {
    const { system, platform } = start()
    const keys = startSensing(securityKeys, { platform, options: sure })
    const reader = { ...stick, interfaces: [['0b/00/00']] as const }
    system.plug('1-1', { ...reader, number: 4, removable: 'fixed', serial: 'in' })
    system.plug('1-2', { ...reader, number: 5, serial: 'out' })
    expect(await keys.told(1)).toMatchObject([
      {
        peripheral_device: { serial_number: 'out' },
        unmapped: { clientkeep: { peripheral: { key: 'smart-card' } } },
      },
    ])
  })

  it('is a dongle that the policy names, by its number; no longer named it was not removed', async () => {
    const { system, platform } = start()
    const keys = startSensing(securityKeys, { platform, options: sure })
    const others = startSensing(peripherals, { platform, options: sure })
    const dongle = { label: 'Accounts', vendor_id: '0951', product_id: '1666', serial: 'D-1' }
    for (const sensing of [keys, others]) await sensing.policy({ dongles: [dongle] })
    system.plug('1-1', { ...stick, number: 4, serial: 'D-2' })
    system.plug('1-2', { ...stick, number: 5, serial: 'D-1' })
    expect(await keys.told(1)).toMatchObject([
      {
        peripheral_device: { serial_number: 'D-1', type: 'Security Key' },
        unmapped: { clientkeep: { peripheral: { key: 'dongle' } } },
      },
    ])
    expect(await others.told(1)).toMatchObject([{ peripheral_device: { serial_number: 'D-2' } }])
    for (const sensing of [keys, others]) await sensing.policy({ dongles: [] })
    system.unplug('1-1', 4)
    await others.told(2)
    expect(keys.events.length).toBe(1)
  })

  it('that was pulled out while the agent did not run is told at its next start', async () => {
    const { system, platform } = start()
    const dir = sensingDir()
    const first = startSensing(securityKeys, { platform, dir, options: sure })
    system.plug('1-2', { ...yubikey, number: 5, serial: '77' })
    await first.told(1)
    await first.stop()
    const second = startSensing(securityKeys, { platform, dir, options: sure })
    system.plug('1-3', { ...yubikey, number: 6, serial: '78' })
    expect(await second.told(1)).toMatchObject([{ peripheral_device: { serial_number: '78' } }])
    await second.stop()
    system.unplug('1-2', 5)
    system.unplug('1-3', 6)
    const third = startSensing(securityKeys, { platform, dir, options: sure })
    const told = await third.told(2)
    expect(told.map(({ activity_name }) => activity_name)).toEqual(['Disconnect', 'Disconnect'])
    expect(told[0]?.unmapped).toMatchObject({ clientkeep: { peripheral: { at_start: true } } })
  })

  it('is remembered by nothing that is damaged', async () => {
    const { system, platform } = start()
    const dir = sensingDir()
    writeFileSync(join(dir, 'keys.json'), '[{"id": 7}]')
    const keys = startSensing(securityKeys, { platform, dir, options: sure })
    system.plug('1-2', { ...yubikey, number: 5 })
    expect(await keys.told(1)).toMatchObject([{ activity_name: 'Connect' }])
  })
})

describe('a report descriptor', () => {
  it('is of a key only by its usage page, not by bytes that look alike', () => {
    expect(hasUsagePage(Buffer.from('06d0f1', 'hex'), fidoUsagePage)).toBe(true)
    expect(hasUsagePage(Buffer.from('07d0f10000', 'hex'), fidoUsagePage)).toBe(true)
    expect(hasUsagePage(Buffer.from('2606d0f1', 'hex'), fidoUsagePage)).toBe(false)
    expect(hasUsagePage(Buffer.from('fe0300aa06d0f1', 'hex'), fidoUsagePage)).toBe(false)
    expect(hasUsagePage(Buffer.from('06d0', 'hex'), fidoUsagePage)).toBe(false)
  })

  it('of any bytes is read to its end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(typeof hasUsagePage(bytes, fidoUsagePage)).toBe('boolean')
        const page = Uint8Array.of(0x06, 0xd0, 0xf1)
        expect(hasUsagePage(Uint8Array.of(...page, ...bytes), fidoUsagePage)).toBe(true)
      }),
    )
  })
})

describe('the person at the desk', () => {
  const sessions = (...files: string[]) => {
    const dir = sensingDir()
    for (const [index, text] of files.entries()) writeFileSync(join(dir, `${index}`), text)
    return atDesk(dir)
  }
  const of = (user: string, more: string) => `UID=1000\nUSER=${user}\nCLASS=user\n${more}\n`

  it('is whose session is in front at the machine itself', () => {
    expect(
      sessions(
        of('anna', 'SEAT=seat0\nACTIVE=0'),
        of('mira', 'SEAT=seat0\nACTIVE=1'),
        of('olaf', 'REMOTE=1\nACTIVE=1'),
        'UID=0\nUSER=gdm\nCLASS=greeter\nSEAT=seat0\nACTIVE=1\n',
      ),
    ).toEqual({ name: 'mira', uid: '1000' })
  })

  it('is nobody where nobody is logged in, or only from afar', () => {
    expect(sessions()).toBeUndefined()
    expect(sessions(of('olaf', 'REMOTE=1\nACTIVE=1'))).toBeUndefined()
    expect(atDesk('/nowhere')).toBeUndefined()
  })
})

describe('a machine without any bus', () => {
  it('has no devices', () => {
    expect(linuxDevices({ sysfs: '/nowhere', dev: '/nowhere' }).list()).toEqual([])
  })
})
