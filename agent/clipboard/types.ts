/** Which types of a copy are looked at. Pure. */

import { fileURLToPath } from 'node:url'

/** What password managers put beside a secret, with the content `secret`. */
export const secretHint = 'x-kde-passwordManagerHint'

const texts = ['text/plain;charset=utf-8', 'UTF8_STRING', 'text/plain', 'STRING', 'TEXT']
const files = ['text/uri-list', 'x-special/gnome-copied-files', 'x-special/mate-copied-files']

export interface Choice {
  /** The type to ask for, as the desktop names it. */
  readonly type: string
  readonly kind: 'text' | 'html' | 'files'
}

/** What to read of the types that are offered: files where there are any, else text and HTML. */
export function choicesOf(types: readonly string[]): readonly Choice[] {
  const first = (wanted: readonly string[]) => wanted.find(type => types.includes(type))
  const list = first(files)
  if (list !== undefined) return [{ type: list, kind: 'files' }]
  const html = types.find(type => /^text\/html\b/.test(type))
  const text = first(texts)
  return [
    ...(text === undefined ? [] : [{ type: text, kind: 'text' as const }]),
    ...(html === undefined ? [] : [{ type: html, kind: 'html' as const }]),
  ]
}

/** Media types among those that are offered, for the event; X11 names that are none of them say nothing. */
export const mimeTypesOf = (types: readonly string[]): readonly string[] => {
  const named = types.filter(type => /^[\w.+-]+\/[\w.+-]+/.test(type)).slice(0, 16)
  return named.length > 0 ? named : ['text/plain']
}

/** Paths of local files in a list of URIs (RFC 2483); what else is in it is left out. */
export function pathsIn(list: string): readonly string[] {
  return list.split(/\r?\n/).flatMap(line => {
    if (!line.startsWith('file://')) return []
    try {
      const url = new URL(line)
      const isHere = url.host === '' || url.host === 'localhost'
      // On Windows a host is a server with shares.
      return isHere || process.platform === 'win32' ? [fileURLToPath(url)] : []
    } catch {
      return []
    }
  })
}
