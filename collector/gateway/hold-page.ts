/** The page about a held export, for who asked for it: what was held, why, who decides, until when, and the link once it is approved. */
import type { ExportDecision } from '../approvals/export-request.ts'
import type { HeldExport } from '../journal/gateway-decisions.ts'
import { escaped, page } from './answers.ts'
import type { HoldState } from './held-exports.ts'

/** What the page shows. */
export interface ShownHold {
  readonly held: HeldExport
  readonly state: HoldState
  /** Undefined before anybody was asked. */
  readonly decision: ExportDecision | undefined
  readonly deciders: readonly string[]
  /** One-time address of the file, where it may be fetched now. */
  readonly link: string | undefined
  readonly now: number
}

const refreshS = 10

const when = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
const number = (count: number): string => count.toLocaleString('en-US')
const list = (names: readonly string[]): string =>
  names.length === 0 ? 'an officer' : names.join(', ')

function rowsOf({ held }: ShownHold): string {
  const { facts: content, rule, why, held_at } = held
  const rows: readonly (readonly [string, string])[] = [
    ['File', content.file],
    ['From', content.app],
    ['Content', `${number(content.rows)} rows, ${number(content.customers)} customers`],
    ...(content.columns.length === 0 ? [] : [['Columns', content.columns.join(', ')] as const]),
    ['Asked for', when(held_at)],
    ['Held because', `${why} (rule "${rule}")`],
  ]
  return `<dl>${rows.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>`
}

const form = (path: string, label: string): string =>
  `<form method="post" action="${escaped(path)}"><label for="why">${escaped(label)}</label>
<textarea id="why" name="why" required minlength="3" maxlength="1000"></textarea><button>Ask for approval</button></form>`

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`

/** The page as HTML. `path` is its own address. */
export function holdPage(shown: ShownHold, path: string): string {
  const { held, state, decision, deciders, link, now } = shown
  const facts = rowsOf(shown)
  const show = (title: string, body: string, isWaiting = false) =>
    page(title, facts + body, isWaiting ? refreshS : undefined)
  if (state === 'released')
    return show('This export was handed out', paragraph('It can be fetched once only.'))
  if (state === 'dropped' || now > held.expires_at)
    return show('This export is gone', paragraph('Nobody released it in time, so it was deleted.'))
  if (!decision) {
    const decide = `${list(deciders)} decides. It lies here, encrypted, until ${when(held.expires_at)}.`
    return show(
      'This export waits for approval',
      paragraph(decide) + form(path, 'What do you need it for?'),
    )
  }
  switch (decision.state) {
    case 'waiting': {
      const more = decision.needed > 1 ? ` It takes ${decision.needed} of them.` : ''
      const text = `Asked: ${list(decision.deciders)}.${more} If nobody decides by ${when(decision.until)}, it is refused.`
      return show('This export waits for approval', paragraph(text), true)
    }
    case 'asked-back':
      return show(
        'There is a question about this export',
        `<blockquote>${escaped(decision.question)}</blockquote>${form(path, 'Your answer')}`,
      )
    case 'refused':
      return show(
        'This export was refused',
        paragraph(`By ${list(decision.by)}: ${decision.reason}`),
      )
    case 'expired':
      return show('This export was refused', paragraph('Nobody decided in time.'))
    case 'approved': {
      const text = `By ${list(decision.by)}. It can be fetched once, until ${when(decision.until)}.`
      const button =
        link === undefined
          ? `<form method="post" action="${escaped(`${path}/link`)}"><button>Get the file</button></form>`
          : `<a class="button" href="${escaped(link)}" download>Download ${escaped(held.facts.file)}</a>`
      return show('This export was approved', paragraph(text) + button)
    }
  }
}
