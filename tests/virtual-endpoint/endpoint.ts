/**
 * A virtual endpoint: a whole machine in software, with a USB bus, that runs the project as it lies here. Commands run in it as root;
 * devices are plugged into it from outside. Its disk is this machine's, read-only, under an overlay that is forgotten.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openImage } from './image.ts'
import { openLines } from './line-socket.ts'
import { openQmp } from './qmp.ts'

export interface Result {
  readonly code: number
  /** Standard output and error, in order. */
  readonly output: string
}

export interface Stick {
  readonly serial: string
  readonly label: string
  /** FAT where nothing is said. */
  readonly format?: Format
}

export interface Endpoint {
  /** Runs a bash script as root and waits for it. What it starts in the background must write to a file. */
  run(script: string): Promise<Result>
  /** As `run`; throws with the output where the exit code is not 0. Gives the output, trimmed. */
  ok(script: string): Promise<string>
  /** Plugs a device in (`qemu-system-x86_64 -device help` names the drivers); `id` is needed to pull it out. */
  plug(driver: string, id: string, properties?: Readonly<Record<string, unknown>>): Promise<void>
  /** Plugs a USB stick with a new file system in. */
  plugStick(id: string, stick: Stick): Promise<void>
  /** Pulls a device out; resolves when it is gone. */
  unplug(id: string): Promise<void>
  /** What the kernel and the first process said. */
  console(): string
  close(): void
}

const stickMegabytes = 64

/** What makes a file system in an image; its label follows, then the image. */
const formats = {
  vfat: ['/sbin/mkfs.vfat', '-n'],
  exfat: ['/sbin/mkfs.exfat', '-L'],
  ntfs: ['/sbin/mkntfs', '-F', '-Q', '-L'],
  ext4: ['/sbin/mkfs.ext4', '-q', '-L'],
} as const
export type Format = keyof typeof formats

function machineArguments(dir: string): string[] {
  const { kernel, initramfs } = openImage()
  return [
    ['-accel', 'tcg,thread=multi', '-smp', '2', '-cpu', 'max', '-m', '1536', '-no-reboot'],
    ['-kernel', kernel, '-initrd', initramfs, '-append', 'console=ttyS0 panic=-1 quiet'],
    ['-display', 'none', '-monitor', 'none', '-serial', `file:${join(dir, 'console')}`],
    ['-device', 'qemu-xhci,id=xhci', '-device', 'virtio-serial-pci'],
    ['-fsdev', 'local,id=root,path=/,security_model=none,readonly=on,multidevs=remap'],
    ['-device', 'virtio-9p-pci,fsdev=root,mount_tag=host'],
    ['-netdev', 'user,id=net', '-device', 'virtio-net-pci,netdev=net'],
    ['-chardev', `socket,id=command,path=${join(dir, 'command')},server=on,wait=off`],
    ['-device', 'virtserialport,chardev=command,name=command'],
    ['-qmp', `unix:${join(dir, 'qmp')},server=on,wait=off`],
  ].flat()
}

/** Boots an endpoint; resolves when it takes commands. Rejects with what it said where it does not come up. */
export async function bootEndpoint(): Promise<Endpoint> {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-endpoint-'))
  // It ends with this process, whatever ends that.
  const machine = spawn(
    'setpriv',
    ['--pdeathsig=KILL', '--', 'qemu-system-x86_64', ...machineArguments(dir)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let said = ''
  let isOver = false
  machine.stderr.on('data', (text: Buffer) => {
    said += text
  })
  machine.on('exit', () => {
    isOver = true
  })
  const log = () =>
    `${said}${existsSync(join(dir, 'console')) ? readFileSync(join(dir, 'console'), 'utf8') : ''}`
  const over = () => isOver
  const close = () => {
    machine.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const qmp = await openQmp(join(dir, 'qmp'), over)
    const port = await openLines(join(dir, 'command'), over)
    await port.next()
    return endpointOf({ dir, qmp, port, log, close })
  } catch (error) {
    const cause = new Error(log().slice(-4000))
    close()
    throw new Error(`the virtual endpoint did not start: ${String(error)}`, { cause })
  }
}

interface Machine {
  readonly dir: string
  readonly qmp: Awaited<ReturnType<typeof openQmp>>
  readonly port: Awaited<ReturnType<typeof openLines>>
  readonly log: () => string
  readonly close: () => void
}

function endpointOf({ dir, qmp, port, log, close }: Machine): Endpoint {
  let turn: Promise<unknown> = Promise.resolve()

  async function run(script: string): Promise<Result> {
    port.write(Buffer.from(script).toString('base64'))
    const [code, output = ''] = (await port.next()).split(' ')
    return { code: Number(code), output: Buffer.from(output, 'base64').toString() }
  }
  const inTurn = (script: string): Promise<Result> => {
    const result = turn.then(() => run(script))
    turn = result.catch(() => {})
    return result
  }
  const plug: Endpoint['plug'] = async (driver, id, properties = {}) => {
    await qmp.execute('device_add', { driver, id, bus: 'xhci.0', ...properties })
  }
  return {
    run: inTurn,
    ok: async script => {
      const { code, output } = await inTurn(script)
      if (code !== 0) throw new Error(`exit ${code}: ${script}\n${output}`)
      return output.trim()
    },
    plug,
    plugStick: async (id, { serial, label, format = 'vfat' }) => {
      const [make, ...options] = formats[format]
      const file = join(dir, `${id}.img`)
      writeFileSync(file, '')
      truncateSync(file, stickMegabytes * 1024 * 1024)
      execFileSync(make, [...options, label, file], { stdio: ['ignore', 'ignore', 'inherit'] })
      await qmp.execute('blockdev-add', {
        driver: 'raw',
        'node-name': `${id}-disk`,
        file: { driver: 'file', filename: file },
      })
      await plug('usb-storage', id, { serial, drive: `${id}-disk`, removable: true })
    },
    unplug: async id => {
      const gone = qmp.event('DEVICE_DELETED', id)
      await qmp.execute('device_del', { id })
      await gone
    },
    console: log,
    close: () => {
      port.close()
      qmp.close()
      close()
    },
  }
}
