/** Kernel and first file system of the virtual endpoint, made once from Debian's own packages and kept in the cache. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join, resolve } from 'node:path'

const here = import.meta.dirname
const project = resolve(here, '../..')
const cache = resolve(project, 'node_modules/.cache/clientkeep/virtual-endpoint')

/** Drivers of the machine and of what is plugged into it. */
const modules = [
  ['virtio_pci', 'virtio_net', 'virtio_console', '9p', '9pnet_virtio', 'overlay'],
  ['xhci_pci', 'usb_storage', 'uas', 'sd_mod', 'usbhid', 'hid_generic', 'uhid'],
  ['vfat', 'exfat', 'ext4', 'nls_cp437', 'nls_ascii', 'nls_iso8859-1', 'nls_utf8'],
].flat()

/** Drivers that one test asks for (`load`), by what it needs them for. */
const sets = {
  shares: ['nfs', 'nfsv4', 'cifs', 'ecb', 'hmac', 'md5', 'cmac', 'sha512', 'ccm', 'gcm', 'aes'],
  formats: ['fuse'],
} as const
export type DriverSet = keyof typeof sets

/** Programs that it takes, with the Debian package of each. */
const programs = [
  ['/usr/bin/qemu-system-x86_64', 'qemu-system-x86'],
  ['/bin/busybox', 'busybox-static'],
  ['/lib/systemd/systemd-udevd', 'udev'],
  ['/sbin/modprobe', 'kmod'],
  ['/usr/bin/cpio', 'cpio'],
  ['/sbin/mkfs.vfat', 'dosfstools'],
] as const

export interface Image {
  readonly kernel: string
  readonly initramfs: string
  /** A script that loads a set of drivers in the virtual endpoint. */
  drivers(set: DriverSet): string
}

/** Why no virtual endpoint can be started here; undefined where one can. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it needs Linux on x64'
  if (process.getuid?.() !== 0) return 'it reads this machine as root: run the tests as root'
  const missing = programs.filter(([path]) => !existsSync(path)).map(([, name]) => name)
  return missing.length > 0 ? `it needs ${missing.join(', ')}` : undefined
}

const run = (program: string, args: readonly string[], cwd: string): string =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** Debian's current kernel, unpacked; its version. */
function fetchKernel(dir: string): string {
  const current = () =>
    run('sh', ['-c', 'apt-cache depends linux-image-amd64 || true'], dir).match(
      /Depends: (\S+)/,
    )?.[1]
  if (current() === undefined) run('apt-get', ['update', '-q'], dir)
  const name = current()
  if (name === undefined) throw new Error('Debian offers no linux-image-amd64')
  run('apt-get', ['download', '-q', '-o', 'APT::Sandbox::User=root', name], dir)
  const archive = readdirSync(dir).find(file => file.endsWith('.deb')) ?? ''
  run('dpkg', ['-x', archive, 'root'], dir)
  rmSync(join(dir, archive))
  const version = readdirSync(join(dir, 'root/lib/modules'))[0] ?? ''
  run('/sbin/depmod', ['-b', join(dir, 'root'), version], dir)
  return version
}

function modulePaths(dir: string, version: string, names: readonly string[]): string[] {
  const needed = names.flatMap(name => {
    const args = ['-d', join(dir, 'root'), '-S', version, '--show-depends', name]
    const lines = run('/sbin/modprobe', args, dir).split('\n')
    return lines.flatMap(line => line.match(/^insmod (\S+)/)?.[1] ?? [])
  })
  return [...new Set(needed)]
}

function build(dir: string): void {
  const version = fetchKernel(dir)
  for (const folder of ['bin', 'dev', 'proc', 'sys', 'lib/modules'])
    mkdirSync(join(dir, 'first', folder), { recursive: true })
  cpSync('/bin/busybox', join(dir, 'first/bin/busybox'))
  const paths = modulePaths(dir, version, modules)
  for (const path of paths) cpSync(path, join(dir, 'first/lib/modules', basename(path)))
  writeFileSync(join(dir, 'first/modules'), `${paths.map(path => basename(path)).join('\n')}\n`)
  for (const [set, names] of Object.entries(sets)) {
    const drivers = modulePaths(dir, version, names).filter(path => !paths.includes(path))
    mkdirSync(join(dir, set))
    for (const [at, path] of drivers.entries())
      cpSync(path, join(dir, set, `${String(at).padStart(3, '0')}-${basename(path)}`))
  }
  const init = readFileSync(join(here, 'init.sh'), 'utf8').replaceAll('@project@', project)
  writeFileSync(join(dir, 'first/init'), init, { mode: 0o755 })
  run('sh', ['-c', '(cd first && find . | cpio -o -H newc --quiet) | gzip -1 > initramfs.gz'], dir)
  cpSync(join(dir, 'root/boot', `vmlinuz-${version}`), join(dir, 'kernel'))
  for (const folder of ['root', 'first']) rmSync(join(dir, folder), { recursive: true })
}

/** The image; made where it is missing or its making has changed. Throws where the kernel's package cannot be fetched. */
export function openImage(): Image {
  const recipe = ['image.ts', 'init.sh'].map(name => readFileSync(join(here, name)))
  const hash = createHash('sha256').update(Buffer.concat([...recipe, Buffer.from(here)]))
  const dir = join(cache, hash.digest('hex').slice(0, 16))
  if (!existsSync(dir)) {
    const next = `${dir}.${process.pid}`
    mkdirSync(next, { recursive: true })
    build(next)
    renameSync(next, dir)
  }
  return {
    kernel: join(dir, 'kernel'),
    initramfs: join(dir, 'initramfs.gz'),
    drivers: set =>
      readdirSync(join(dir, set))
        .sort()
        .map(name => `/sbin/insmod ${join(dir, set, name)} || true`)
        .join('\n'),
  }
}
