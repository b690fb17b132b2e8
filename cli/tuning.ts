/** `clientkeep tuning`: how rules do by what officers said of their alerts, and exclusions of what was noise. */
import { Command, Option } from 'commander'
import Value from 'typebox/value'
import { Exclusion, type ExclusionDecision, TuningReport, traitKinds } from '../events/tuning.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface Options {
  readonly data?: string
  readonly json?: boolean
}

const print = (text: string): void => console.log(text)
const percent = (share: number | null): string =>
  share === null ? '' : `${Math.round(100 * share)} %`

function tell({ budget, rules, suggestions, exclusions, days }: TuningReport): void {
  const header = ['RULE', 'FINDINGS', 'OPEN', 'CONFIRMED', 'DISMISSED', 'THIS WEEK', 'RIGHT']
  const rows = rules.map(rule => [
    rule.rule,
    ...[rule.findings, rule.open, rule.confirmed, rule.dismissed, rule.dismissed_this_week].map(
      String,
    ),
    percent(rule.confirmed_share),
  ])
  print(
    rows.length === 0
      ? `no rule found anything within ${days} days`
      : formatTable([header, ...rows], [1, 2, 3, 4, 5, 6]),
  )
  print(
    `\nDismissed this week: ${budget.dismissed_this_week} of a budget of ${budget.per_week} alerts.`,
  )
  for (const warning of budget.warnings) print(`! ${warning}`)
  for (const { rule, trait, words } of suggestions)
    print(
      `\n${rule}: ${words}\n  clientkeep tuning propose ${rule} ${trait.kind} '${trait.value}' --reason '…'`,
    )
  if (exclusions.length > 0) print('')
  const told = exclusions.map(({ id, state, rule, trait, kept_out, proposed_by, decided_by }) => [
    ...[id, state, rule, `${trait.kind} ${trait.value}`, String(kept_out), proposed_by],
    decided_by ?? '',
  ])
  const names = ['EXCLUSION', 'STATE', 'RULE', 'OF', 'KEPT OUT', 'PROPOSED BY', 'DECIDED BY']
  if (told.length > 0) print(formatTable([names, ...told], [4]))
}

const show = (): Command =>
  new Command('show')
    .description(
      'rules with their confirmed and dismissed alerts, the budget, suggestions, exclusions',
    )
    .option('--days <days>', 'how far back', '90')
    .option('--json', 'print as JSON')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep tuning show --days 30')
    .action(async ({ data, json, days }: Options & { readonly days: string }) => {
      const answer = await withCollector(data ?? defaultDataDir, console =>
        console.get(`/api/v1/tuning?days=${encodeURIComponent(days)}`),
      )
      const report = Value.Parse(TuningReport, answer)
      if (json) print(JSON.stringify(report, null, 2))
      else tell(report)
    })

async function change(path: string, body: object, { data, json }: Options): Promise<void> {
  const answer = await withCollector(data ?? defaultDataDir, console =>
    console.post(path, { json: body }),
  )
  const exclusion = Value.Parse(Exclusion, answer)
  if (json) return print(JSON.stringify(exclusion, null, 2))
  const { id, state, rule, trait } = exclusion
  print(`exclusion ${id} is ${state}: ${rule}, ${trait.kind} ${trait.value}`)
}

const reasonOption = () =>
  new Option('--reason <text>', 'why; it is recorded').makeOptionMandatory()
type Reasoned = Options & { readonly reason: string }

const propose = (): Command =>
  new Command('propose')
    .description('propose that findings of a rule with a trait raise no alert')
    .argument('<rule>', "the rule's name")
    .argument('<kind>', traitKinds.join(', '))
    .argument('<value>', 'as `tuning show` writes it')
    .addOption(reasonOption())
    .option('--json', 'print as JSON')
    .addOption(dataOption())
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep tuning propose bulk.customers-copied-by-anyone program /usr/bin/rsync --reason "nightly backup"',
    )
    .action((rule: string, kind: string, value: string, { reason, ...options }: Reasoned) =>
      change('/api/v1/exclusions', { rule, trait: { kind, value }, reason }, options),
    )

const decided = (action: ExclusionDecision['action'], description: string): Command =>
  new Command(action)
    .description(description)
    .argument('<exclusion>', 'its id')
    .addOption(reasonOption())
    .option('--json', 'print as JSON')
    .addOption(dataOption())
    .addHelpText('after', `\nExample:\n  clientkeep tuning ${action} 0b9c… --reason "seen with IT"`)
    .action((id: string, { reason, ...options }: Reasoned) =>
      change(`/api/v1/exclusions/${encodeURIComponent(id)}/decision`, { action, reason }, options),
    )

export const tuning = (): Command => {
  const command = new Command('tuning').description(
    'how rules do by what officers said of their alerts, and what is left out',
  )
  for (const sub of [
    show(),
    propose(),
    decided('accept', 'put a proposed exclusion in force'),
    decided('refuse', 'refuse a proposed exclusion'),
    decided('withdraw', 'end an exclusion: later findings raise alerts again'),
  ])
    command.addCommand(sub.exitOverride())
  return command
}
