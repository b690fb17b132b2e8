/** The clipboard of a Wayland compositor, by the data-control protocol: wl-clipboard speaks it, as the person whose desktop it is. */
import { execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Content, Copy, Desktop, Handlers } from '../../clipboard/board.ts'
import { asUser, type Command } from '../as-user.ts'
import type { Account } from '../platform.ts'
import type { Display } from './displays.ts'

/** Programs that hand a copy over may be swapped out, and the machine busy. */
const answerMsMax = 10_000
const typesBytesMax = 64 * 1024

/** How wl-paste is run: in the desktop's session, as its person, with nothing else of our environment and rights. */
function runner({ runtimeDir = '', name, uid, gid }: Display) {
  const settings = {
    env: {
      PATH: '/usr/bin:/bin',
      XDG_RUNTIME_DIR: runtimeDir,
      WAYLAND_DISPLAY: name.split('/').at(-1),
    },
    cwd: '/',
  }
  const isOurs = process.getuid?.() === uid
  return {
    settings,
    command: (args: readonly string[]): Command =>
      isOurs ? ['wl-paste', ...args] : asUser({ uid, gid }, ['wl-paste', ...args]),
  }
}

type Runner = ReturnType<typeof runner>

/** What wl-paste prints, up to `bytesMax`; undefined where it fails. Rejects where whoever copied does not hand it over in time. */
const paste = (
  args: readonly string[],
  bytesMax: number,
  { settings: base, command }: Runner,
): Promise<Content | undefined> =>
  new Promise((resolve, reject) => {
    const [program, ...words] = command(args)
    const settings = {
      ...base,
      encoding: 'buffer',
      timeout: answerMsMax,
      maxBuffer: bytesMax,
    } as const
    execFile(program, words, settings, (error, bytes) => {
      const isCut =
        error !== null && 'code' in error && error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
      if (error?.killed && !isCut) reject(error)
      else if (error && !isCut) resolve(undefined)
      else resolve({ bytes: bytes.subarray(0, bytesMax), isCut })
    })
  })

const notInstalled = 'the program wl-paste (package wl-clipboard) is not installed'

/** Why wl-paste ended, in words. */
function reasonOf(said: string, code: number | null): string {
  if (/failed to execute/.test(said)) return notInstalled
  const reason = /data-control/.test(said)
    ? 'its compositor has no data-control protocol'
    : said.trim().split('\n')[0] || `wl-paste ended with ${code}`
  return `copies cannot be seen on this desktop (${reason})`
}

/** `isReplaced`: something else was copied since. */
async function handle(
  { onCopy, onMissed }: Handlers,
  run: Runner,
  isReplaced: () => boolean,
): Promise<void> {
  if (isReplaced()) return onMissed()
  const list = await paste(['--list-types'], typesBytesMax, run)
  // Where nothing is copied any more, there is nothing to miss.
  if (!list) return
  const copy: Copy = {
    board: 'CLIPBOARD',
    types: Buffer.from(list.bytes).toString('utf8').split('\n').filter(Boolean),
    read: async (type, bytesMax) => {
      const content = await paste(['--no-newline', '--type', type], bytesMax, run)
      if (content && !isReplaced()) return content
      onMissed()
      return undefined
    },
  }
  await onCopy(copy)
}

/** The desktop of a Wayland compositor. Which program copied, the protocol does not say. */
export function waylandDesktop(display: Display, account: Account): Desktop {
  const run = runner(display)
  return {
    id: `wayland ${display.name}`,
    account,
    listen: handlers =>
      new Promise((resolve, reject) => {
        const { signal } = handlers
        // It prints a line for each change, by what there is now; what changed is asked for then.
        const [program, ...args] = run.command(['--watch', 'sh', '-c', 'echo "$CLIPBOARD_STATE"'])
        const child = spawn(program, args, {
          ...run.settings,
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let said = ''
        let turn = Promise.resolve()
        let copies = 0
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          said = (said + text).slice(-2000)
        })
        createInterface({ input: child.stdout }).on('line', state => {
          copies += 1
          if (state === 'nil' || state === 'clear') return
          const number = copies
          // The first may be what was there before: nobody promised to look at that.
          const onMissed = number === 1 ? () => {} : handlers.onMissed
          const look = () => handle({ ...handlers, onMissed }, run, () => copies > number)
          turn = turn.then(look).catch(() => handlers.onMissed())
        })
        const stop = () => {
          child.kill()
          resolve()
        }
        signal.addEventListener('abort', stop)
        child.on('spawn', () => handlers.onReady())
        child.on('error', () => reject(new Error(notInstalled)))
        child.on('close', code => {
          signal.removeEventListener('abort', stop)
          if (signal.aborted || code === 0) resolve()
          else reject(new Error(reasonOf(said, code)))
        })
      }),
  }
}
