/** `clientkeep approvals`: what waits for a decision, and everything about one request. Decides nothing: that takes a key. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { Approval, ApprovalList } from '../events/approvals.ts'
import { grouped } from '../events/grouped.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

const when = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')
const print = (text: string): void => console.log(text)

const header = ['REQUEST', 'STATE', 'WHO', 'WHAT', 'ROWS', 'CUSTOMERS', 'UNTIL (UTC)']

const rowOf = ({ id, state, content }: Approval): string[] => [
  ...[id, state, content.pseudonym, `${content.source.kind} ${content.source.name}`],
  ...[String(content.facts.rows), String(content.facts.customers), when(content.expires_at)],
]

async function list({ data, json, past }: Options & { readonly past?: boolean }): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get(`/api/v1/approvals?list=${past ? 'past' : 'open'}`),
  )
  const { approvals } = Value.Parse(ApprovalList, answer)
  if (json) return print(JSON.stringify({ approvals }, null, 2))
  const rows = approvals.map(rowOf)
  if (rows.length === 0) print(past ? 'nothing was decided yet' : 'nothing waits for a decision')
  else print(formatTable([header, ...rows], [4, 5]))
}

/** What is known of a request, line by line: label and text. */
function linesOf({ id, state, content, digest, ...more }: Approval): [string, string][] {
  const { facts, source, talk } = content
  const { approvers, officers, answers, skipped } = more
  const asked = [...approvers.map(({ pseudonym }) => pseudonym), ...(officers ? ['officers'] : [])]
  return [
    ['request', `${id}: ${state}`],
    ['who', content.pseudonym + (facts.leaves_on === null ? '' : `, leaves on ${facts.leaves_on}`)],
    ['what', `${source.kind} ${source.name}`],
    ['why', content.why === '' ? '(nobody has said yet)' : content.why],
    ['rows', grouped(facts.rows)],
    [
      'customers',
      `${grouped(facts.customers)}, ${facts.share_percent} % of the base; ${grouped(facts.own)} own, ${grouped(facts.others)} others'`,
    ],
    ['columns', facts.columns.join(', ') || '(not known)'],
    ['sha-256', facts.sha256 ?? '(not known)'],
    ['asked', `${when(content.asked_at)} UTC, until ${when(content.expires_at)} UTC`],
    ['takes', content.needed === 1 ? 'one approval' : `${content.needed} approvals`],
    ['deciding', asked.join(', ') || '(nobody)'],
    ...skipped.map(({ pseudonym, why }): [string, string] => ['skipped', `${pseudonym}: ${why}`]),
    ...talk.map(({ by, text }): [string, string] => [by, text]),
    ...answers.map(({ by, as, verdict, reason, at, fate }): [string, string] => [
      'answer',
      `${when(at)} UTC ${by} (${as}): ${verdict}${reason === '' ? '' : `, ${reason}`} [${fate}]`,
    ]),
    ['digest', digest],
  ]
}

async function show(id: string, { data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.get(`/api/v1/approvals/${encodeURIComponent(id)}`),
  )
  const approval = Value.Parse(Approval, answer)
  print(json ? JSON.stringify(approval, null, 2) : formatTable(linesOf(approval)))
}

export const approvals = (): Command => {
  const command = new Command('approvals').description(
    'requests for approval: what waits for a decision, and everything about one',
  )
  command
    .command('list')
    .description('list what waits for a decision')
    .option('--past', 'what was decided instead')
    .addOption(dataOption())
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  clientkeep approvals list --past')
    .action(list)
  command
    .command('show')
    .description('print who asks for what, the facts, who decides and what was answered')
    .argument('<request>', 'its id, from `clientkeep approvals list`')
    .addOption(dataOption())
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  clientkeep approvals show 0b9c…')
    .action(show)
  for (const sub of command.commands) sub.exitOverride()
  return command
}
