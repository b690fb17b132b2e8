/** What the person at the desk is told, in plain words: what happened, why, and what to do. English, Indonesian, Russian. */
import type { Unread } from '../events/scan.ts'

export type NoticeLanguage = 'en' | 'id' | 'ru'

interface FileNotice<Kind> {
  readonly kind: Kind
  readonly file: string
  readonly place: string
  /** How many the file holds. */
  readonly customers: number
  /** Customers within a day with those in it, where that is why it is meant. */
  readonly day?: number
  /** It is meant since it was not searched to its end. */
  readonly unread?: Unread
  readonly ask: string
}

/** What happened to the person's file or device, with what a sentence needs to say it. `ask`: whom or where to ask. */
export type Notice =
  | FileNotice<'file-held'>
  | FileNotice<'file-warned'>
  | { readonly kind: 'file-released'; readonly file: string; readonly place: string }
  | { readonly kind: 'device-read-only'; readonly device: string; readonly ask: string }
  | { readonly kind: 'device-denied'; readonly device: string; readonly ask: string }
  | { readonly kind: 'open-denied'; readonly file: string; readonly ask: string }

export type NoticeKind = Notice['kind']

export interface Words {
  readonly title: string
  readonly body: string
}

/** How a language counts customers. */
const customers: Record<NoticeLanguage, (count: number) => string> = {
  en: count => `${count} ${count === 1 ? 'customer' : 'customers'}`,
  id: count => `${count} pelanggan`,
  // The noun follows "данные" in the genitive, so that one and many differ only here.
  ru: count => `${count} ${count % 10 === 1 && count % 100 !== 11 ? 'клиента' : 'клиентов'}`,
}

/** What is said of a file that was not searched to its end. */
const unreadWords: Record<NoticeLanguage, Readonly<Record<Unread, string>>> = {
  en: {
    encrypted: 'needs a password',
    truncated: 'could not be checked to its end',
    unreadable: 'could not be checked',
  },
  id: {
    encrypted: 'memerlukan kata sandi',
    truncated: 'tidak dapat diperiksa sampai akhir',
    unreadable: 'tidak dapat diperiksa',
  },
  ru: {
    encrypted: 'открывается только по паролю',
    truncated: 'не поддаётся проверке до конца',
    unreadable: 'не поддаётся проверке',
  },
}

/** What is said of a file that is one of many. */
const dayWords: Record<NoticeLanguage, (count: string) => string> = {
  en: count => `, with what you took since yesterday of ${count},`,
  id: count => `, bersama yang Anda salin sejak kemarin ${count},`,
  ru: count => `, а вместе с записанным за сутки — ${count},`,
}

const holdsWords: Record<NoticeLanguage, (count: string) => string> = {
  en: count => `holds data of ${count}`,
  id: count => `berisi data ${count}`,
  ru: count => `содержит данные ${count}`,
}

/** `what`: why the file is meant, as a predicate. */
type Texts = {
  readonly [K in NoticeKind]: (notice: Extract<Notice, { kind: K }>, what: string) => Words
}

const texts: Record<NoticeLanguage, Texts> = {
  en: {
    'file-held': ({ file, place, ask }, what) => ({
      title: 'A file was put aside',
      body: `“${file}” ${what} and was written to ${place}. Your company wants such copies to be approved first. The file is kept safe. If you need it, ask ${ask}.`,
    }),
    'file-warned': ({ file, place, customers, ask }, what) => ({
      title: customers === 0 ? 'This file could not be checked' : 'This file holds customer data',
      body: `“${file}” ${what} and was written to ${place}. Your company was told. If this was a mistake, delete the copy; if you have questions, ask ${ask}.`,
    }),
    'file-released': ({ file, place }) => ({
      title: 'Your file is back',
      body: `“${file}” was approved and is on ${place} again, unchanged.`,
    }),
    'device-read-only': ({ device, ask }) => ({
      title: 'This drive can only be read',
      body: `You can open files on ${device}, but not write to it: your company allows writing to approved drives only. To have it approved, ask ${ask}.`,
    }),
    'device-denied': ({ device, ask }) => ({
      title: 'This drive is not allowed',
      body: `${device} was not opened: your company allows approved drives only. To have it approved, ask ${ask}.`,
    }),
    'open-denied': ({ file, ask }) => ({
      title: 'This file cannot be opened here',
      body: `“${file}” is an export of customer data. The program you used is not on your company's list for it. To open it, ask ${ask}.`,
    }),
  },
  id: {
    'file-held': ({ file, place, ask }, what) => ({
      title: 'Sebuah file ditahan',
      body: `“${file}” ${what} dan disalin ke ${place}. Perusahaan Anda mewajibkan persetujuan untuk salinan seperti ini. File tersimpan dengan aman. Jika Anda membutuhkannya, hubungi ${ask}.`,
    }),
    'file-warned': ({ file, place, customers, ask }, what) => ({
      title: customers === 0 ? 'File ini tidak dapat diperiksa' : 'File ini berisi data pelanggan',
      body: `“${file}” ${what} dan disalin ke ${place}. Perusahaan Anda telah diberi tahu. Jika ini kekeliruan, hapus salinannya; jika ada pertanyaan, hubungi ${ask}.`,
    }),
    'file-released': ({ file, place }) => ({
      title: 'File Anda dikembalikan',
      body: `“${file}” telah disetujui dan kembali ada di ${place}, tanpa perubahan.`,
    }),
    'device-read-only': ({ device, ask }) => ({
      title: 'Perangkat ini hanya dapat dibaca',
      body: `Anda dapat membuka file di ${device}, tetapi tidak dapat menulis ke sana: perusahaan Anda hanya mengizinkan penulisan ke perangkat yang disetujui. Untuk meminta persetujuan, hubungi ${ask}.`,
    }),
    'device-denied': ({ device, ask }) => ({
      title: 'Perangkat ini tidak diizinkan',
      body: `${device} tidak dibuka: perusahaan Anda hanya mengizinkan perangkat yang disetujui. Untuk meminta persetujuan, hubungi ${ask}.`,
    }),
    'open-denied': ({ file, ask }) => ({
      title: 'File ini tidak dapat dibuka di sini',
      body: `“${file}” adalah ekspor data pelanggan. Program yang Anda gunakan tidak ada dalam daftar perusahaan Anda. Untuk membukanya, hubungi ${ask}.`,
    }),
  },
  ru: {
    'file-held': ({ file, place, ask }, what) => ({
      title: 'Файл отложен',
      body: `«${file}» ${what} и был записан на ${place}. В вашей компании такие копии нужно сначала согласовать. Файл в сохранности. Если он вам нужен, обратитесь: ${ask}.`,
    }),
    'file-warned': ({ file, place, customers, ask }, what) => ({
      title: customers === 0 ? 'Файл не удалось проверить' : 'В этом файле данные клиентов',
      body: `«${file}» ${what} и был записан на ${place}. Компания уведомлена. Если это ошибка, удалите копию; если есть вопросы, обратитесь: ${ask}.`,
    }),
    'file-released': ({ file, place }) => ({
      title: 'Файл возвращён',
      body: `«${file}» согласован и снова находится на ${place}, без изменений.`,
    }),
    'device-read-only': ({ device, ask }) => ({
      title: 'Этот носитель доступен только для чтения',
      body: `Файлы на ${device} можно открывать, но записывать на него нельзя: компания разрешает запись только на согласованные носители. Чтобы согласовать его, обратитесь: ${ask}.`,
    }),
    'device-denied': ({ device, ask }) => ({
      title: 'Этот носитель не разрешён',
      body: `${device} не открыт: компания разрешает только согласованные носители. Чтобы согласовать его, обратитесь: ${ask}.`,
    }),
    'open-denied': ({ file, ask }) => ({
      title: 'Этот файл здесь открыть нельзя',
      body: `«${file}» — выгрузка данных клиентов. Программы, которой вы пользуетесь, нет в списке компании. Чтобы открыть файл, обратитесь: ${ask}.`,
    }),
  },
}

/** The language of a POSIX locale (`id_ID.UTF-8`); English where we have no words in it. */
export function noticeLanguage(locale: string | undefined): NoticeLanguage {
  const code = locale?.slice(0, 2).toLowerCase()
  // `in` is what Indonesian was called before 1989, and what Java still calls it.
  if (code === 'in') return 'id'
  return code === 'id' || code === 'ru' ? code : 'en'
}

/** Why a file is meant; empty for what is no file. */
function whatOf(notice: Notice, language: NoticeLanguage): string {
  if (!('customers' in notice)) return ''
  return notice.unread && notice.customers === 0
    ? unreadWords[language][notice.unread]
    : holdsWords[language](customers[language](notice.customers)) +
        (notice.day === undefined ? '' : dayWords[language](customers[language](notice.day)))
}

/** The notice in words of a language, as plain text. */
export function noticeWords(notice: Notice, language: NoticeLanguage): Words {
  const what = whatOf(notice, language)
  const of = texts[language]
  switch (notice.kind) {
    case 'file-held':
      return of['file-held'](notice, what)
    case 'file-warned':
      return of['file-warned'](notice, what)
    case 'file-released':
      return of['file-released'](notice, what)
    case 'device-read-only':
      return of['device-read-only'](notice, what)
    case 'device-denied':
      return of['device-denied'](notice, what)
    case 'open-denied':
      return of['open-denied'](notice, what)
  }
}
