/** Does one thing as a Windows program: `act.ts plug E /folder`, `act.ts unplug E`, `act.ts storm E:\ 1000 name`, `act.ts stay`. Fails where Windows does not have it so. */
import { writeFileSync } from 'node:fs'
import { win32 } from 'node:path'
import { closeHandle, failure, kernel32 } from '../../agent/platform/win32/libraries.ts'
import { control, driveRoots } from '../../agent/platform/win32/volumes.ts'

const createFile = kernel32.func(
  'intptr_t __stdcall CreateFileW(str16 path, uint32_t access, uint32_t share, void *security, uint32_t how, uint32_t flags, intptr_t template)',
)
/** Wine's own call that gives a folder a letter (mountmgr: IOCTL_MOUNTMGR_DEFINE_UNIX_DRIVE), as its settings program does. */
const defineUnixDrive = 0x6dc080
const removableDrive = 2
const noDrive = 1
const headBytes = 32

function define(letter: string, type: number, folder = ''): void {
  const manager = Number(createFile('\\\\.\\MountPointManager', 0xc0000000, 3, null, 3, 0, 0))
  const path = Buffer.from(folder === '' ? '' : `${folder}\0`)
  const order = Buffer.alloc(headBytes + path.length + 2)
  order.writeUInt32LE(order.length, 0)
  order.writeUInt32LE(type, 4)
  order.write(letter.toLowerCase(), 24, 'utf16le')
  if (path.length > 0) order.writeUInt16LE(headBytes, 26)
  path.copy(order, headBytes)
  const isDone = control(manager, defineUnixDrive, order)
  if (!isDone) throw new Error(failure(`drive ${letter}`))
  closeHandle(manager)
  const isThere = driveRoots().includes(`${letter}:\\`)
  if (isThere !== (type === removableDrive)) throw new Error(`drive ${letter}: is as it was`)
}

const [what, ...args] = process.argv.slice(2)
if (what === 'plug') define(args[0] ?? '', removableDrive, args[1])
else if (what === 'unplug') define(args[0] ?? '', noDrive)
else if (what === 'storm')
  for (let index = 0; index < Number(args[1]); index += 1)
    writeFileSync(win32.join(args[0] ?? '', `${args[2] ?? ''}${index}.csv`), `row ${index}\r\n`)
else if (what === 'stay') {
  console.log('here')
  setInterval(() => {}, 60_000)
} else throw new Error(`there is no "${what}"`)
