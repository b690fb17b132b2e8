/** Runs commands and measures them from outside: wall time with start-up, processor time and peak memory. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Run {
  readonly seconds: number
  /** Processor seconds, to 0.02 s. */
  readonly cpuSeconds: number
  readonly peakBytes: number
  readonly output: string
}

const pollMs = 10
const ticksPerSecond = 100

/** What Linux says of a running process; undefined once it is gone. */
function look(pid: number): { readonly cpu: number; readonly peak: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    if (peak === undefined) return undefined
    return {
      cpu: (Number(stat[11]) + Number(stat[12])) / ticksPerSecond,
      peak: Number(peak) * 1024,
    }
  } catch {
    return undefined
  }
}

/** Runs a command to its end; its standard output is kept. Throws where it fails. */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const chunks: Buffer[] = []
    let last = { cpu: 0, peak: 0 }
    const timer = setInterval(() => {
      last = look(child.pid ?? 0) ?? last
    }, pollMs)
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', code => {
      clearInterval(timer)
      // grep and ripgrep say 1 for nothing found.
      if (code !== 0 && code !== 1) reject(new Error(`${command} ended with ${code}`))
      resolve({
        seconds: (performance.now() - start) / 1e3,
        cpuSeconds: last.cpu,
        peakBytes: last.peak,
        output: Buffer.concat(chunks).toString('latin1'),
      })
    })
  })
}
