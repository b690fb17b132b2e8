/** Which types of a copy are looked at. Pure. */

import { fileURLToPath } from 'node:url'
import { pathOf } from '../../events/path-bytes.ts'

/** What password managers put beside a secret, with the content `secret`. */
export const secretHint = 'x-kde-passwordManagerHint'

const texts = ['text/plain;charset=utf-8', 'UTF8_STRING', 'text/plain', 'STRING', 'TEXT']
const files = ['text/uri-list', 'x-special/gnome-copied-files', 'x-special/mate-copied-files']

/** Tables, cards and documents that are offered in no plain text; not what programs tell themselves and each other beside a copy. */
const others = [
  /^text\/(?!html\b|uri-list|plain-|x-moz-|_moz_|x-color)/,
  /^application\/(?!x-|octet-stream|vnd\.(?:chromium|portal)\b)/,
]

export interface Choice {
  /** The type to ask for, as the desktop names it. */
  readonly type: string
  readonly kind: 'text' | 'html'
}

export interface Choices {
  /** The type of a list of files. */
  readonly files?: string | undefined
  readonly texts: readonly Choice[]
}

/** What to read of the types that are offered: a list of files, plain text and HTML, and where neither is, what else may hold text. */
export function choicesOf(types: readonly string[]): Choices {
  const first = (wanted: readonly string[]) => wanted.find(type => types.includes(type))
  const html = types.find(type => /^text\/html\b/.test(type))
  const plain = first(texts)
  const other =
    html ?? plain ?? others.flatMap(each => types.find(type => each.test(type)) ?? [])[0]
  const text = plain ?? (html === undefined ? other : undefined)
  return {
    files: first(files),
    texts: [
      ...(text === undefined ? [] : [{ type: text, kind: 'text' as const }]),
      ...(html === undefined ? [] : [{ type: html, kind: 'html' as const }]),
    ],
  }
}

/** Media types among those that are offered, for the event; X11 names that are none of them say nothing. */
export const mimeTypesOf = (types: readonly string[]): readonly string[] => {
  const named = types.filter(type => /^[\w.+-]+\/[\w.+-]+/.test(type)).slice(0, 16)
  return named.length > 0 ? named : ['text/plain']
}

/** Names of files need not be text on Linux: `%E9` is a byte. Throws where a byte 0 is in it, which no path has. */
function bytesIn(escaped: string): Buffer {
  const bytes = Buffer.from(
    escaped.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  )
  if (bytes.includes(0)) throw new URIError('no path')
  return bytes
}

/** Paths of local files in a list of URIs (RFC 2483); what else is in it is left out. */
export function pathsIn(list: string): readonly string[] {
  return list.split(/\r?\n/).flatMap(line => {
    if (!line.startsWith('file://')) return []
    try {
      const url = new URL(line)
      const isHere = url.host === '' || url.host === 'localhost'
      // On Windows a host is a server with shares.
      if (process.platform === 'win32') return [fileURLToPath(url)]
      return isHere ? [pathOf(bytesIn(url.pathname))] : []
    } catch {
      return []
    }
  })
}
