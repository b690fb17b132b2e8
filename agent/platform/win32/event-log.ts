/** Entries in the event log of Windows (Application), where an administrator looks first. */
import { advapi32 } from './libraries.ts'

const call = {
  register: advapi32.func('intptr_t __stdcall RegisterEventSourceW(str16 server, str16 source)'),
  report: advapi32.func(
    'int __stdcall ReportEventW(intptr_t log, uint16_t type, uint16_t category, uint32_t event, void *user, uint16_t texts, uint32_t bytes, str16 *text, void *data)',
  ),
  close: advapi32.func('int __stdcall DeregisterEventSource(intptr_t log)'),
} as const

const types = { error: 1, warning: 2, information: 4 } as const

/** Numbers of the entries; the message file that the installation registers knows those up to 1000. */
export const eventIds = { started: 1, stopped: 2, failed: 3, removed: 4 } as const

/** Writes an entry; true where Windows took it. */
export function logEvent(
  source: string,
  { type, id, text }: { type: keyof typeof types; id: number; text: string },
): boolean {
  const log = Number(call.register(null, source))
  if (log === 0) return false
  const isDone = Boolean(call.report(log, types[type], 0, id, null, 1, 0, [text], null))
  call.close(log)
  return isDone
}
