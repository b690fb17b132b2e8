/** What a person had taken when they were secured, as one readable page that stands alone: no script, nothing from elsewhere, fit to print. Pure. */
import type { Securing } from '../../events/securing.ts'
import { pageStyle, text, time } from '../evidence/page.ts'

const count = (value: number): string => value.toLocaleString('en-US')

/** The page; the person appears as the viewer may see them. */
export function securedReport({ person, snapshot, ...row }: Securing): string {
  const who = person.name === null ? person.pseudonym : `${person.pseudonym} (${person.name})`
  const channels = snapshot.channels.map(
    ({ channel, stage, customers, last_at }) =>
      `<tr><td>${text(channel)}</td><td>${text(stage)}</td><td>${count(customers)}</td><td>${time(last_at)}</td></tr>`,
  )
  const exports = snapshot.exports.map(
    ({ number, name, rows, customers, at }) =>
      `<tr><td>${number}</td><td>${text(name)}</td><td>${count(rows)}</td><td>${count(customers)}</td><td>${time(at)}</td></tr>`,
  )
  const undone =
    row.undone_by === null ? '' : ` Undone by ${text(row.undone_by)}: ${text(row.undone_reason)}.`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Secured: ${text(who)}</title><style>${pageStyle}</style>
<h1>${text(who)}: what was taken when secured</h1>
<p>Secured by ${text(row.by)} at ${time(row.since)}, until ${time(row.until)}: ${text(row.reason)}.${undone}</p>
<p><b>${count(snapshot.customers)}</b> of ${count(snapshot.base)} customers (${snapshot.share_percent} %) · ${count(snapshot.out)} out of the company · ${count(snapshot.staged)} on endpoints ·
own ${count(snapshot.own)}, colleagues’ ${count(snapshot.others)} · ${count(snapshot.held)} files held</p>
<h2>Where to</h2><table><tr><th>Channel</th><th>Stage</th><th>Customers</th><th>Last</th></tr>${channels.join('\n')}</table>
<h2>Exports</h2><table><tr><th>No.</th><th>Name</th><th>Rows</th><th>Customers</th><th>When</th></tr>${exports.join('\n')}</table>
<p>The ids of the customers are in the journal under this record; their SHA-256: <code>${text(snapshot.sha256)}</code></p></html>
`
}
