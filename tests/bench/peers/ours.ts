/**
 * Drives our own engine for the benchmarks, in a process of its own: the same commands and answers as the peers' runners.
 * Usage: `ours.ts RULE-LIST [naive]`; `naive` runs the interpreter of the tests instead, over the rules that fit.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type CompiledRules, compileGood } from '../../../rules/engine/compile.ts'
import { createEngine } from '../../../rules/engine/engine.ts'
import { type EventObject, isObject } from '../../../rules/engine/event.ts'
import type { Logsource } from '../../../rules/engine/rule.ts'
import { interpret } from '../../rules/naive.ts'

/** Rule ids that an event fires. */
interface Matcher {
  readonly match: (event: EventObject) => readonly string[]
  readonly json: (line: string) => readonly string[]
}

const fields = ['product', 'service', 'category'] as const
const logsources = new Map<string, Logsource>()

/** The lanes name the log source of each event in its first three fields. */
function logsourceOf(values: readonly unknown[]): Logsource {
  const key = values.join(' ')
  const known = logsources.get(key)
  if (known) return known
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
  const [product, service, category] = values.map(text)
  const made = { product, service, category }
  logsources.set(key, made)
  return made
}

const describe = ({ product, service, category }: EventObject) => ({
  time: 0,
  logsource: logsourceOf([product, service, category]),
})

const parse = (line: string): EventObject => {
  const event: unknown = JSON.parse(line)
  if (!isObject(event)) throw new Error(`not an event: ${line}`)
  return event
}

function engineOf(compiled: CompiledRules): Matcher {
  const engine = createEngine(compiled, { describe, router: { fields, logsource: logsourceOf } })
  // Matchers are made when the first event of their source comes: that belongs to loading here.
  for (const { logsource } of compiled.rules) engine.process({ ...logsource })
  return {
    match: event => engine.process(event).map(({ rule }) => rule.id),
    json: line => engine.processJson(line).map(({ rule }) => rule.id),
  }
}

function interpreterOf({ programs }: CompiledRules): Matcher {
  const match = (event: EventObject) =>
    programs
      .filter(
        ({ rule: { logsource }, detection }) =>
          fields.every(
            field => logsource[field] === undefined || logsource[field] === event[field],
          ) && interpret(detection, event),
      )
      .map(({ rule }) => rule.id)
  return { match, json: line => match(parse(line)) }
}

const [list = '', mode] = process.argv.slice(2)
const sources = readFileSync(list, 'utf8')
  .split('\n')
  .filter(path => path !== '')
  .map(path => ({ path, text: readFileSync(path, 'utf8') }))

const started = performance.now()
const { compiled, faults } = compileGood(sources)
const matcher = mode === 'naive' ? interpreterOf(compiled) : engineOf(compiled)
const loadSeconds = (performance.now() - started) / 1000
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)
const rejected = faults.map(({ path, line, message }) => `${path}:${line}: ${message}`)
say({ rejected, loadSeconds, rss: process.memoryUsage.rss() })

let lines: string[] = []
let events: EventObject[] = []

function run(command: string): object {
  const hits: Record<string, number> = {}
  let matches = 0
  if (command === 'match') for (const event of events) matches += matcher.match(event).length
  if (command === 'json') for (const line of lines) matches += matcher.json(line).length
  if (command === 'hits') {
    for (const event of events)
      for (const id of matcher.match(event)) hits[id] = (hits[id] ?? 0) + 1
  }
  if (command === 'hits-json') {
    for (const line of lines) for (const id of matcher.json(line)) hits[id] = (hits[id] ?? 0) + 1
  }
  return { matches, hits }
}

for await (const command of createInterface({ input: process.stdin })) {
  if (command.startsWith('lane ')) {
    lines = readFileSync(command.slice(5), 'utf8').trimEnd().split('\n')
    events = lines.map(parse)
  }
  const cpu = process.cpuUsage()
  const before = performance.now()
  const result = run(command)
  const seconds = (performance.now() - before) / 1000
  const { user, system } = process.cpuUsage(cpu)
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  say({
    ...result,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    events: events.length,
    rss,
    heap: heapUsed + external,
  })
}
