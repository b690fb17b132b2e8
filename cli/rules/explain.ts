/** `clientkeep rules explain`: why a rule matched events or not, predicate by predicate, with the values that were seen. */
import { Command } from 'commander'
import { Fault } from '../../events/fault.ts'
import { describeAny } from '../../rules/describe-any.ts'
import { type CompiledRules, createEngine, type Program } from '../../rules/engine/engine.ts'
import { type EventObject, isObject } from '../../rules/engine/event.ts'
import { explainDetection } from '../../rules/engine/explain.ts'
import type { Logic } from '../../rules/engine/logic.ts'
import type { Logsource, Rule } from '../../rules/engine/rule.ts'
import { only } from '../../rules/run-tests.ts'
import { readEvents } from './events-file.ts'
import { findRules } from './rule-set.ts'

interface ExplainOptions {
  readonly json?: boolean
  readonly rules?: string
}

const eventsMax = 10_000
const parts = ['product', 'category', 'service'] as const

async function eventsOf(path: string): Promise<readonly EventObject[]> {
  const events: EventObject[] = []
  for await (const block of readEvents(path)) {
    for (const { text, line } of block) {
      const event = parse(text)
      if (!isObject(event)) {
        throw new Fault('ERR_INPUT_INVALID', `${path}:${line}: an event is a JSON object`)
      }
      events.push(event)
    }
    if (events.length > eventsMax) {
      throw new Fault(
        'ERR_INPUT_TOO_LARGE',
        `${path}: more than ${eventsMax} events; \`clientkeep rules run\` takes large files`,
      )
    }
  }
  if (events.length === 0) throw new Fault('ERR_INPUT_INVALID', `${path}: no event in it`)
  return events
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const sourceInWords = (source: Logsource): string =>
  parts.flatMap(part => (source[part] === undefined ? [] : [`${part} ${source[part]}`])).join(', ')

/** A condition as it would be written, with all its parentheses. */
function conditionInWords(condition: Logic<string>): string {
  if (condition.kind === 'leaf') return condition.leaf
  const inner = (part: Logic<string>) =>
    part.kind === 'leaf' ? part.leaf : `(${conditionInWords(part)})`
  if (condition.kind === 'not') return `not ${inner(condition.of)}`
  return condition.of.map(inner).join(condition.kind === 'all' ? ' and ' : ' or ')
}

const isFor = (rule: Logsource, sources: readonly Logsource[]): boolean =>
  sources.some(source =>
    parts.every(part => rule[part] === undefined || rule[part] === source[part]?.toLowerCase()),
  )

type Describe = ReturnType<typeof describeAny>

/** A detection on one event. */
function explainOn({ rule, detection }: Program, event: EventObject, describe: Describe) {
  const { logsource, view = [event] } = describe(event)
  const sources = [logsource].flat()
  const { holds, searches } = explainDetection(detection, view)
  const fits = isFor(rule.logsource, sources)
  return {
    matches: holds && fits,
    logsource: {
      holds: fits,
      rule: sourceInWords(rule.logsource),
      event: sources.length > 3 ? 'any' : sources.map(sourceInWords).join(' or ') || 'unknown',
    },
    condition: { holds, words: conditionInWords(detection.condition) },
    searches,
  }
}

type EventExplanation = ReturnType<typeof explainOn>

const mark = (holds: boolean): string => (holds ? '✔' : '✘')

function inWords({ matches, logsource, condition, searches }: EventExplanation): readonly string[] {
  return [
    matches ? 'matches' : 'does not match',
    `  ${mark(logsource.holds)} log source: ${logsource.rule} (the event is ${logsource.event})`,
    `  ${mark(condition.holds)} condition: ${condition.words}`,
    ...searches.flatMap(({ name, holds, items }) => [
      `    ${mark(holds)} ${name}`,
      ...items.map(item => {
        const saw = item.was ?? (item.holds ? undefined : 'not there')
        return `        ${mark(item.holds)} ${item.words}${saw === undefined ? '' : ` (was ${saw})`}`
      }),
    ]),
  ]
}

interface RuleExplanation {
  readonly rule: Rule
  readonly events: readonly EventExplanation[]
}

function explainRule(
  compiled: CompiledRules,
  number: number,
  events: readonly EventObject[],
  describe: Describe,
) {
  const alone = only(compiled, number)
  const detections = alone.programs.map(
    (program): RuleExplanation => ({
      rule: program.rule,
      events: events.map(event => explainOn(program, event, describe)),
    }),
  )
  let index = 0
  const engine = createEngine(alone, {
    describe: event => ({ ...describe(event), offset: index }),
  })
  const findings = events.flatMap(event => {
    const matches = engine.process(event)
    index++
    return matches
      .filter(({ rule }) => rule === compiled.rules[number])
      .map(({ offsets, reasons, group }) => ({ events: offsets, reasons, group }))
  })
  return { rule: compiled.rules[number], detections, findings }
}

type Explained = ReturnType<typeof explainRule>

function print({ rule, detections, findings }: Explained): void {
  console.log(`${rule?.name}: ${rule?.title}`)
  for (const { rule: heard, events } of detections) {
    for (const [index, explained] of events.entries()) {
      const which = events.length > 1 ? `event ${index} ` : ''
      const [first = '', ...rest] = inWords(explained)
      const whose = heard === rule ? '' : `${heard.name}: `
      console.log([`${whose}${which}${first}`, ...rest].join('\n'))
    }
  }
  const isCorrelation = detections.every(detection => detection.rule !== rule)
  if (!isCorrelation) return
  if (findings.length === 0) console.log('the correlation gives no finding on these events')
  for (const { events, reasons, group } of findings) {
    const whose = Object.entries(group).map(([field, value]) => `${field} is ${value}`)
    console.log(`finding on events ${events.join(', ')}: ${[...reasons, ...whose].join('; ')}`)
  }
}

const plain = ({ rule, detections, findings }: Explained) => ({
  rule: rule?.id,
  name: rule?.name,
  title: rule?.title,
  detections: detections.map(each => ({
    rule: each.rule.id,
    name: each.rule.name,
    events: each.events,
  })),
  findings,
})

export const explain = (): Command =>
  new Command('explain')
    .description('say why a rule matches events or not, predicate by predicate')
    .argument('<rule>', 'rule file, or name or id of a rule of the catalog')
    .argument('<events>', 'an event as JSON, or several in their order; - is standard input')
    .option('--json', 'print the explanation as JSON')
    .option(
      '--rules <dir>',
      'where the rules are that correlations refer to (default: the catalog)',
    )
    .addHelpText(
      'after',
      `
Events are taken as they are: of what the collector adds (unmapped.clientkeep.person
and customers) only that counts which stands in the file.

Exit codes:
  0  the rule gives a finding
  1  it gives none

Example:
  clientkeep rules explain usb.customers-copied-by-leaver event.json`,
    )
    .action(async (asked: string, path: string, { json, rules }: ExplainOptions) => {
      const { compiled, numbers } = await findRules(asked, rules)
      const events = await eventsOf(path)
      const describe = describeAny(compiled)
      const explained = numbers.map(number => explainRule(compiled, number, events, describe))
      if (json) console.log(JSON.stringify(explained.map(plain), null, 2))
      else for (const each of explained) print(each)
      if (explained.every(({ findings }) => findings.length === 0)) process.exitCode = 1
    })
