/** What Windows hands over as bytes and ids, read without Windows: as documented, and damaged in any way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyKindOf, kindOf } from '../../agent/devices/kind.ts'
import { attachedDevices } from '../../agent/platform/win32/attached-devices.ts'
import {
  filesIn,
  htmlIn,
  isSecret,
  unicodeText,
} from '../../agent/platform/win32/clipboard-formats.ts'
import { readFromDesk } from '../../agent/platform/win32/desk-wire.ts'
import type { DeviceNode } from '../../agent/platform/win32/device-nodes.ts'
import { readDisk } from '../../agent/platform/win32/disk-descriptor.ts'
import { readNotifications } from '../../agent/platform/win32/notifications.ts'
import type { Volume } from '../../agent/platform/win32/volumes.ts'
import { originIn } from '../../agent/platform/win32/zone-identifier.ts'
import { deskTaskXml } from '../../packaging/windows/desk-task.ts'

const bytes = fc.uint8Array({ maxLength: 400 }).map(array => Buffer.from(array))

function notification(action: number, name: string, isLast: boolean): Buffer {
  const text = Buffer.from(name, 'utf16le')
  const length = Math.ceil((12 + text.length) / 4) * 4
  const record = Buffer.alloc(length)
  record.writeUInt32LE(isLast ? 0 : length, 0)
  record.writeUInt32LE(action, 4)
  record.writeUInt32LE(text.length, 8)
  text.copy(record, 12)
  return record
}

describe('changes of a folder', () => {
  it('are read in order, with names in any script', () => {
    const buffer = Buffer.concat([
      notification(1, 'отчёт.xlsx', false),
      notification(4, 'a', false),
      notification(5, 'in\\b', true),
    ])
    expect(readNotifications(buffer)).toEqual([
      { kind: 'added', name: 'отчёт.xlsx' },
      { kind: 'was', name: 'a' },
      { kind: 'renamed', name: 'in\\b' },
    ])
  })

  it('end with the buffer, whatever is in it', () => {
    fc.assert(fc.property(bytes, buffer => readNotifications(buffer).length <= buffer.length / 12))
  })
})

describe('a disk', () => {
  it('says its names and number where it has them', () => {
    const answer = Buffer.alloc(80)
    answer.writeUInt8(1, 10)
    for (const [at, offset] of [
      [12, 40],
      [16, 50],
      [24, 60],
    ] as const)
      answer.writeUInt32LE(offset, at)
    answer.writeUInt32LE(7, 28)
    answer.write('SanDisk \0', 40, 'latin1')
    answer.write('Ultra\0', 50, 'latin1')
    answer.write('4C5300\0', 60, 'latin1')
    expect(readDisk(answer)).toEqual({
      vendor: 'SanDisk',
      product: 'Ultra',
      serial: '4C5300',
      bus: 7,
      isRemovable: true,
    })
  })

  it('is read from any bytes without a fault', () => {
    fc.assert(fc.property(bytes, answer => (readDisk(answer)?.bus ?? 0) >= 0))
  })
})

describe('a copy on the clipboard', () => {
  const drop = (paths: string[]): Buffer => {
    const head = Buffer.alloc(20)
    head.writeUInt32LE(20, 0)
    head.writeUInt32LE(1, 16)
    return Buffer.concat([head, Buffer.from(`${paths.join('\0')}\0\0`, 'utf16le')])
  }

  it('is text up to its end, and the page without its head', () => {
    expect(unicodeText(Buffer.from('Müller\0rest', 'utf16le')).toString()).toBe('Müller')
    const head = 'Version:0.9\r\nStartHTML:0000000072\r\nEndHTML:0000000085\r\nStartFragment:1\r\n'
    expect(htmlIn(Buffer.from(`${head}<b>Anna</b>!!\0`)).toString()).toBe('<b>Anna</b>!!')
  })

  it('names its files as addresses', () => {
    const list = filesIn(drop(['C:\\Users\\anna\\a b.csv', '\\\\server\\share\\c.csv'])).toString()
    expect(list.split('\r\n')).toEqual([
      'file:///C:/Users/anna/a%20b.csv',
      'file://server/share/c.csv',
    ])
  })

  it('is a secret where a password manager says so, in each way that is in use', () => {
    expect(isSecret(['ExcludeClipboardContentFromMonitorProcessing'], undefined)).toBe(true)
    expect(isSecret(['Clipboard Viewer Ignore'], undefined)).toBe(true)
    expect(isSecret([], Buffer.from([0, 0, 0, 0]))).toBe(true)
    expect(isSecret(['HTML Format'], Buffer.from([1, 0, 0, 0]))).toBe(false)
    expect(isSecret(['HTML Format'], undefined)).toBe(false)
  })

  it('is read from any bytes without a fault', () => {
    fc.assert(
      fc.property(bytes, any => {
        filesIn(any)
        unicodeText(any)
        return htmlIn(any).length <= any.length
      }),
    )
  })

  it('is taken from a desk only in its own words', () => {
    expect(readFromDesk('{"pid":7}')).toEqual({ pid: 7 })
    for (const line of [
      '',
      '[]',
      '{"pid":0}',
      '{"copy":{"contents":[{"type":"a"}]}}',
      '{"copy":1}',
    ])
      expect(readFromDesk(line)).toBeUndefined()
    fc.assert(fc.property(fc.string(), line => readFromDesk(line) !== null))
  })
})

describe('the origin of a file', () => {
  it('is the address, else the page that led there', () => {
    const zone = '[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://crm.example/list\r\n'
    expect(originIn(`${zone}HostUrl=https://crm.example/export.csv\r\n`)).toBe(
      'https://crm.example/export.csv',
    )
    expect(originIn(`${zone}HostUrl=about:internet\r\n`)).toBe('https://crm.example/list')
    expect(originIn('[ZoneTransfer]\r\nZoneId=3\r\n')).toBeUndefined()
  })
})

const node = (id: string, more: Partial<DeviceNode> = {}): DeviceNode => ({
  id,
  description: undefined,
  ownName: undefined,
  maker: undefined,
  class: undefined,
  hardwareIds: [],
  compatibleIds: [],
  container: undefined,
  capabilities: 4,
  ...more,
})
const volume: Volume = {
  root: 'E:\\',
  type: 2,
  label: 'STICK',
  serial: '1A2B-3C4D',
  sizeBytes: 8_000_000,
  isReadOnly: false,
  disk: { vendor: 'SanDisk', product: 'Ultra', serial: '4c5300', bus: 7, isRemovable: true },
}

describe('a device', () => {
  it('is a stick with its volume, known by its serial number', () => {
    const [stick, ...rest] = attachedDevices(
      [
        node('USB\\VID_0781&PID_5581\\4C5300', {
          compatibleIds: ['USB\\Class_08&SubClass_06&Prot_50', 'USB\\Class_08'],
        }),
        node('USBSTOR\\DISK&VEN_SANDISK&PROD_ULTRA&REV_1.00\\4C5300&0', {
          description: 'SanDisk Ultra USB Device',
        }),
      ],
      [volume],
    )
    expect(rest).toEqual([])
    expect(stick).toMatchObject({
      name: 'SanDisk Ultra USB Device',
      vendorId: '0781',
      serial: '4C5300',
      interfaces: ['08/06/50'],
      isStorage: true,
      volumes: [{ device: 'E:', uuid: '1A2B-3C4D' }],
    })
  })

  it('without a number of its own has none, though Windows gives it one', () => {
    const [mouse] = attachedDevices([node('USB\\VID_046D&PID_C077\\5&2C1E&0&1')], [])
    expect(mouse).not.toHaveProperty('serial')
  })

  it('is a key by one of its parts, a phone by its protocol, a reader by its class, and no hub', () => {
    const container = '{1}'
    const found = attachedDevices(
      [
        node('USB\\VID_1050&PID_0407\\1', { container }),
        node('HID\\VID_1050&PID_0407&MI_01\\8&1&0&0', {
          container,
          hardwareIds: ['HID_DEVICE_UP:F1D0_U:0001'],
        }),
        node('USB\\VID_18D1&PID_4EE1\\AB12', { compatibleIds: ['USB\\MS_COMP_MTP'] }),
        node('USB\\VID_04E6&PID_5116\\5&1&0&2', { compatibleIds: ['USB\\Class_0b&SubClass_00'] }),
        node('USB\\VID_8087&PID_0024\\5&1&0&3', { compatibleIds: ['USB\\Class_09'] }),
      ],
      [],
    )
    expect(found.map(device => keyKindOf(device, []) ?? kindOf(device))).toEqual([
      'fido',
      'phone',
      'smart-card',
    ])
  })

  it('of an unknown bus is a drive of its own', () => {
    expect(attachedDevices([], [{ ...volume, disk: undefined }])).toMatchObject([
      { id: 'volume E: 1A2B-3C4D', name: 'STICK', isStorage: true },
    ])
  })
})

describe('the task of a session', () => {
  it('runs for all people with no more rights than they have, from the folder of the program', () => {
    const xml = deskTaskXml('C:\\Program Files\\A & B')
    expect(xml).toContain('<GroupId>S-1-5-32-545</GroupId><RunLevel>LeastPrivilege</RunLevel>')
    expect(xml).toContain('<Command>C:\\Program Files\\A &amp; B\\bin\\node.exe</Command>')
  })
})
