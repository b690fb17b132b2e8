/**
 * Scans files in a process of their own where they are more than plain text: formats that are taken apart may be made to hurt.
 * Whatever happens to that process is a result of the scan. It is started on demand and gone when idle.
 */
import { closeSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { limits } from '../events/limits.ts'
import { systemPath } from '../events/path-bytes.ts'
import { noFilterVersion } from '../events/policy.ts'
import { openRegular } from './file-source.ts'
import type { CustomerFilter } from './filter.ts'
import { type Confinement, deathOf, type Reader, startReader } from './reader-process.ts'
import type { FromReader, Subject, ToReader } from './sandbox-wire.ts'
import { type ScanOptions, type ScanOutcome, scanBytes, scanFile } from './scan.ts'

type SandboxScan = Pick<ScanOptions, 'signal' | 'isByRow'> & {
  /** Bytes of the file, where the caller has just looked and it lies on this machine: a small one is then read at once. */
  readonly size?: number
  /** The file, opened by somebody who may wait for another machine: this process then touches nothing of it. */
  readonly fd?: number
}

/** Scans files, the risky ones outside of this process. */
export interface Sandbox {
  /** As `scanFile`; a reader that crashes, hangs or needs too much gives status `failed` with the reason. */
  scan(
    path: string,
    filter: CustomerFilter | undefined,
    options?: SandboxScan,
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
  /** Takes the rights of readers away; then nothing at all is read in this process. */
  readonly confinement?: Confinement
  readonly timeMsMax?: number
  readonly graceMs?: number
}

/** What a scan says of a file that was not read, and why; `startMs`: when it was begun, by `performance.now()`. */
export function failedOutcome(
  reason: string,
  filter?: CustomerFilter,
  startMs = performance.now(),
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

/** To read so much from memory takes some hundredths of a millisecond. */
const atHandBytesMax = 256 * 1024

const sizeOf = (path: string): Promise<number> =>
  stat(systemPath(path)).then(
    found => (found.isFile() ? found.size : 0),
    () => 0,
  )

/** What the system refuses. Anything else that goes wrong is the content's doing, and the reader's to fail of. */
const isOfSystem = (error: unknown): boolean => error instanceof Error && 'errno' in error

/** Opens a sandbox; no process is started yet. */
export function openSandbox({
  confinement,
  program = confinement?.program ?? new URL('./sandbox-reader.ts', import.meta.url),
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
    const reader = startReader(program, confinement)
    all.add(reader)
    reader.child.on('exit', () => {
      all.delete(reader)
      reader.channel?.close()
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

  /** Where readers are confined, a file is opened here and handed over. */
  async function scanOutside(
    subject: Subject,
    filter: CustomerFilter | undefined,
    { fd: given, ...options }: Pick<ScanOptions, 'signal' | 'isByRow' | 'fd'>,
  ): Promise<ScanOutcome> {
    if (!confinement || !('path' in subject)) return scanBy(subject, filter, options)
    if (given !== undefined) return scanBy(subject, filter, { ...options, fd: given })
    const startMs = performance.now()
    let fd: number | undefined
    try {
      fd = await openRegular(subject.path)
      return await scanBy(subject, filter, { ...options, fd })
    } catch (error) {
      options.signal?.throwIfAborted()
      return failedOutcome(String(error), filter, startMs)
    } finally {
      if (fd !== undefined) closeSync(fd)
    }
  }

  function scanBy(
    subject: Subject,
    filter: CustomerFilter | undefined,
    { signal, isByRow = false, fd }: Pick<ScanOptions, 'signal' | 'isByRow' | 'fd'>,
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
      if (fd !== undefined) reader.channel?.pass(fd)
      send(reader, { ...subject, timeMsMax, isByRow })
    })
  }

  return {
    async scan(path, filter, options = {}) {
      const { signal } = options
      signal?.throwIfAborted()
      if (confinement || options.fd !== undefined) return scanOutside({ path }, filter, options)
      const size = options.size ?? (await sizeOf(path))
      if (size > limits.scanInProcessBytesMax) return scanOutside({ path }, filter, options)
      try {
        const isAtHand = options.size !== undefined && size <= atHandBytesMax
        return await scanFile(path, filter, { ...options, isAtHand, isPlainOnly: true })
      } catch (error) {
        signal?.throwIfAborted()
        if (isOfSystem(error)) throw error
        return scanOutside({ path }, filter, options)
      }
    },
    async scanBytes(bytes, name, filter, options = {}) {
      options.signal?.throwIfAborted()
      if (confinement) return scanOutside({ bytes, name }, filter, options)
      try {
        return await scanBytes(bytes, name, filter, { ...options, isPlainOnly: true })
      } catch (error) {
        options.signal?.throwIfAborted()
        if (isOfSystem(error)) throw error
        return scanOutside({ bytes, name }, filter, options)
      }
    },
    close() {
      for (const { child } of all) child.kill('SIGKILL')
    },
  }
}
