/** How long a program waits for a guarded file: while the guard decides, and while it hangs and is ended. Linux, as root. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { openReadGuard } from '../../../agent/platform/linux/read-guard.ts'
import { limits } from '../../../events/limits.ts'
import { atMost, figure, type Goal, percentile, type Say } from '../report.ts'

const hangs = 100
const opens = 1000
const openersPerHang = 8

/** Opens the file after each line, says how long that took in milliseconds, and whether it was let in. */
const opener = `
import sys, time
for line in sys.stdin:
    begun = time.monotonic()
    try:
        open(sys.argv[1]).close()
        isOpen = 1
    except PermissionError:
        isOpen = 0
    print((time.monotonic() - begun) * 1000, isOpen, flush=True)
`

interface Opened {
  readonly ms: number
  readonly isOpen: boolean
}

function startOpener(path: string) {
  // Children of the agent, which this is, may read everything: it is the child of a shell.
  const command = ['-c', '"$@"; exit $?', 'sh', 'python3', '-c', opener, path]
  const child = spawn('sh', command, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    open: async (): Promise<Opened> => {
      child.stdin.write('\n')
      const [ms, isOpen] = String((await lines.next()).value)
        .split(' ')
        .map(Number)
      return { ms: ms ?? 0, isOpen: isOpen === 1 }
    },
    end: async () => {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}

/** A guard that keeps everybody out of the file when this resolves. */
async function startGuard(path: string, probe: ReturnType<typeof startOpener>) {
  const [pids, late]: [number[], string[]] = [[], []]
  const guard = openReadGuard(
    { onRefusal: () => {}, onLate: why => late.push(why) },
    { account: uid => ({ name: String(uid) }), onStarted: pid => pids.push(pid) },
  )
  guard.guard(path)
  while ((await probe.open()).isOpen) await delay(5)
  return { guard, late, pid: pids[0] ?? 0 }
}

/** Hangs a guard while programs open the file; gives how long each waited. All are let in, and it is told, or this throws. */
async function hang(path: string, openers: readonly ReturnType<typeof startOpener>[]) {
  const [probe] = openers
  if (!probe) throw new Error('nobody opens')
  const { guard, late, pid } = await startGuard(path, probe)
  try {
    // It is looked at from time to time: a hang begins at any moment between two looks.
    await delay(Math.random() * limits.readDecisionMs)
    process.kill(pid, 'SIGSTOP')
    const opened = await Promise.all(openers.map(({ open }) => open()))
    if (!opened.every(({ isOpen }) => isOpen))
      throw new Error('a guard that hung kept somebody out')
    if (late.length !== 1) throw new Error(`that it hung was told ${late.length} times`)
    return opened.map(({ ms }) => ms)
  } finally {
    guard.close()
  }
}

/** Decisions of a guard that lives, then of one that hangs each time. */
export async function guard(root: string, say: Say): Promise<{ goals: Goal[]; notes: string[] }> {
  const path = join(root, 'list.csv')
  writeFileSync(path, 'anna@example.com\n')
  const openers = Array.from({ length: openersPerHang }, () => startOpener(path))
  try {
    const [first] = openers
    if (!first) throw new Error('nobody opens')
    const free: number[] = []
    for (let index = 0; index < opens; index += 1) free.push((await first.open()).ms)
    const live = await startGuard(path, first)
    const decided: number[] = []
    for (let index = 0; index < opens; index += 1) decided.push((await first.open()).ms)
    live.guard.close()
    const waited: number[] = []
    for (let index = 0; index < hangs; index += 1) {
      waited.push(...(await hang(path, openers)))
      if (index % 20 === 19) say(`${index + 1} hangs: ${Math.max(...waited).toFixed(0)} ms at most`)
    }
    const over = waited.filter(ms => ms > limits.readDecisionMs).length
    return {
      goals: [
        figure('opening a file that is not guarded, p50', percentile(free, 0.5), 'ms'),
        figure('opening a guarded file, p50', percentile(decided, 0.5), 'ms'),
        figure('the same, p99', percentile(decided, 0.99), 'ms'),
        figure('opening one whose guard hangs, p50', percentile(waited, 0.5), 'ms'),
        atMost('the same, p99', percentile(waited, 0.99), 'ms', limits.readDecisionMs),
        figure('the same, the slowest', Math.max(...waited), 'ms'),
        figure('the same, of all above the deadline', (over / waited.length) * 100, '%'),
      ],
      notes: [
        `A guard is stopped (SIGSTOP) ${hangs} times at a random moment while ${openersPerHang} programs open the file: all are let in, and that a decision was late is told each time.`,
      ],
    }
  } finally {
    await Promise.all(openers.map(({ end }) => end()))
  }
}
