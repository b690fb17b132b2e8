/** SigmaHQ's rules on our engine: which are refused and why, that those with recorded events fire on them, and that the engine says what the naive interpreter says. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeWindows, windowsRouter } from '../../rules/describe-windows.ts'
import { type CompiledRules, compileGood } from '../../rules/engine/compile.ts'
import { createEngine, type Engine } from '../../rules/engine/engine.ts'
import { type EventObject, isObject } from '../../rules/engine/event.ts'
import type { RuleFault } from '../../rules/engine/faults.ts'
import { loadRules } from '../../rules/load.ts'
import { interpretAll } from './naive.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const isPresent = existsSync(join(data, 'sigma-rules'))
if (!isPresent) console.warn(`skipped: no SigmaHQ rules in ${data}/sigma-rules`)

/** The specification: a tool without the list of a placeholder must reject the rule. */
const refusal = /^there is no list for the placeholder %[^%]+%$/
/** Every n-th recorded event is enough to see most kinds. */
const stride = 500

const describeEvent = (event: EventObject) => describeWindows(event) ?? { time: 0, logsource: {} }

/** A recorded file is one JSON object, a list of them, or several, each beginning a line. */
function readEvents(text: string): readonly EventObject[] {
  const parse = (json: string): unknown => JSON.parse(json)
  const found = text
    .trim()
    .split(/(?<=\})\s*\n(?=\{)/)
    .map(parse)
  return found.flat(2).filter(isObject)
}

describe.skipIf(!isPresent)('SigmaHQ', () => {
  let compiled: CompiledRules
  let faults: readonly RuleFault[]
  let engine: Engine

  beforeAll(async () => {
    const sources = await loadRules(join(data, 'sigma-rules'))
    ;({ compiled, faults } = compileGood(sources))
    engine = createEngine(compiled, { describe: describeEvent, router: windowsRouter })
  }, 60_000)

  test('every rule compiles, or is refused for a placeholder without a list', () => {
    expect(faults.filter(({ message }) => !refusal.test(message))).toEqual([])
    const refused = new Set(faults.map(({ path }) => path))
    expect(compiled.rules.length + refused.size).toBe(3780)
    expect(refused.size).toBeLessThan(30)
  })

  test('with its lists no rule is refused', async () => {
    const names = faults.map(({ message }) => /%([^%]+)%/.exec(message)?.[1] ?? '')
    const placeholders = Object.fromEntries(names.map(name => [name, ['srv*']]))
    const sources = await loadRules(join(data, 'sigma-rules'))
    const refused = new Set(faults.map(({ path }) => path))
    const again = compileGood(
      sources.filter(({ path }) => refused.has(path)),
      { placeholders },
    )
    expect(again.faults).toEqual([])
    expect(again.compiled.rules.length).toBe(refused.size)
  }, 60_000)

  test('rules fire on the events that SigmaHQ recorded for them', async () => {
    const index: unknown = JSON.parse(
      await readFile(join(data, 'sigma-regression/index.json'), 'utf8'),
    )
    const silent: string[] = []
    const entries = [index].flat().filter(isObject)
    for (const entry of entries) {
      const text = await readFile(join(data, 'sigma-regression', String(entry.events)), 'utf8')
      const matches = readEvents(text).flatMap(event => engine.process(event))
      const count = matches.filter(({ rule }) => rule.id === entry.rule).length
      // The recorded count is of what was meant to fire; some recordings have more that fits.
      const wanted = typeof entry.match_count === 'number' ? entry.match_count : 1
      if (count < wanted) silent.push(`${entry.rule}: ${count} of ${wanted}`)
    }
    expect(silent).toEqual([])
    expect(entries.length).toBeGreaterThan(80)
  }, 60_000)

  test('all rules on recorded Windows events: engine, lines of JSON and naive interpreter agree', async () => {
    const packed = await readFile(join(data, 'windows-events/otrf-sample.ndjson.gz'))
    const lines = gunzipSync(packed).toString().trim().split('\n')
    // Whatever the log source: every rule meets every event.
    const every = createEngine(compiled, {
      describe: () => ({ time: 0, logsource: {} }),
      router: { fields: [], logsource: () => ({}) },
      fit: 'compatible',
    })
    let hits = 0
    for (const line of lines.filter((_, index) => index % stride === 0)) {
      const event: EventObject = JSON.parse(line)
      const wanted = interpretAll(compiled, event)
      hits += wanted.length
      const titles = wanted.map(number => compiled.rules[number]?.title)
      expect(every.process(event).map(({ rule }) => rule.title)).toEqual(titles)
      expect(every.hitsJson(line)).toEqual(wanted)
      const matches = engine.process(event).map(({ rule }) => rule.title)
      expect(engine.processJson(line).map(({ rule }) => rule.title)).toEqual(matches)
    }
    expect(hits).toBeGreaterThan(50)
  }, 120_000)
})

test.skipIf(!isPresent)('the examples of the specification are accepted', async () => {
  const dir = join(data, 'sigma-specification/tests/schema')
  const names = (await readdir(dir, { recursive: true })).filter(name => name.endsWith('.yml'))
  expect(names.length).toBe(12)
  for (const name of names) {
    const { faults } = compileGood([{ path: name, text: await readFile(join(dir, name), 'utf8') }])
    expect(faults).toEqual([])
  }
})
