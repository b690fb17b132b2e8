/** Log files on disk: which there are, which log each is whatever its name is now, and their bytes. */
import { createHash } from 'node:crypto'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { limits } from '../../events/limits.ts'

/** What rotation leaves compressed was read before. */
const compressed = /\.(gz|bz2|xz|zst|zip)$/

/** The log and what rotation left beside it, or the files of a folder; ascending by time of change. Rejects with the system's error. */
export async function logFiles(path: string): Promise<readonly { path: string; size: number }[]> {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  const folder = isFolder ? path : dirname(path)
  const base = basename(path)
  const names = (await readdir(folder)).filter(
    name => !compressed.test(name) && (isFolder || isOf(base, name)),
  )
  const found = await Promise.all(
    names.map(async name => ({ path: join(folder, name), stats: await stat(join(folder, name)) })),
  )
  return found
    .filter(({ stats }) => stats.isFile() && stats.size > 0)
    .sort((one, two) => one.stats.mtimeMs - two.stats.mtimeMs)
    .slice(-limits.connectorFilesMax)
    .map(({ path: file, stats }) => ({ path: file, size: stats.size }))
}

const isOf = (base: string, name: string): boolean =>
  name === base || name.startsWith(`${base}.`) || name.startsWith(`${base}-`)

/** Up to `length` bytes from `offset`. */
export async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

const newline = 10
const headBytes = 64 * 1024

/** What a log is known by: its first line, with the second where the first names columns. Undefined while they are not whole. */
export async function identify(
  file: FileHandle,
  hasHead: boolean,
): Promise<{ hash: string; head: string; start: number } | undefined> {
  const bytes = await bytesAt(file, 0, headBytes)
  const first = endOfLine(bytes, 0)
  const end = hasHead && first !== undefined ? endOfLine(bytes, first) : first
  if (first === undefined || end === undefined) return undefined
  const hash = createHash('sha256').update(bytes.subarray(0, end)).digest('hex').slice(0, 32)
  const head = bytes.toString('utf8', 0, first).trimEnd()
  return { hash, head, start: hasHead ? first : 0 }
}

/** A line that is longer than all that is looked at ends there. */
function endOfLine(bytes: Buffer, from: number): number | undefined {
  const at = bytes.indexOf(newline, from)
  if (at >= 0) return at + 1
  return bytes.length === headBytes ? headBytes : undefined
}

/** Whole lines at the beginning of `bytes`, with where each ends in it; nothing of a line that is still being written. */
export function wholeLines(bytes: Buffer): { text: string; end: number }[] {
  const lines: { text: string; end: number }[] = []
  for (let from = 0; ; ) {
    const at = bytes.indexOf(newline, from)
    if (at < 0) return lines
    lines.push({ text: bytes.toString('utf8', from, at).replace(/\r$/, ''), end: at + 1 })
    from = at + 1
  }
}

/** Runs with the file open. */
export async function withFile<T>(
  path: string,
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, 'r')
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
