/** Starting a reader process, with this process's rights or confined, and saying how it died. */
import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { limits } from '../events/limits.ts'

/** Hands open files to one reader. */
export interface FileChannel {
  /** The reader's end, which it inherits as descriptor `readerChannelFd`. */
  readonly theirs: number
  /** Called when the reader has been started and holds its end. */
  started(): void
  /** Sends an open file; this process keeps its own descriptor. */
  pass(fd: number): void
  close(): void
}

/** How rights are taken away from readers. */
export interface Confinement {
  /** The reader's program: it takes files from the channel. */
  readonly program: URL
  /** Words in front of the reader's command that drop its rights. */
  readonly before: readonly string[]
  readonly channel: () => FileChannel
}

/** Behind standard streams and Node's own channel. */
export const readerChannelFd = 4

/** A reader process. */
export interface Reader {
  readonly child: ChildProcess
  readonly channel: FileChannel | undefined
  filterVersion: string | undefined
  stderr: string
  idle: NodeJS.Timeout | undefined
}

/** Behind what a person does at the machine, but not starved by it. */
const lowPriority = 5
const stderrCharsMax = 8192
const megabyte = 1024 * 1024

/** Loaders that this process itself was started with: they halve the reader's start. */
function loaders(): string[] {
  const { execArgv } = process
  return execArgv.flatMap((arg, index) =>
    arg === '--import' ? [arg, execArgv[index + 1] ?? ''] : [],
  )
}

/** Where readers keep their compiled code, beside the code itself: it saves them 35 MB and three quarters of their start. */
const compileCache = fileURLToPath(
  new URL('../node_modules/.cache/clientkeep/compiled', import.meta.url),
)

const nodeOptions = (): string[] => [
  ...loaders(),
  `--max-old-space-size=${limits.scanHeapBytesMax / megabyte}`,
  // Buffers that live a moment are collected early: a long file stays below 150 MB.
  '--max-semi-space-size=4',
]

/** Nothing of this process's environment: it may hold secrets. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE, MALLOC_ARENA_MAX } = process.env
  return {
    PATH: '/usr/bin:/bin',
    NODE_COMPILE_CACHE: NODE_COMPILE_CACHE ?? compileCache,
    ...(MALLOC_ARENA_MAX !== undefined && { MALLOC_ARENA_MAX }),
  }
}

function forkReader(program: URL, confinement: Confinement | undefined, channel?: FileChannel) {
  const common = { serialization: 'advanced' } as const
  const [first, ...rest] = confinement?.before ?? []
  if (first === undefined || !channel) {
    const env = { NODE_COMPILE_CACHE: compileCache, ...process.env }
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const
    return fork(program, { ...common, env, execArgv: nodeOptions(), stdio: [...stdio] })
  }
  return fork(program, {
    ...common,
    cwd: '/',
    env: bareEnvironment(),
    execPath: first,
    execArgv: [...rest, process.execPath, ...nodeOptions()],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', channel.theirs],
  })
}

/** Starts a reader at low priority. */
export function startReader(program: URL, confinement: Confinement | undefined): Reader {
  const channel = confinement?.channel()
  const child = forkReader(program, confinement, channel)
  channel?.started()
  const reader: Reader = { child, channel, filterVersion: undefined, stderr: '', idle: undefined }
  child.stderr?.on('data', (text: Buffer) => {
    reader.stderr = `${reader.stderr}${text}`.slice(-stderrCharsMax)
  })
  child.on('error', () => child.kill('SIGKILL'))
  try {
    if (child.pid !== undefined) setPriority(child.pid, lowPriority)
  } catch {
    // It may be gone already, or the system may not allow it.
  }
  return reader
}

/** Why a reader ended without an answer. */
export function deathOf({ stderr }: Reader, code: number | null, signal: string | null): string {
  if (/out of memory|allocation failed/i.test(stderr)) {
    return 'reading it needed more memory than a reader may have; it was stopped'
  }
  return `the program part that reads it ended unexpectedly (${signal ?? `exit code ${code}`})`
}
