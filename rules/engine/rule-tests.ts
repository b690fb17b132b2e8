/** Reads the tests inside a rule (`clientkeep.tests`): events in shorthand with dotted keys, repeated where asked, and how many findings to expect. */
import { spanOf } from './correlation/timespan.ts'
import { type EventObject, isObject } from './event.ts'
import type { Position, Report } from './faults.ts'
import { reader } from './reader.ts'
import type { RuleTest } from './rule.ts'
import { toPlain, type YamlMap, type YamlNode } from './yaml.ts'

/** More findings or events from one test are a mistake. */
const expectMax = 1000
const repeatMax = 10_000
/** Tests begin here, a Monday at nine (UTC): what `time` in them is counted from. */
const firstTime = Date.UTC(2026, 0, 5, 9)
const stepMs = 1000

type Tree = Map<string, unknown>

const toObject = (tree: Tree): EventObject =>
  Object.fromEntries(
    [...tree].map(([key, value]) => [key, value instanceof Map ? toObject(value) : value]),
  )

/** Walks down to the map that holds the last step, making maps on the way; undefined where a value stands in the way. */
function descend(tree: Tree, steps: readonly string[]): Tree | undefined {
  let current = tree
  for (const step of steps) {
    const next: unknown = current.get(step) ?? new Map()
    if (!(next instanceof Map)) return undefined
    current.set(step, next)
    current = next
  }
  return current
}

function grow(tree: Tree, map: YamlMap, report: Report): void {
  for (const { key, keyNode, value } of map.entries) {
    const steps = key.split('.')
    const last = steps.pop() ?? ''
    const target = descend(tree, value.kind === 'map' ? [...steps, last] : steps)
    if (!target || (value.kind !== 'map' && target.has(last))) {
      report(keyNode.at, `"${key}" is given twice, or is inside of a plain value`)
    } else if (value.kind === 'map') grow(target, value, report)
    else
      target.set(
        last,
        value.kind === 'list' ? value.items.map(item => expand(item, report)) : value.value,
      )
  }
}

/** Dotted keys become nested objects: `a.b: 1` is `a: { b: 1 }`. */
function expand(node: YamlNode, report: Report): unknown {
  if (node.kind === 'list') return node.items.map(item => expand(item, report))
  return node.kind === 'map' ? expandEvent(node, report) : toPlain(node)
}

function expandEvent(map: YamlMap, report: Report): EventObject {
  const tree: Tree = new Map()
  grow(tree, map, report)
  return toObject(tree)
}

/** `{n}` in texts becomes the number of the repetition. */
function numbered(value: unknown, number: number): unknown {
  if (typeof value === 'string') return value.replaceAll('{n}', String(number))
  if (Array.isArray(value)) return value.map(item => numbered(item, number))
  return isObject(value) ? numberedEvent(value, number) : value
}

const numberedEvent = (event: EventObject, number: number): EventObject =>
  Object.fromEntries(Object.entries(event).map(([key, value]) => [key, numbered(value, number)]))

/** `time: 2h` counts from the beginning of the test; events without a time follow the one before by a second. */
function timed(event: EventObject, before: number, at: Position, report: Report): EventObject {
  const { time = before + stepMs } = event
  if (typeof time === 'number') return { ...event, time }
  const span = spanOf(String(time))
  if (span === undefined) {
    report(at, `"time" must be a span like 90m since the beginning of the test, not "${time}"`)
  }
  return { ...event, time: firstTime + (span ?? 0) }
}

const timeOf = (event: EventObject | undefined): number =>
  typeof event?.time === 'number' ? event.time : firstTime - stepMs

/** One item of `events`: an event, or `repeat`, `every` and `event`. */
function readEvents(map: YamlMap, before: number, report: Report): readonly EventObject[] {
  const read = reader(map, 'clientkeep.tests.events', report)
  if (!read.node('repeat')) return [timed(expandEvent(map, report), before, map.at, report)]
  read.only(['repeat', 'every', 'event'])
  const count = read.integer('repeat', [1, repeatMax], true)
  const every = read.text('every', false)
  const span = every === undefined ? stepMs : spanOf(every)
  if (span === undefined)
    report(read.at('every'), `"every" must be a span like 90m, not "${every}"`)
  const template = read.map('event', true)
  if (count === undefined || span === undefined || !template) return []
  const first = timed(expandEvent(template, report), before, template.at, report)
  return Array.from({ length: count }, (_, index) =>
    numberedEvent({ ...first, time: timeOf(first) + index * span }, index + 1),
  )
}

function readTest(node: YamlNode, report: Report): RuleTest | undefined {
  if (node.kind !== 'map') {
    report(node.at, 'a test is a map of name, event (or events) and expect')
    return undefined
  }
  const read = reader(node, 'clientkeep.tests', report)
  read.only(['name', 'event', 'events', 'expect'])
  const name = read.text('name', true)
  const expect = read.integer('expect', [0, expectMax], true)
  const single = read.node('events') ? undefined : read.map('event', true)
  const nodes = single ? [single] : (read.items('events', false) ?? [])
  if (read.node('events') && read.node('event')) {
    report(read.at('event'), 'a test has either "event" or "events"')
  }
  const events: EventObject[] = []
  for (const item of nodes) {
    if (item.kind === 'map') events.push(...readEvents(item, timeOf(events.at(-1)), report))
    else report(item.at, 'an event is a map')
  }
  if (name === undefined || expect === undefined || events.length === 0) return undefined
  return { name, events, expect, line: node.at.line }
}

/** The tests of a rule; what is wrong with one is reported and leaves it out. */
export function readTests(items: readonly YamlNode[], report: Report): readonly RuleTest[] {
  return items.flatMap(item => readTest(item, report) ?? [])
}
