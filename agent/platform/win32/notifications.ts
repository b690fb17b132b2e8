/** Reads what Windows tells of changes in a folder (FILE_NOTIFY_INFORMATION, MS-FSCC 2.7.1). Pure. */

/** `was` and `renamed` are the two halves of a rename, told one after the other. */
export type RawKind = 'added' | 'removed' | 'written' | 'was' | 'renamed'

export interface RawChange {
  readonly kind: RawKind
  /** Path below the folder. */
  readonly name: string
}

const kinds: Readonly<Record<number, RawKind>> = {
  1: 'added',
  2: 'removed',
  3: 'written',
  4: 'was',
  5: 'renamed',
}
/** Offset of the next, action and length of the name in bytes, four bytes each. */
const headBytes = 12

/** The changes in a buffer, in order; what does not fit into it is left out. */
export function readNotifications(buffer: Buffer): RawChange[] {
  const changes: RawChange[] = []
  for (let at = 0; at + headBytes <= buffer.length; ) {
    const next = buffer.readUInt32LE(at)
    const kind = kinds[buffer.readUInt32LE(at + 4)]
    const end = at + headBytes + buffer.readUInt32LE(at + 8)
    if (end > buffer.length) break
    if (kind) changes.push({ kind, name: buffer.toString('utf16le', at + headBytes, end) })
    if (next < headBytes) break
    at += next
  }
  return changes
}
