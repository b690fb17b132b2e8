/** An alert with its evidence as one readable page that stands alone: no script, nothing from elsewhere, fit to print. Pure. */
import type { AlertDetail, Evidence } from '../../events/api.ts'

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** Text as HTML shows it. */
export const text = (value: unknown): string =>
  String(value ?? '').replaceAll(/[&<>"']/g, char => escapes[char] ?? '')
/** `2026-11-25 15:30:00 UTC`. */
export const time = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')

/** The look of pages that stand alone. */
export const pageStyle = `body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#17202a}
table{border-collapse:collapse;width:100%;font-size:13px}td,th{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #ccd}
code{font-size:12px;overflow-wrap:anywhere}h2{margin-top:2rem;font-size:1.1rem}`

const row = (item: Evidence): string =>
  `<tr><td>${time(item.time)}</td><td>${text(item.activity)}</td><td>${text(item.path)}<br><code>${text(item.sha256 ?? 'no hash')}</code></td>
<td>${text(item.place.label)} (${text(item.place.kind)})</td><td>${text(item.endpoint.hostname)}${item.account === null ? '' : ` / ${text(item.account)}`}</td><td>${item.customers}</td></tr>`

/** The page; people appear as the export's viewer may see them. */
export function pageOf(
  { alert, findings, history }: AlertDetail,
  { madeBy, madeAt }: { madeBy: string; madeAt: number },
): string {
  const { person } = alert
  const who = person.name === null ? person.pseudonym : `${person.pseudonym} (${person.name})`
  const found = findings.map(
    ({ rule, why, time: at, evidence }) => `<h2>${text(rule.title)}</h2>
<p>${time(at)} · ${text(rule.level)} · rule <code>${text(rule.name)}</code> <code>${text(rule.id)}</code></p><ul>${why.map(line => `<li>${text(line)}</li>`).join('')}</ul>
<table><tr><th>When</th><th>What</th><th>File and SHA-256</th><th>Where</th><th>Endpoint</th><th>Customers</th></tr>${evidence.map(row).join('\n')}</table>`,
  )
  const decided = history.map(
    note =>
      `<tr><td>${time(note.time)}</td><td>${text(note.by)}</td><td>${text(note.status)} ${text(note.verdict)}</td><td>${text(note.note)}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Evidence: ${text(who)}</title><style>${pageStyle}</style>
<h1>${text(who)}: ${text(alert.headline)}</h1>
<p>Alert <code>${text(alert.id)}</code> · ${alert.customers} distinct customers of ${alert.base} · ${time(alert.first_at)} to ${time(alert.last_at)} · ${text(alert.status)} ${text(alert.verdict)}</p>
<p>Exported by ${text(madeBy)} at ${time(madeAt)}. Whether this page is as it was exported: <code>node verify.mjs</code></p>
${found.join('\n')}
<h2>Decisions</h2><table><tr><th>When</th><th>Who</th><th>What</th><th>Note</th></tr>${decided.join('\n')}</table></html>
`
}
