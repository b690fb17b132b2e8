/** What the formats of Windows' clipboard hold, and how programs say that a copy is a secret. Pure. */
import { pathToFileURL } from 'node:url'

/** Numbers of the formats that Windows defines itself (winuser.h). */
export const standardFormats = { unicodeText: 13, fileDrop: 15 } as const
export const htmlFormat = 'HTML Format'

/** Set by password managers: nobody but the program that it is pasted into shall read the copy. */
const secretMarks = ['ExcludeClipboardContentFromMonitorProcessing', 'Clipboard Viewer Ignore']
/** Holds a number; zero keeps the copy out of the history. */
export const historyFormat = 'CanIncludeInClipboardHistory'

/** Whether a copy is to be left alone; `history` is the content of `historyFormat`, where there is one. */
export const isSecret = (names: readonly string[], history: Buffer | undefined): boolean =>
  names.some(name => secretMarks.includes(name)) || (history?.every(byte => byte === 0) ?? false)

/** Text in UTF-16 up to its first zero, as UTF-8. */
export function unicodeText(bytes: Buffer): Buffer {
  const text = bytes.subarray(0, bytes.length - (bytes.length % 2)).toString('utf16le')
  const end = text.indexOf('\0')
  return Buffer.from(end < 0 ? text : text.slice(0, end))
}

/** The page in an `HTML Format`: what is behind its head of lines, which says where it starts and ends. */
export function htmlIn(bytes: Buffer): Buffer {
  const head = bytes.toString('latin1', 0, 1024)
  const offset = (name: string): number =>
    Number(new RegExp(`^${name}:(-?\\d+)`, 'm').exec(head)?.[1] ?? -1)
  const whole = [offset('StartHTML'), offset('EndHTML')] as const
  const [start, end] = whole[0] >= 0 ? whole : [offset('StartFragment'), offset('EndFragment')]
  if (start < 0 || start > bytes.length) return bytes
  return bytes.subarray(start, end > start ? end : bytes.length)
}

const wideFlagAt = 16
const dropHeadBytes = 20

/** The files of a `CF_HDROP` (DROPFILES) as a list of addresses (RFC 2483); none where it is damaged. */
export function filesIn(bytes: Buffer): Buffer {
  if (bytes.length < dropHeadBytes) return Buffer.alloc(0)
  const start = bytes.readUInt32LE(0)
  const isWide = bytes.readUInt32LE(wideFlagAt) !== 0
  const list = bytes.subarray(Math.min(start, bytes.length)).toString(isWide ? 'utf16le' : 'latin1')
  const paths = list.split('\0')
  const end = paths.indexOf('')
  const named = end < 0 ? paths : paths.slice(0, end)
  return Buffer.from(named.map(path => pathToFileURL(path, { windows: true }).href).join('\r\n'))
}
