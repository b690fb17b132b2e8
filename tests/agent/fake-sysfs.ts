/** A machine's /sys and /dev in a folder: USB devices that the test plugs in and out, as the kernel lays them out. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linuxDevices } from '../../agent/platform/linux/devices.ts'

const fidoDescriptor = Buffer.from(
  '06d0f10901a1010920150026ff007508954081020921150026ff00750895409102c0',
  'hex',
)
const mouseDescriptor = Buffer.from('05010902a1010901a100c0c0', 'hex')

interface Usb {
  readonly vendor: string
  readonly product: string
  readonly number: number
  readonly serial?: string
  readonly name?: string
  readonly maker?: string
  readonly removable?: string
  /** `class/subclass/protocol` of each interface, and what it calls itself. */
  readonly interfaces: readonly (readonly [code: string, name?: string])[]
  readonly deviceClass?: string
  readonly hid?: 'fido' | 'mouse'
}

export function fakeSystem(root: string) {
  const sysfs = join(root, 'sys')
  const dev = join(root, 'dev')
  const devices = join(sysfs, 'devices')
  const folders = ['bus/usb/devices', 'class/hidraw', 'class/block', 'devices']
  for (const folder of folders) mkdirSync(join(sysfs, folder), { recursive: true })
  mkdirSync(join(dev, 'bus', 'usb', '001'), { recursive: true })
  mkdirSync(join(dev, 'disk', 'by-uuid'), { recursive: true })

  function write(folder: string, values: Record<string, string | Uint8Array | undefined>): void {
    mkdirSync(folder, { recursive: true })
    for (const [name, value] of Object.entries(values))
      if (value !== undefined)
        writeFileSync(join(folder, name), typeof value === 'string' ? `${value}\n` : value)
  }

  const link = (path: string, target: string) => symlinkSync(target, path)
  const node = (number: number) => join(dev, 'bus', 'usb', '001', String(number).padStart(3, '0'))

  function addHid(parent: string, name: string, kind: 'fido' | 'mouse', uevent = ''): void {
    const path = join(parent, name)
    const descriptor = kind === 'fido' ? fidoDescriptor : mouseDescriptor
    write(path, { report_descriptor: descriptor, uevent })
    const raw = join(sysfs, 'class', 'hidraw', name)
    mkdirSync(raw)
    link(join(raw, 'device'), path)
  }

  function plug(port: string, usb: Usb): void {
    const path = join(devices, port)
    write(path, {
      idVendor: usb.vendor,
      idProduct: usb.product,
      devnum: String(usb.number),
      serial: usb.serial,
      product: usb.name,
      manufacturer: usb.maker,
      removable: usb.removable ?? 'unknown',
      bDeviceClass: usb.deviceClass ?? '00',
      bNumInterfaces: String(usb.interfaces.length),
      uevent: 'DEVTYPE=usb_device',
    })
    for (const [index, [code, name]] of usb.interfaces.entries()) {
      const [main = '', sub, protocol] = code.split('/')
      write(join(path, `${port}:1.${index}`), {
        bInterfaceClass: main,
        bInterfaceSubClass: sub,
        bInterfaceProtocol: protocol,
        interface: name,
        driver: main === '03' ? 'usbhid' : undefined,
      })
    }
    if (usb.hid) addHid(join(path, `${port}:1.0`), `0003:${usb.vendor}.${usb.number}`, usb.hid)
    link(join(sysfs, 'bus', 'usb', 'devices', port), path)
    writeFileSync(node(usb.number), '')
  }

  return {
    paths: { sysfs, dev },
    devices: linuxDevices({ sysfs, dev, mountinfo: join(root, 'mountinfo') }),
    /** From now on the kernel itself is said to make the nodes. */
    mountNodes: () =>
      writeFileSync(join(root, 'mountinfo'), `24 27 0:6 / ${dev} rw - devtmpfs devtmpfs rw\n`),
    plug,
    unplug(port: string, number: number): void {
      rmSync(join(sysfs, 'bus', 'usb', 'devices', port))
      rmSync(join(sysfs, 'class', 'hidraw'), { recursive: true })
      mkdirSync(join(sysfs, 'class', 'hidraw'))
      rmSync(join(devices, port), { recursive: true })
      rmSync(node(number))
    },
    /** A partition of a disk on a port, with a file system. */
    partition(port: string, name: string, uuid: string): void {
      const path = join(devices, port, 'host0', 'block', 'sdb', name)
      write(path, { size: '2048' })
      link(join(sysfs, 'class', 'block', 'sdb'), join(path, '..'))
      link(join(sysfs, 'class', 'block', name), path)
      writeFileSync(join(dev, name), '')
      link(join(dev, 'disk', 'by-uuid', uuid), join(dev, name))
    },
    /** A program takes the key over: the kernel's HID device goes, the USB device stays. */
    takeOver(): void {
      rmSync(join(sysfs, 'class', 'hidraw'), { recursive: true })
      mkdirSync(join(sysfs, 'class', 'hidraw'))
      writeFileSync(join(dev, 'hidraw0'), '')
    },
    /** A HID device that hangs on no USB device, as uhid makes them. */
    addHid: (name: string, kind: 'fido' | 'mouse', uevent: string) => {
      addHid(join(devices, 'virtual', 'misc', 'uhid'), name, kind, uevent)
      writeFileSync(join(dev, 'hidraw1'), '')
    },
  }
}
