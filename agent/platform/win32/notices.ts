/** Shows a notice to the person at the desk: a message of the session, which a service may send too. */
import { type Notice, noticeLanguage, noticeWords } from '../../notice-words.ts'
import { deskSession, personAtDesk } from './accounts.ts'
import { failure, kernel32, textIn, wtsapi32 } from './libraries.ts'

const call = {
  send: wtsapi32.func(
    'int __stdcall WTSSendMessageW(intptr_t server, uint32_t session, void *title, uint32_t titleBytes, void *text, uint32_t textBytes, uint32_t style, uint32_t seconds, _Out_ uint32_t *answer, int wait)',
  ),
  locale: kernel32.func('int __stdcall GetSystemDefaultLocaleName(void *name, int chars)'),
} as const

/** A button to close it, and the sign for information; in front of what the person works at. */
const style = 0x40 | 0x10000
const localeChars = 85
const shownSeconds = 120

function systemLocale(): string {
  const name = Buffer.alloc(localeChars * 2)
  return call.locale(name, localeChars) ? textIn(name).replaceAll('-', '_') : ''
}

/** Gives undefined when Windows took it, else why it did not. Only who sits at the desk can be told. */
export async function showNotice(uid: string, notice: Notice): Promise<string | undefined> {
  const session = deskSession()
  if (session === undefined || personAtDesk()?.uid !== uid)
    return `account ${uid} does not sit at the desk`
  const { title, body } = noticeWords(notice, noticeLanguage(systemLocale()))
  const [head, text] = [Buffer.from(title, 'utf16le'), Buffer.from(body, 'utf16le')]
  const isSent = call.send(
    0,
    session,
    head,
    head.length,
    text,
    text.length,
    style,
    shownSeconds,
    [0],
    0,
  )
  return isSent ? undefined : failure('the notice was not shown')
}
