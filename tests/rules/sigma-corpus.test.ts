/** SigmaHQ's rules on our engine: what compiles, why the rest does not, and that those with recorded events fire on them. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileRules } from '../../rules/engine/compile.ts'
import { type CompiledRules, createEngine } from '../../rules/engine/engine.ts'
import { type EventObject, isObject } from '../../rules/engine/event.ts'
import { RuleFaults } from '../../rules/engine/faults.ts'
import { loadRules } from '../../rules/load.ts'

const data = join(import.meta.dirname, '../../../shared/data')
const isPresent = existsSync(join(data, 'sigma-rules'))
if (!isPresent) console.warn(`skipped: no SigmaHQ rules in ${data}/sigma-rules`)

/** The only reasons for which a rule of SigmaHQ may be refused today. */
const refusals =
  /^(modifier "(re|i|m|s|windash|cidr|expand|base64|base64offset|wide|fieldref)" is|keywords .* are) not supported yet$/

const compiledMin = 3400

function compileOne(source: { path: string; text: string }): CompiledRules | RuleFaults {
  try {
    return compileRules([source])
  } catch (error) {
    if (error instanceof RuleFaults) return error
    throw error
  }
}

test.skipIf(!isPresent)(
  'SigmaHQ rules compile or are refused for what is not supported yet',
  async () => {
    const results = (await loadRules(join(data, 'sigma-rules'))).map(compileOne)
    const refused = results.filter(result => result instanceof RuleFaults)
    const messages = refused.flatMap(({ faults }) => [
      ...new Set(faults.map(({ message }) => message)),
    ])
    expect(messages.filter(message => !refusals.test(message))).toEqual([])
    expect(results.length - refused.length).toBeGreaterThanOrEqual(compiledMin)
  },
)

/** Windows events as Sigma names their fields (specification, Field Usage). */
function flatten(event: EventObject): EventObject {
  const inner = isObject(event.Event) ? event.Event : {}
  const system = isObject(inner.System) ? inner.System : {}
  const provider = isObject(system.Provider) ? system.Provider['#attributes'] : {}
  const data = isObject(inner.UserData) ? Object.values(inner.UserData) : [inner.EventData]
  const fields = data.filter(isObject).flatMap(part => Object.entries(part))
  return {
    ...system,
    Provider_Name: isObject(provider) ? provider.Name : undefined,
    ...Object.fromEntries(fields.map(([name, value]) => [name.replaceAll(' ', ''), value])),
  }
}

/** A recorded file is one JSON object, a list of them, or several, each beginning a line. */
function readEvents(text: string): readonly EventObject[] {
  const parse = (json: string): unknown => JSON.parse(json)
  const found = text
    .trim()
    .split(/(?<=\})\s*\n(?=\{)/)
    .map(parse)
  return found.flat(2).filter(isObject).map(flatten)
}

test.skipIf(!isPresent)('rules fire on the events that SigmaHQ recorded for them', async () => {
  const index: unknown = JSON.parse(
    await readFile(join(data, 'sigma-regression/index.json'), 'utf8'),
  )
  const programs = (await loadRules(join(data, 'sigma-rules')))
    .map(compileOne)
    .flatMap(result => (result instanceof RuleFaults ? [] : [result]))
  const byId = new Map(programs.map(program => [program.rules[0]?.id, program]))
  const silent: string[] = []
  let tried = 0
  for (const entry of [index].flat().filter(isObject)) {
    const compiled = byId.get(String(entry.rule))
    if (!compiled) continue
    tried++
    const text = await readFile(join(data, 'sigma-regression', String(entry.events)), 'utf8')
    const engine = createEngine(compiled, {
      describe: () => ({ uid: 'e', time: 0, logsource: compiled.rules[0]?.logsource ?? {} }),
    })
    const count = readEvents(text).flatMap(event => engine.process(event)).length
    // The recorded count is of what was meant to fire; some recordings have more that fits.
    const wanted = typeof entry.match_count === 'number' ? entry.match_count : 1
    if (count < wanted) silent.push(`${entry.rule}: ${count} of ${wanted}`)
  }
  expect(silent).toEqual([])
  console.info(`${tried} rules tried`)
  expect(tried).toBeGreaterThanOrEqual(70)
})
