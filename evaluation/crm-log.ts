/** The web server's line for what somebody did in the CRM, in the combined log format; what a connector for access logs reads. */
import type { Activity } from './activity.ts'

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `24/Nov/2026:13:55:36 +0000` */
function stamp(time: number): string {
  const iso = new Date(time).toISOString()
  const month = months[Number(iso.slice(5, 7)) - 1]
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}

function request(done: Activity): readonly [line: string, bytes: number] | undefined {
  switch (done.kind) {
    case 'view':
      return ['GET /customers?page=1', 4000 + done.customers.length * 300]
    case 'export':
      return ['GET /customers/export?format=csv', 200 + done.customers.length * 120]
    case 'change':
      return ['POST /customers/update', 300]
    case 'delete':
      return ['POST /customers/delete', 300]
    case 'logon':
      return ['POST /login', 500]
    case 'logoff':
      return ['POST /logout', 200]
    default:
      return undefined
  }
}

/** The line with its line feed; empty where the CRM saw nothing. */
export function crmLogLine(done: Activity): string {
  const sent = request(done)
  if (!sent) return ''
  const user = 'account' in done && done.account !== undefined ? done.account : done.by.id
  return `${done.by.ip} - ${user} [${stamp(done.time)}] "${sent[0]} HTTP/1.1" 200 ${sent[1]} "-" "Mozilla/5.0"\n`
}
