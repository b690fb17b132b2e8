/** Looks for customers in one copy: in its text, or in the files that it names. */

import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ClipboardFacts } from '../../events/clipboard-activity.ts'
import { grouped } from '../../events/grouped.ts'
import { limits } from '../../events/limits.ts'
import { shownPath, systemPath } from '../../events/path-bytes.ts'
import type { ScanSummary } from '../../events/scan.ts'
import { filesBelow } from '../files/entries.ts'
import type { FileScanner } from '../scanner.ts'
import type { Copy } from './board.ts'
import { type Choice, choicesOf, pathsIn, secretHint } from './types.ts'

/** What was found in a copy; of files one for each. */
export type Found = Pick<ClipboardFacts, 'copy' | 'scan'>

interface Parts {
  readonly scanner: FileScanner
  readonly signal: AbortSignal
  /** The scanner had no room. */
  readonly onMissed: () => void
  /** Whether a path lies on this machine's own disks. */
  readonly isHere: (path: string) => boolean
}

/** Whether it says anything: customers, or that some may be there and were not seen. */
const isTelling = ({ status, candidates, group_rows = 0 }: ScanSummary): boolean =>
  candidates > 0 || group_rows > 0 || status !== 'complete'

const hits = ({ candidates, group_rows = 0 }: ScanSummary): number => candidates + group_rows

const cut = (scan: ScanSummary): ScanSummary => ({
  ...scan,
  status: scan.status === 'complete' ? 'truncated' : scan.status,
  reason: `longer than ${grouped(limits.clipboardBytesMax)} bytes; the rest was not searched`,
})

/** The same customers in two types: the one in which most are recognised stands for both. */
async function inText(
  copy: Copy,
  choices: readonly Choice[],
  { scanner, signal, onMissed }: Parts,
): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const { type, kind } of choices) {
    const content = await copy.read(type, limits.clipboardBytesMax)
    if (!content) continue
    const name = kind === 'html' ? 'copy.html' : 'copy.txt'
    const outcome = await scanner.scanBytes(content.bytes, name, signal)
    if (!outcome) onMissed()
    else
      found.push({ copy: { kind }, scan: content.isCut ? cut(outcome.summary) : outcome.summary })
  }
  return found.toSorted((one, other) => hits(other.scan) - hits(one.scan)).slice(0, 1)
}

/** A file itself, or those in a folder; nothing of a folder that is gone. */
async function* filesAt(path: string, isHere: Parts['isHere']): AsyncGenerator<string> {
  const stat = await lstat(systemPath(path)).catch(() => undefined)
  if (!stat?.isDirectory()) return yield path
  try {
    yield* filesBelow(path, isHere)
  } catch {
    // It was removed, or belongs to a file system that keeps the agent out.
  }
}

/** As many files as are looked at, without what lies where a call may not come back. */
async function filesOf(paths: readonly string[], isHere: Parts['isHere']): Promise<string[]> {
  const found: string[] = []
  for (const path of paths.filter(isHere)) {
    for await (const each of filesAt(path, isHere)) {
      if (found.length >= limits.clipboardFilesMax) return found
      found.push(each)
    }
  }
  return found
}

async function inFiles(
  paths: readonly string[],
  { scanner, signal, onMissed, isHere }: Parts,
): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const path of await filesOf(paths, isHere)) {
    const outcome = await scanner.scan(path, signal)
    const file = shownPath(basename(path))
    const what = { kind: 'files' as const, file, files: paths.length }
    if (outcome) found.push({ copy: what, scan: outcome.summary })
    else onMissed()
  }
  return found
}

/** A copy that a password manager calls secret is not read. */
async function isSecret(copy: Copy): Promise<boolean> {
  if (!copy.types.includes(secretHint)) return false
  const hint = await copy.read(secretHint, 64)
  return !hint || Buffer.from(hint.bytes).toString('latin1').startsWith('secret')
}

/** What there is to tell of a copy; nothing of secrets, pictures, and what holds no customers. */
export async function lookAt(copy: Copy, parts: Parts): Promise<readonly Found[]> {
  const { files, texts } = choicesOf(copy.types)
  if ((files === undefined && texts.length === 0) || (await isSecret(copy))) return []
  const list = files === undefined ? undefined : await copy.read(files, limits.clipboardBytesMax)
  const paths = pathsIn(Buffer.from(list?.bytes ?? []).toString('utf8'))
  const found = await inFiles(paths, parts)
  const text = await inText(copy, texts, parts)
  // Beside files a text names them; that it is long or odd says nothing.
  const isText = ({ scan }: Found) => (paths.length > 0 ? hits(scan) > 0 : isTelling(scan))
  return [...found.filter(({ scan }) => isTelling(scan)), ...text.filter(isText)]
}
