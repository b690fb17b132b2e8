/** A root file system to install packages in: this machine's, with an overlay in memory that takes all writes. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ThrowAwayRoot {
  /** Where it lies on this machine. */
  readonly path: string
  /** The command that runs another in it. */
  readonly enter: readonly string[]
  /** Runs a command in it; throws with what it said where it fails. */
  run(command: string, args: readonly string[], input?: string): Promise<string>
  remove(): Promise<void>
}

/** Why none can be made here, or undefined. */
export const noThrowAwayRoot: string | undefined =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'a throw-away root needs Linux and root'
    : readFileSync('/proc/filesystems', 'utf8').includes('overlay') ||
        spawnSync('modprobe', ['overlay']).status === 0
      ? undefined
      : 'this kernel has no overlay file system'

/** Runs a command without holding up this process, which may be whom the command speaks to. */
function inTurn([command = '', ...args]: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(said)
      else reject(new Error(`${command} ${args.join(' ')}: ${said}`))
    })
    child.stdin.end(input)
  })
}

const mounting = `set -e
base=$1
mount -t tmpfs tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
mount -t proc proc "$base/root/proc"
mount --bind /dev "$base/root/dev"
rm -rf "$base/root/run/systemd/system"
echo ready
exec sleep infinity`

/**
 * Mounts one. No service manager runs in it. The mounts are in a namespace of their own that ends with this process: what a killed test
 * leaves behind is an empty folder, never the machine's own devices under a path that somebody clears away.
 */
export async function throwAwayRoot(): Promise<ThrowAwayRoot> {
  const base = mkdtempSync(join(tmpdir(), 'clientkeep-root-'))
  const holder = spawn(
    'setpriv',
    [
      ...['--pdeathsig=KILL', 'unshare', '--mount', '--propagation', 'private'],
      ...['sh', '-c', mounting, 'sh', base],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [holder.stdout, holder.stderr]) stream.setEncoding('utf8')
  holder.stderr.on('data', (text: string) => {
    said += text
  })
  const [first] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')])
  if (first !== 'ready\n') throw new Error(`no throw-away root: ${said || first}`)
  const enter = ['nsenter', `--mount=/proc/${holder.pid}/ns/mnt`, 'chroot', `${base}/root`]
  return {
    path: `/proc/${holder.pid}/root${base}/root`,
    enter,
    run: (command, args, input) => inTurn([...enter, command, ...args], input),
    async remove() {
      const gone = once(holder, 'exit')
      holder.kill('SIGKILL')
      await gone
      rmSync(base, { recursive: true, force: true })
    },
  }
}
