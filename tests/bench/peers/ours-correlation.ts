/**
 * Drives our correlations for the benchmarks, in a process of its own. Usage: `ours-correlation.ts RULES.yml`. Commands:
 * `lane FILE` and `make PERSONS EVENTS STEP-MS` bring events; `match` and `hits` run them through a new engine; `restart` does so with
 * a snapshot and a restore in the middle; `memory PERSONS EVENTS STEP-MS` says what the engine holds after events that nothing else holds,
 * `idle PERSONS` after one event of each person.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers/promises'
import { compileRules } from '../../../rules/engine/compile.ts'
import { createEngine, type Engine, type EngineState } from '../../../rules/engine/engine.ts'
import { type EventObject, isObject } from '../../../rules/engine/event.ts'

const path = process.argv[2] ?? ''
const logsource = { product: 'bench', category: 'activity' }

let offset = 0
const describe = ({ time }: EventObject) => ({
  offset: offset++,
  time: typeof time === 'number' ? time : 0,
  logsource,
})

const started = performance.now()
const compiled = compileRules([{ path, text: readFileSync(path, 'utf8') }])
/** Nothing is late here, and the peers have no allowance for it. */
const start = (state?: EngineState): Engine =>
  createEngine(compiled, { describe, allowedLatenessMs: 0, ...(state && { state }) })
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)
say({ loadSeconds: (performance.now() - started) / 1000, rss: process.memoryUsage.rss() })

const begin = 1_780_000_000_000
let state = 0
/** The same numbers as Esper's runner draws. */
function draw(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

/** Events come out of a parser, so that no two share their texts. */
function madeEvent(index: number, person: number, step: number): EventObject {
  const event: unknown = JSON.parse(
    JSON.stringify({
      product: 'bench',
      category: 'activity',
      kind: 'copy',
      person: `person-${person}`,
      target: `customer-${draw(1000)}`,
      amount: draw(1000),
      time: begin + index * step,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    }),
  )
  return isObject(event) ? event : {}
}

let events: EventObject[] = []
/** Buffers are given back some time after the collection that found them free. */
const held = async () => {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.()
    await setImmediate()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function count(engine: Engine, from: number, to: number, hits: Record<string, number>): void {
  for (let index = from; index < to; index++) {
    for (const { rule } of engine.process(events[index] ?? {})) {
      hits[rule.id] = (hits[rule.id] ?? 0) + 1
    }
  }
}

/** Seconds of saving and restoring alone, and what was found before and after. */
function restart() {
  const hits: Record<string, number> = {}
  const middle = events.length >> 1
  const first = start()
  count(first, 0, middle, hits)
  const before = performance.now()
  const text = JSON.stringify(first.snapshot())
  const second = start(JSON.parse(text))
  const seconds = (performance.now() - before) / 1000
  count(second, middle, events.length, hits)
  return { seconds, hits, bytes: text.length }
}

async function run(command: string, numbers: readonly number[]): Promise<object> {
  const [persons = 0, total = 0, step = 0] = numbers
  const engine = start()
  const before = await held()
  const hits: Record<string, number> = {}
  let matches = 0
  state = 12345
  if (command === 'make') {
    events = Array.from({ length: total }, (_, index) => madeEvent(index, draw(persons), step))
  }
  if (command === 'restart') return restart()
  // Each pass begins anew: its first part warms up, and is not timed.
  const warm = command === 'match' ? Math.floor(events.length / 5) : 0
  for (let index = 0; index < warm; index++) matches += engine.process(events[index] ?? {}).length
  const cpu = process.cpuUsage()
  const begun = performance.now()
  if (command === 'match') {
    for (let index = warm; index < events.length; index++) {
      matches += engine.process(events[index] ?? {}).length
    }
  }
  if (command === 'hits') count(engine, 0, events.length, hits)
  if (command === 'memory') {
    for (let index = 0; index < total; index++) {
      matches += engine.process(madeEvent(index, draw(persons), step)).length
    }
  }
  if (command === 'idle') {
    for (let person = 0; person < persons; person++) engine.process(madeEvent(person, person, 1))
  }
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const heap = (await held()) - before
  // Keeps the engine alive until what it holds has been measured.
  const { groupsCut } = engine.left
  const timed = events.length - warm
  return {
    events: timed,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    matches,
    hits,
    heap,
    groupsCut,
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', ...words] = line.split(' ')
  if (command === 'lane') {
    const lines = readFileSync(line.slice(5), 'utf8').trimEnd().split('\n')
    events = lines.map((text): unknown => JSON.parse(text)).filter(isObject)
  }
  const answer = await run(command, words.map(Number))
  say({ events: events.length, rss: process.memoryUsage.rss(), ...answer })
}
