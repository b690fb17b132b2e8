/** Looks for customers in one copy: in its text, or in the files that it names. */

import { basename } from 'node:path'
import type { ClipboardFacts } from '../../events/clipboard-activity.ts'
import { grouped } from '../../events/grouped.ts'
import { limits } from '../../events/limits.ts'
import type { ScanSummary } from '../../events/scan.ts'
import type { FileScanner } from '../scanner.ts'
import type { Copy } from './board.ts'
import { choicesOf, pathsIn, secretHint } from './types.ts'

/** What was found in a copy; of files one for each. */
export type Found = Pick<ClipboardFacts, 'copy' | 'scan'>

interface Parts {
  readonly scanner: FileScanner
  readonly signal: AbortSignal
  /** The scanner had no room. */
  readonly onMissed: () => void
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
async function inText(copy: Copy, { scanner, signal, onMissed }: Parts): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const { type, kind } of choicesOf(copy.types)) {
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

async function inFiles(
  copy: Copy,
  type: string,
  { scanner, signal, onMissed }: Parts,
): Promise<readonly Found[]> {
  const content = await copy.read(type, limits.clipboardBytesMax)
  const paths = pathsIn(Buffer.from(content?.bytes ?? []).toString('utf8'))
  const found: Found[] = []
  for (const path of paths.slice(0, limits.clipboardFilesMax)) {
    const outcome = await scanner.scan(path, signal)
    const what = { kind: 'files' as const, file: basename(path), files: paths.length }
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
  const [choice] = choicesOf(copy.types)
  if (!choice || (await isSecret(copy))) return []
  const found =
    choice.kind === 'files' ? await inFiles(copy, choice.type, parts) : await inText(copy, parts)
  return found.filter(({ scan }) => isTelling(scan))
}
