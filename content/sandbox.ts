/**
 * Scans files in a process of their own where they are more than plain text: formats that are taken apart may be made to hurt.
 * Whatever happens to that process is a result of the scan. It is started on demand and gone when idle.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { limits } from '../events/limits.ts'
import { noFilterVersion } from '../events/policy.ts'
import { NotPlain } from './extract/extract.ts'
import type { CustomerFilter } from './filter.ts'
import type { FromReader, Subject, ToReader } from './sandbox-wire.ts'
import { type ScanOptions, type ScanOutcome, scanBytes, scanFile } from './scan.ts'

/** Scans files, the risky ones outside of this process. */
export interface Sandbox {
  /** As `scanFile`; a reader that crashes, hangs or needs too much gives status `failed` with the reason. */
  scan(
    path: string,
    filter: CustomerFilter | undefined,
    options?: Pick<ScanOptions, 'signal' | 'isByRow'>,
  ): Promise<ScanOutcome>
  /** The same of bytes in memory; `name` is a hint to extractors. */
  scanBytes(
    bytes: Uint8Array,
    name: string,
    filter: CustomerFilter | undefined,
    options?: Pick<ScanOptions, 'signal'>,
  ): Promise<ScanOutcome>
  /** Ends all readers. */
  close(): void
}

export interface SandboxOptions {
  /** The program of the reader; another one in tests. */
  readonly program?: URL
  readonly timeMsMax?: number
  readonly graceMs?: number
}

/** Behind what a person does at the machine, but not starved by it. */
const lowPriority = 5
const stderrCharsMax = 8192
const megabyte = 1024 * 1024

/** A reader process. */
interface Reader {
  readonly child: ChildProcess
  filterVersion: string | undefined
  stderr: string
  idle: NodeJS.Timeout | undefined
}

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

function start(program: URL): Reader {
  const child = fork(program, {
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
    execArgv: [
      ...loaders(),
      `--max-old-space-size=${limits.scanHeapBytesMax / megabyte}`,
      // Buffers that live a moment are collected early: a long file stays below 150 MB.
      '--max-semi-space-size=4',
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const reader: Reader = { child, filterVersion: undefined, stderr: '', idle: undefined }
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

function failedOutcome(
  reason: string,
  filter: CustomerFilter | undefined,
  startMs: number,
): ScanOutcome {
  return {
    summary: {
      status: 'failed',
      reason,
      format: 'unknown',
      bytes: 0,
      rows: 0,
      candidates: 0,
      kinds: { email: 0, phone: 0 },
      tokens: '',
      filter_version: filter?.version ?? noFilterVersion,
      duration_ms: Math.round(performance.now() - startMs),
    },
    sha256: '',
    sizeBytes: 0,
  }
}

/** Why a reader ended without an answer. */
function deathOf({ stderr }: Reader, code: number | null, signal: string | null): string {
  if (/out of memory|allocation failed/i.test(stderr)) {
    return 'reading it needed more memory than a reader may have; it was stopped'
  }
  return `the program part that reads it ended unexpectedly (${signal ?? `exit code ${code}`})`
}

/** Opens a sandbox; no process is started yet. */
export function openSandbox({
  program = new URL('./sandbox-reader.ts', import.meta.url),
  timeMsMax = limits.scanMs,
  graceMs = limits.scanGraceMs,
}: SandboxOptions = {}): Sandbox {
  const idle: Reader[] = []
  const all = new Set<Reader>()

  function acquire(): Reader {
    const known = idle.pop()
    if (known) {
      clearTimeout(known.idle)
      return known
    }
    const reader = start(program)
    all.add(reader)
    reader.child.on('exit', () => {
      all.delete(reader)
      clearTimeout(reader.idle)
      const at = idle.indexOf(reader)
      if (at >= 0) idle.splice(at, 1)
    })
    return reader
  }

  function release(reader: Reader): void {
    if (!all.has(reader)) return
    idle.push(reader)
    reader.idle = setTimeout(() => reader.child.kill(), limits.scanIdleMs).unref()
    reader.child.unref()
    reader.child.channel?.unref()
  }

  function send(reader: Reader, message: ToReader): void {
    reader.child.send(message, () => {})
  }

  function scanOutside(
    subject: Subject,
    filter: CustomerFilter | undefined,
    { signal, isByRow = false }: Pick<ScanOptions, 'signal' | 'isByRow'>,
  ): Promise<ScanOutcome> {
    const startMs = performance.now()
    const reader = acquire()
    const { child } = reader
    child.ref()
    child.channel?.ref()
    return new Promise((resolve, reject) => {
      let isLate = false
      const clock = setTimeout(() => {
        isLate = true
        child.kill('SIGKILL')
      }, timeMsMax + graceMs)
      const abort = () => {
        settle()
        child.kill('SIGKILL')
        reject(signal?.reason)
      }
      function settle(): void {
        clearTimeout(clock)
        signal?.removeEventListener('abort', abort)
        child.off('message', answered)
        child.off('exit', ended)
      }
      function answered(message: FromReader): void {
        settle()
        release(reader)
        if (message.outcome) resolve(message.outcome)
        else resolve(failedOutcome(message.reason, filter, startMs))
      }
      function ended(code: number | null, killedBy: string | null): void {
        settle()
        const reason = isLate
          ? `not read within ${Math.round(timeMsMax / 1000)} s; the reader did not answer and was stopped`
          : deathOf(reader, code, killedBy)
        resolve(failedOutcome(reason, filter, startMs))
      }
      child.on('message', answered)
      child.on('exit', ended)
      signal?.addEventListener('abort', abort)
      if (reader.filterVersion !== filter?.version) {
        reader.filterVersion = filter?.version
        send(reader, { filter: filter?.file })
      }
      send(reader, { ...subject, timeMsMax, isByRow })
    })
  }

  return {
    async scan(path, filter, options = {}) {
      const { signal } = options
      signal?.throwIfAborted()
      const size = await stat(path).then(
        found => (found.isFile() ? found.size : 0),
        () => 0,
      )
      if (size > limits.scanInProcessBytesMax) return scanOutside({ path }, filter, options)
      try {
        return await scanFile(path, filter, { ...options, isPlainOnly: true })
      } catch (error) {
        if (!(error instanceof NotPlain)) throw error
        signal?.throwIfAborted()
        return scanOutside({ path }, filter, options)
      }
    },
    async scanBytes(bytes, name, filter, options = {}) {
      options.signal?.throwIfAborted()
      try {
        return await scanBytes(bytes, name, filter, { ...options, isPlainOnly: true })
      } catch (error) {
        if (!(error instanceof NotPlain)) throw error
        options.signal?.throwIfAborted()
        return scanOutside({ bytes, name }, filter, options)
      }
    },
    close() {
      for (const { child } of all) child.kill('SIGKILL')
    },
  }
}
