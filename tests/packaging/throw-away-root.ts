/** A root file system to install packages in: this machine's, with an overlay in memory that takes all writes. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ThrowAwayRoot {
  /** Where it lies on this machine. */
  readonly path: string
  /** Runs a command in it; throws with what it said where it fails. */
  run(command: string, args: readonly string[], input?: string): Promise<string>
  remove(): void
}

/** Why none can be made here, or undefined. */
export const noThrowAwayRoot: string | undefined =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'a throw-away root needs Linux and root'
    : readFileSync('/proc/filesystems', 'utf8').includes('overlay') ||
        spawnSync('modprobe', ['overlay']).status === 0
      ? undefined
      : 'this kernel has no overlay file system'

function must(command: string, args: readonly string[]): string {
  const ran = spawnSync(command, args, { encoding: 'utf8' })
  if (ran.status === 0) return ran.stdout + ran.stderr
  throw new Error(`${command} ${args.join(' ')}: ${ran.stdout}${ran.stderr}${ran.error ?? ''}`)
}

/** The same without holding up this process, which may be whom the command speaks to. */
function inTurn(command: string, args: readonly string[], input = ''): Promise<string> {
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

/** Mounts one. No service manager runs in it. */
export function throwAwayRoot(): ThrowAwayRoot {
  const base = mkdtempSync(join(tmpdir(), 'clientkeep-root-'))
  must('mount', ['-t', 'tmpfs', 'tmpfs', base])
  const [upper, work, path] = ['upper', 'work', 'root'].map(name => join(base, name))
  for (const dir of [upper, work, path]) mkdirSync(dir ?? '')
  const overlay = `lowerdir=/,upperdir=${upper},workdir=${work}`
  must('mount', ['-t', 'overlay', 'overlay', '-o', overlay, path ?? ''])
  const root = path ?? ''
  must('mount', ['-t', 'proc', 'proc', join(root, 'proc')])
  must('mount', ['--bind', '/dev', join(root, 'dev')])
  rmSync(join(root, 'run', 'systemd', 'system'), { recursive: true, force: true })
  return {
    path: root,
    run: (command, args, input) => inTurn('chroot', [root, command, ...args], input),
    remove: () => {
      for (const mounted of [join(root, 'dev'), join(root, 'proc'), root, base])
        spawnSync('umount', ['-l', mounted])
      rmSync(base, { recursive: true, force: true })
    },
  }
}
