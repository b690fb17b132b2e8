/** `clientkeep evaluate`: how well the rules do on a labelled set. */
import { writeFile } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { Score } from '../evaluation/score.ts'
import { absolute } from './options.ts'
import { formatTable } from './table.ts'

interface EvaluateOptions {
  readonly json?: boolean
  readonly page?: string
  readonly rules: readonly string[]
  readonly swap?: number
  readonly swapAt?: string
  readonly seed: string
}

const number = (value: number | null): string =>
  value === null ? '-' : value.toLocaleString('en-US')
const percent = (value: number | null): string =>
  value === null ? '-' : `${(value * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`

/** The score as a person reads it in a terminal. */
function words(score: Score): string {
  const scenarios = score.scenarios.map(each => [
    each.scenario,
    number(each.thieves),
    number(each.found),
    number(each.inTime),
    number(each.medianLeadDays),
    number(each.medianDelayHours),
  ])
  const rules = score.rules.map(each => [
    each.rule,
    number(each.findings),
    number(each.falseFindings),
    number(each.falsePerThousandPeopleAndDay),
    number(each.lostThieves),
    number(each.fewerFalseAlerts),
  ])
  const bands = score.bands.map(({ band, from, people, thieves }) => [
    band,
    number(from),
    number(people),
    number(thieves),
  ])
  return [
    `${number(score.events)} events, ${number(score.people)} people, ${number(score.days)} days, ${number(score.leavers)} leavers, ${number(score.thieves)} thieves`,
    '',
    `Found in time                            ${percent(score.recallInTime)} (at all ${percent(score.recall)})`,
    `Median days before the last day          ${number(score.medianLeadDays)}`,
    `False alerts per 1,000 people and day    ${number(score.falseAlertsPerThousandPeopleAndDay)} (${number(score.falseAlerts)} of ${number(score.alerts)} alerts)`,
    `Thieves among the leavers with an alert  ${percent(score.precisionAmongLeavers)}`,
    `Area under ROC, average precision        ${score.curve.rocArea}, ${score.curve.averagePrecision}`,
    '',
    formatTable(
      [['SCENARIO', 'THIEVES', 'FOUND', 'IN TIME', 'LEAD (DAYS)', 'DELAY (H)'], ...scenarios],
      [1, 2, 3, 4, 5],
    ),
    '',
    formatTable(
      [
        ['RULE', 'FINDINGS', 'FALSE', 'FALSE/1000/DAY', 'LOST WITHOUT', 'FEWER FALSE ALERTS'],
        ...rules,
      ],
      [1, 2, 3, 4, 5],
    ),
    '',
    formatTable([['RISK', 'FROM', 'PEOPLE', 'THIEVES'], ...bands], [1, 2, 3]),
  ].join('\n')
}

function count(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new InvalidArgumentError('a whole number from 1')
}

export const evaluate = (): Command =>
  new Command('evaluate')
    .description('say how well the rules do on a labelled set')
    .argument('<dir>', 'folder of `clientkeep simulate`, or CERT Insider Threat logs')
    .option(
      '--rules <dir>',
      'rules instead of the catalog (may be given more than once)',
      (path: string, before: readonly string[]) => [...before, absolute(path)],
      [],
    )
    .option(
      '--swap <pairs>',
      'exchange the accounts of so many pairs of people, and look for them',
      count,
    )
    .option(
      '--swap-at <date>',
      'from which day on (ISO 8601; the middle of the log where left out)',
    )
    .option('--seed <text>', 'chooses the pairs', '1')
    .option('--page <file>', 'also write a page with charts (HTML)')
    .option('--json', 'print the score as JSON')
    .addHelpText('after', '\nExample:\n  clientkeep evaluate /tmp/company --page score.html')
    .action(async (dir: string, { json, page, ...options }: EvaluateOptions) => {
      const { evaluateSet } = await import('../evaluation/evaluate.ts')
      const { score, name } = await evaluateSet(absolute(dir), options)
      if (page !== undefined) {
        const { scorePage } = await import('../evaluation/page.ts')
        await writeFile(absolute(page), scorePage(score, name))
      }
      console.log(
        json ? JSON.stringify({ set: name, ...score }, null, 2) : `${name}\n${words(score)}`,
      )
    })
