/** Reads the tests inside a rule (`clientkeep.tests`): events in shorthand with dotted keys, and how many findings to expect. */
import type { EventObject } from './event.ts'
import type { Report } from './faults.ts'
import { reader } from './reader.ts'
import type { RuleTest } from './rule.ts'
import { toPlain, type YamlMap, type YamlNode } from './yaml.ts'

/** More findings from one test are a mistake. */
const expectMax = 1000

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
  const events = nodes.flatMap(item => {
    if (item.kind === 'map') return [expandEvent(item, report)]
    report(item.at, 'an event is a map')
    return []
  })
  if (name === undefined || expect === undefined || events.length === 0) return undefined
  return { name, events, expect }
}

/** The tests of a rule; what is wrong with one is reported and leaves it out. */
export function readTests(items: readonly YamlNode[], report: Report): readonly RuleTest[] {
  return items.flatMap(item => readTest(item, report) ?? [])
}
