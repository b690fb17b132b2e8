/** Runs in the virtual endpoint: a HID device of the FIDO usage page, made through /dev/uhid. It is gone when this program ends. */
import { closeSync, openSync, writeSync } from 'node:fs'

/** `UHID_CREATE2` (linux/uhid.h): name, phys and uniq, then sizes and ids, then the report descriptor. */
const create2 = 11
const descriptor = Buffer.from(
  '06d0f10901a1010920150026ff007508954081020921150026ff00750895409102c0',
  'hex',
)
const usbBus = 3
const event = Buffer.alloc(4 + 128 + 64 + 64 + 2 + 2 + 16 + 4096)
event.writeUInt32LE(create2, 0)
event.write('Soft key', 4)
event.write('SOFT-77', 4 + 128 + 64)
let at = 4 + 128 + 64 + 64
at = event.writeUInt16LE(descriptor.length, at)
at = event.writeUInt16LE(usbBus, at)
at = event.writeUInt32LE(0x1050, at)
at = event.writeUInt32LE(0x0407, at)
descriptor.copy(event, at + 8)

const device = openSync('/dev/uhid', 'r+')
writeSync(device, event)
process.on('SIGTERM', () => {
  closeSync(device)
  process.exit()
})
setInterval(() => {}, 60_000)
