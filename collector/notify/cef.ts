/** An alert in ArcSight's Common Event Format, version 0 (CEF Implementation Standard, revision 25). */
import type { Severity } from '../../events/ocsf.ts'
import type { AlertNote } from './message.ts'

/** CEF counts severity from 0 to 10. */
const severities: Record<Severity, number> = {
  informational: 1,
  low: 3,
  medium: 5,
  high: 8,
  critical: 10,
}

const inHeader = (text: string): string =>
  text.replaceAll(/[\\|]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ')
const inExtension = (text: string): string =>
  text.replaceAll(/[\\=]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n')

/** One line; person and name go to `suser` and `suid` as a SIEM expects them. */
export function cefOf(note: AlertNote, version: string): string {
  const [worst] = note.rules
  const header = [
    'CEF:0',
    'Clientkeep',
    'Clientkeep',
    version,
    worst?.name ?? 'alert',
    worst?.title ?? 'Alert',
    String(severities[note.severity]),
  ]
  const extension = {
    externalId: note.id,
    suid: note.person,
    suser: note.name ?? note.person,
    msg: note.summary,
    cnt: note.findings,
    cn1: note.customers,
    cn1Label: 'customers',
    cn2: note.risk,
    cn2Label: 'risk',
    cs1: note.rules.map(({ name }) => name).join(' '),
    cs1Label: 'rules',
    act: note.news,
    start: note.first_at,
    end: note.last_at,
    ...(note.url === undefined ? {} : { request: note.url }),
  }
  const pairs = Object.entries(extension).map(
    ([key, value]) => `${key}=${inExtension(String(value))}`,
  )
  return `${header.map(inHeader).join('|')}|${pairs.join(' ')}`
}
