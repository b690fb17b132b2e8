/** A case as one page that a lawyer can read and print: no script, nothing from elsewhere, words explained. Pure. */
import type { CaseDetail, CaseNote, CasePin, PinnedRow } from '../../events/cases.ts'
import { pageStyle, text, time } from '../evidence/page.ts'
import type { Taken } from '../exposure/exposure.ts'

export interface ReportFacts {
  readonly detail: CaseDetail
  /** What each person of the case took, by id, at the time of the report. */
  readonly taken: ReadonlyMap<string, Taken>
  readonly madeBy: string
  readonly madeAt: number
  /** Of the key that signs the collector's records. */
  readonly key: string
}

const style = `${pageStyle}
@page{size:A4;margin:20mm 18mm 22mm;@bottom-left{content:"Confidential";font:9pt sans-serif;color:#555}@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#555}}
h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 1rem}h2{border-bottom:2px solid #17202a;padding-bottom:.2rem}h3{font-size:1rem;margin:0 0 .3rem}
.kind{letter-spacing:.08em;text-transform:uppercase;font-size:11px;color:#555}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem}dt{color:#555}dd{margin:0}
.pin{margin:1.2rem 0;padding:.8rem 1rem;border:1px solid #ccd;border-radius:6px}.pin.out{opacity:.75}.pin p{margin:.3rem 0}.note{padding-left:.8rem;border-left:3px solid #889;white-space:pre-wrap}
.out-word{font-weight:600;color:#a3160e}small{color:#555}thead{display:table-header-group}
@media print{body{font-size:10.5pt;margin:0;max-width:none;padding:0}table{font-size:9pt}h2,h3{break-after:avoid}tr{break-inside:avoid}.pin{break-inside:auto;border-color:#889}}`

const verdicts: Readonly<Record<string, string>> = {
  true_positive: 'Confirmed: customers were taken (OCSF True Positive)',
  suspicious: 'Suspicious, not proven (OCSF Suspicious)',
  benign: 'Happened, but was allowed (OCSF Benign)',
  false_positive: 'Did not happen as it seemed (OCSF False Positive)',
  duplicate: 'Handled in another case (OCSF Duplicate)',
}
const channels: Readonly<Record<string, string>> = {
  removable: 'removable drive',
  'cloud-sync': 'cloud folder',
  network: 'network share',
  folder: 'folder on the endpoint',
  phone: 'phone',
  printer: 'print',
  clipboard: 'clipboard',
  crm: 'CRM',
}
const whats: Readonly<Record<CaseNote['what'], string>> = {
  noted: 'Note',
  joined: 'Joined the case',
  left: 'Left the case',
  closed: 'Closed the case',
  opened: 'Opened the case again',
  exported: 'Made a report or a pack',
}

type Chip = CaseDetail['case']['people'][number]
const named = ({ pseudonym, name }: Chip): string =>
  name === null ? pseudonym : `${pseudonym} (${name})`

const count = (value: number): string => value.toLocaleString('en')

function person(chip: Chip, taken: Taken | undefined): string {
  const facts = [chip.title, chip.department].filter(fact => fact !== null)
  const leaves = chip.last_day === null ? '' : ` Last working day: ${text(chip.last_day)}.`
  const head = `<h3>${text(named(chip))}</h3><p>${text(facts.join(', '))}.${leaves}</p>`
  if (!taken) return `${head}<p>What this account took is not known by person.</p>`
  const rows = taken.channels.map(
    ({ channel, stage, customers, first_at, last_at }) =>
      `<tr><td>${text(channels[channel] ?? channel)}</td><td>${stage === 'out' ? '<span class="out-word">out of the company</span>' : stage === 'staged' ? 'staged, still inside' : 'exported from the CRM'}</td><td>${count(customers)}</td><td>${time(first_at)}</td><td>${time(last_at)}</td></tr>`,
  )
  return `${head}<p>${count(taken.customers)} different customers taken, of ${count(taken.base)} in the base (${taken.share_percent} %); ${count(taken.own)} are this person's own, ${count(taken.others)} colleagues'. <span class="out-word">${count(taken.stages.out)} left the company.</span></p>
<table><thead><tr><th>Way</th><th>How far</th><th>Customers</th><th>First</th><th>Last</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

const row = (item: PinnedRow): string =>
  `<tr><td>${time(item.time)}</td><td>${text(item.activity)}</td><td>${text(item.name)}${item.path === null ? '' : `<br><small>${text(item.path)}</small>`}${item.sha256 === null ? '' : `<br><code>SHA-256 ${text(item.sha256)}</code>`}</td><td>${text(item.place ?? '–')}<br><small>${text(item.endpoint)}</small></td><td>${count(item.customers)}</td></tr>`

const kinds = { alert: 'Alert', event: 'Event', time: 'Everything in a time' } as const

function pin({ pinned, at, by, note, removed }: CasePin, index: number, who: string): string {
  const { title, from, to, customers, rules, rows, rows_total, ref } = pinned
  const left = rows_total - rows.length
  const out = removed
    ? `<p><strong>Taken out of the evidence</strong> by ${text(removed.by)}, ${time(removed.at)}: ${text(removed.reason)}</p>`
    : ''
  const found = [...Map.groupBy(rules, ({ title: rule }) => rule)].map(([rule, same]) => {
    const [first] = same
    const times = same.length === 1 ? '' : `, ${same.length} times, first because`
    const why = first?.why ?? [first?.reason ?? '']
    return `<li><strong>${text(rule)}</strong> (${text(first?.level)}${times}): ${text(why.join('; '))}</li>`
  })
  return `<section class="pin${removed ? ' out' : ''}"><p class="kind">Exhibit ${index + 1} · ${kinds[ref.kind]}</p><h3>${text(who)}${title === '' ? '' : `: ${text(title)}`}</h3>
<p>${time(from)}${from === to ? '' : ` to ${time(to)}`}${customers === null ? '' : ` · ${count(customers)} different customers`}</p>${out}
${note === '' ? '' : `<p class="note">${text(note)}</p>`}${found.length > 0 ? `<ul>${found.join('')}</ul>` : ''}
${rows.length === 0 ? '' : `<table><thead><tr><th>When</th><th>What</th><th>File</th><th>Where to, and on which endpoint</th><th>Customers</th></tr></thead><tbody>${rows.map(row).join('\n')}</tbody></table>`}
${left > 0 ? `<p>${count(left)} more rows are not printed.</p>` : ''}<p><small>Pinned by ${text(by)}, ${time(at)}; shown as it was then.</small></p></section>`
}

const explained = `<dl><dt>Customer</dt><dd>A customer of the company's own base, recognised by e-mail address, telephone, tax or customer number, or several weaker marks together. Each is counted once.</dd>
<dt>Out of the company</dt><dd>On a removable drive, a telephone, paper, or in a cloud folder or mailbox that the company does not control.</dd>
<dt>Staged</dt><dd>In a file on an endpoint or share of the company.</dd><dt>Pseudonym</dt><dd>People appear under a pseudonym unless whoever made this report was allowed to see the name, gave a reason, and was recorded.</dd>
<dt>Gap</dt><dd>Where an endpoint was silent nothing is known; that nothing is listed does not show that nothing happened.</dd>
<dt>SHA-256</dt><dd>The fingerprint of a file's content: equal fingerprints mean equal files.</dd></dl>`

/** The page; people appear as its maker may see them. */
export function reportOf({ detail, taken, madeBy, madeAt, key }: ReportFacts): string {
  const { case: file, pins, history } = detail
  const nameOf = (pseudonym: string): string =>
    named(file.people.find(chip => chip.pseudonym === pseudonym) ?? unknown(pseudonym))
  const state =
    file.status === 'closed'
      ? `Closed. ${verdicts[file.verdict ?? ''] ?? ''}`
      : 'In progress: not decided yet'
  const notes = history.map(
    ({ at, by, what, verdict, note }) =>
      `<tr><td>${time(at)}</td><td>${text(by)}</td><td>${whats[what]}${verdict === null ? '' : `: ${text(verdicts[verdict])}`}</td><td>${text(note)}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width"><title>Case: ${text(file.title)}</title><style>${style}</style>
<p class="kind">Case report · confidential</p><h1>${text(file.title)}</h1>
<dl><dt>State</dt><dd>${state}</dd><dt>People</dt><dd>${text(file.people.map(named).join(', ') || '–')}</dd><dt>Officers</dt><dd>${text(file.officers.join(', ') || '–')}</dd>
<dt>Opened</dt><dd>${time(file.opened_at)} by ${text(file.opened_by)}</dd><dt>Exhibits</dt><dd>${file.pins}</dd><dt>Report made</dt><dd>${time(madeAt)} by ${text(madeBy)}</dd><dt>Case number</dt><dd><code>${text(file.id)}</code></dd></dl>
<h2>What was taken, and is it out?</h2>${file.people.map(chip => person(chip, taken.get(chip.id ?? ''))).join('') || '<p>No person yet.</p>'}
<h2>Evidence, in the order of events</h2>${pins.map((each, index) => pin(each, index, nameOf(each.pinned.pseudonym))).join('\n') || '<p>Nothing is pinned.</p>'}
<h2>Notes and decisions</h2><table><thead><tr><th>When</th><th>Who</th><th>What</th><th>Words</th></tr></thead><tbody>${notes.join('\n')}</tbody></table>
<h2>How this can be checked</h2><p>Each pin, note and decision is an entry in a chain of hashes that the collector signs with the key <code>${text(key)}</code>; notes and pins cannot be changed or removed without breaking it. That this report was made, with its own SHA-256, is an entry too. The evidence pack of the case holds the part of the chain and a program that checks it without our software.</p>
<h2>Words</h2>${explained}</html>
`
}

const unknown = (pseudonym: string): Chip => ({
  ...{ id: null, pseudonym, name: null, revealed_until: null, department: null, title: null },
  ...{ departing: false, notice_date: null, last_day: null, days_to_last_day: null },
  ...{ working_hours: null, zone: null },
})
