/** The note that lies where a held file was: why, whom to ask, and a line for a code. English, Indonesian, Russian. */
import { type NoticeLanguage, noticeWords } from '../notice-words.ts'
import type { HeldFile } from './vault.ts'

const lines: Record<NoticeLanguage, (id: string) => string> = {
  en: id =>
    `Its number is ${id}.\nIf you were given a code, write it behind the colon, save this file, and the file comes back.\n\nCode:\n`,
  id: id =>
    `Nomornya ${id}.\nJika Anda diberi kode, tulislah setelah titik dua, simpan file ini, dan file akan kembali.\n\nKode:\n`,
  ru: id =>
    `Его номер: ${id}.\nЕсли вам дали код, впишите его после двоеточия, сохраните этот файл, и файл вернётся.\n\nКод:\n`,
}

const suffix = ' - Clientkeep.txt'

/** Names have 255 bytes at most, with the suffix. */
const nameBytesMax = 200

/** The name of the note beside a file of this name. */
export function noteName(name: string): string {
  let bytes = 0
  let kept = ''
  for (const char of name) {
    bytes += Buffer.byteLength(char)
    if (bytes > nameBytesMax) break
    kept += char
  }
  return `${kept}${suffix}`
}

/** Whether a path may be a note. */
export const isNoteName = (path: string): boolean => path.endsWith(suffix)

/** The note's text, with a byte-order mark so that every editor reads its letters. */
export function noteText(
  file: Pick<HeldFile, 'id' | 'customers' | 'day' | 'unread' | 'place'> & { readonly name: string },
  ask: string,
  language: NoticeLanguage,
): string {
  const { id, name, place, customers, day, unread } = file
  const why = { customers, ...(day !== undefined && { day }), ...(unread && { unread }) }
  const notice = { kind: 'file-held', file: name, place: place.label, ask, ...why } as const
  const { title, body } = noticeWords(notice, language)
  return `\uFEFF${title}\n\n${body}\n\n${lines[language](id)}`.replaceAll('\n', '\r\n')
}
