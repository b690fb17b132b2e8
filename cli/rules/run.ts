/** `clientkeep rules run`: any Sigma rules over any file of events. Takes what it can: faulty rules and lines are named and left out. */
import { Command } from 'commander'
import { Fault } from '../../events/fault.ts'
import { describeAny } from '../../rules/describe-any.ts'
import { windowsRouter } from '../../rules/describe-windows.ts'
import {
  type CompiledRules,
  createEngine,
  type Engine,
  type Match,
} from '../../rules/engine/engine.ts'
import type { EventObject } from '../../rules/engine/event.ts'
import { RuleFaults } from '../../rules/engine/faults.ts'
import { type EventText, readEvents } from './events-file.ts'
import { readLists } from './lists-file.ts'
import { parseLogsource } from './logsource-option.ts'
import { printer } from './printer.ts'
import { faultLine, placeholdersOf, placeholdersOption, readRuleSet } from './rule-set.ts'

interface RunOptions {
  readonly json?: boolean
  readonly mapping?: string
  readonly placeholders?: string
  readonly logsource?: ReturnType<typeof parseLogsource>
}

/** Wrong lines beyond these are only counted. */
const linesShown = 20

/** An engine whose events are called by their index in the input. */
async function engineFor(
  compiled: CompiledRules,
  { mapping, logsource }: RunOptions,
): Promise<{ engine: Engine; next: (index: number) => void }> {
  const fields = mapping === undefined ? undefined : await readLists(mapping)
  const describe = describeAny(compiled, { logsource, mapping: fields })
  let offset = 0
  let before = 0
  const engine = createEngine(compiled, {
    describe: (event: EventObject) => {
      const description = describe(event)
      // An event without a time of its own happened when the one before it did.
      before = description.time > 0 ? description.time : before
      return { ...description, offset, time: before }
    },
    ...(fields === undefined && { router: windowsRouter }),
  })
  return {
    engine,
    next: index => {
      offset = index
    },
  }
}

/** One finding as `--json` prints it; `event` is the event that completed it. */
function findingOf({ rule, time, group, offsets }: Match) {
  return {
    rule: rule.id,
    title: rule.title,
    event: offsets.at(-1),
    time: time > 0 ? time : null,
    ...(Object.keys(group).length > 0 ? { group } : {}),
    ...(offsets.length > 1 ? { events: offsets } : {}),
  }
}

function textOf({ rule, time, offsets }: Match): string {
  const when = time > 0 ? new Date(time).toISOString() : '(no time)'
  return `event ${offsets.at(-1)}  ${when}  ${rule.level}  ${rule.title}  (${rule.id})`
}

/** Findings of one event; undefined where its text is no JSON object. */
function tryEvent(engine: Engine, { text }: EventText): readonly Match[] | undefined {
  try {
    return engine.processJson(text)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Fault) return undefined
    throw error
  }
}

async function runRules(dir: string, events: string, options: RunOptions): Promise<void> {
  const { compiled, faults, files } = await readRuleSet([dir], await placeholdersOf(options))
  for (const fault of faults) console.error(faultLine(fault))
  for (const warning of compiled.warnings) console.error(`${faultLine(warning)} (warning)`)
  if (compiled.rules.length === 0) throw new RuleFaults(faults)
  const { engine, next } = await engineFor(compiled, options)
  const print = printer()
  const counts = { events: 0, findings: 0, malformed: 0 }
  for await (const block of readEvents(events)) {
    for (const event of block) {
      next(event.index)
      const matches = tryEvent(engine, event)
      if (matches === undefined && ++counts.malformed <= linesShown) {
        console.error(`${events}:${event.line}: no JSON object; the line is left out`)
      }
      for (const match of matches ?? []) {
        counts.findings++
        print.line(options.json ? JSON.stringify(findingOf(match)) : textOf(match))
      }
    }
    counts.events += block.length
    await print.flush()
    if (print.isClosed()) return
  }
  const bad = new Set(faults.map(({ path }) => path)).size
  console.error(
    `${counts.events} events, ${counts.findings} findings; ${compiled.rules.length} rules, ${bad} of ${files} rule files left out, ${counts.malformed} malformed lines`,
  )
  if (bad > 0 || counts.malformed > 0) process.exitCode = 1
}

export const run = (): Command =>
  new Command('run')
    .description('run any Sigma rules over a file of events')
    .argument('<dir>', 'rule file, or folder with *.yml')
    .argument('<events>', 'one JSON event per line, packed with gzip or not; - is standard input')
    .option('--json', 'print one line of JSON per finding')
    .option('--mapping <file>', 'YAML with the names that fields have in these events')
    .addOption(placeholdersOption())
    .option(
      '--logsource <parts>',
      'what the events are, e.g. product=linux,service=auditd',
      parseLogsource,
    )
    .addHelpText(
      'after',
      `
OCSF events and Windows event log records (nested or flat) are told apart by themselves.
Every rule looks at other events, unless --logsource says what they are.

A mapping has a line for each field of the rules: the name of the field in the events,
or a list of names of which the first that an event has counts:
  CommandLine: process.command_line
  User: [user.name, winlog.user.name]

A finding in JSON: rule (id), title, event (its index in the file from 0, blank lines
not counted), time (UTC, milliseconds since 1970, or null); of correlations also
group and events.

Exit codes:
  0  done
  1  done, but faulty rules or malformed lines were left out; they are named
  2  wrong arguments, or a file that cannot be read
  3  no rule is usable

Example:
  clientkeep rules run ./sigma/rules events.ndjson.gz --json`,
    )
    .action(runRules)
