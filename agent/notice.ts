/** Tells the person at the desk what was done to their file or device: a notification of their desktop, in their language. */
import { execFile } from 'node:child_process'
import { limits } from '../events/limits.ts'
import { type Notice, noticeLanguage, noticeWords } from './notice-words.ts'
import { asUser, type Command } from './platform/as-user.ts'
import { type DesktopSession, desktopSession } from './platform/session.ts'

/** Shows a notice to the account with this id, as `Account.uid` has it. Gives undefined when the desktop took it, else why it did not; never throws. */
export type TellPerson = (uid: string, notice: Notice) => Promise<string | undefined>

/** `Notify` of the Desktop Notifications Specification 1.2: application, replaces, icon, title, body, actions, hints, time-out. */
function notifyCommand({ bus }: DesktopSession, title: string, body: string): Command {
  const target = 'org.freedesktop.Notifications'
  const path = '/org/freedesktop/Notifications'
  return [
    'busctl',
    `--address=${bus}`,
    '--timeout=5',
    '--',
    'call',
    target,
    path,
    target,
    'Notify',
    'susssasa{sv}i',
    'Clientkeep',
    '0',
    'dialog-information',
    title,
    body,
    '0',
    '1',
    'urgency',
    'y',
    '1',
    '-1',
  ]
}

/** Desktops read the body as markup: a file's name must not become a link. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function run([program, ...args]: Command): Promise<string | undefined> {
  return new Promise(resolve => {
    const options = { timeout: limits.noticeMs, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } }
    execFile(program, args, options, (error, _, stderr) => {
      resolve(error ? stderr.trim().slice(0, 300) || String(error.message) : undefined)
    })
  })
}

/** The notifier of a Linux desktop. `find` looks up the session, by default the real one. */
export function desktopNotifier(find: typeof desktopSession = desktopSession): TellPerson {
  return async (id, notice) => {
    const uid = Number(id)
    const session = find(uid)
    if (!session) return `account ${uid} has no desktop session`
    const { title, body } = noticeWords(notice, noticeLanguage(session.locale))
    const command = notifyCommand(session, title, escaped(body))
    return run(uid === process.getuid?.() ? command : asUser(session, command))
  }
}
