/** Drives json-rules-engine for the benchmarks. Usage: `json-rules-engine.ts MODULE RULES.json`; the rules are the made ones of three conditions. */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [module = '', rulesPath = ''] = process.argv.slice(2)
const started = performance.now()
// A CommonJS package that is not among our dependencies.
const { Engine } = (await import(pathToFileURL(module).href)).default
const engine = new Engine()
for (const { id, activity, places, min } of JSON.parse(readFileSync(rulesPath, 'utf8'))) {
  engine.addRule({
    event: { type: id },
    conditions: {
      all: [
        { fact: 'activity', operator: 'equal', value: activity },
        { fact: 'place', operator: 'in', value: places },
        { fact: 'count', operator: 'greaterThanInclusive', value: min },
      ],
    },
  })
}
const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`)
say({ loadSeconds: (performance.now() - started) / 1000, rss: process.memoryUsage.rss() })

let lines: readonly string[] = []
let facts: readonly unknown[] = []
for await (const command of createInterface({ input: process.stdin })) {
  if (command.startsWith('lane ')) {
    lines = readFileSync(command.slice(5), 'utf8').trimEnd().split('\n')
    facts = lines.map(line => JSON.parse(line))
  }
  const hits: Record<string, number> = {}
  let matches = 0
  const before = performance.now()
  if (command === 'match' || command === 'hits') {
    for (const fact of facts) {
      const { events } = await engine.run(fact)
      matches += events.length
      for (const { type } of events) hits[type] = (hits[type] ?? 0) + 1
    }
  }
  const seconds = (performance.now() - before) / 1000
  const { rss, heapUsed } = process.memoryUsage()
  say({ seconds, events: facts.length, matches, hits, rss, heap: heapUsed })
}
