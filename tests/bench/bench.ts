/** `npm run bench -- NAME [LANE…] [--json]`: runs one benchmark, a file of this folder's registry, or some lanes of it. Prints a table, or the report as JSON. */
import { parseArgs } from 'node:util'
import { formatTable } from '../../cli/table.ts'
import type { BenchReport, Say } from './report.ts'

/** `lanes` are the parts to run, none for all; a benchmark that takes no second parameter has none. */
type Bench = (say: Say, lanes: readonly string[]) => Promise<BenchReport>

/** All benchmarks. A new one is a file beside this and a line here. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  agent: async () => (await import('./agent.ts')).agent,
  main: async () => (await import('./main.ts')).main,
  people: async () => (await import('./people.ts')).peopleBench,
  presence: async () => (await import('./presence.ts')).presence,
  recognise: async () => (await import('./recognise.ts')).recognise,
  scan: async () => (await import('./scan.ts')).scan,
  formats: async () => (await import('./formats.ts')).formats,
  strangers: async () => (await import('./strangers.ts')).strangers,
  rules: async () => (await import('./rules.ts')).rules,
  detection: async () => (await import('./detection.ts')).detection,
  correlation: async () => (await import('./correlation.ts')).correlation,
  dashboard: async () => (await import('./dashboard.ts')).dashboard,
  gateway: async () => (await import('./gateway/gateway.ts')).gateway,
  'agent-windows': async () => (await import('./agent-windows.ts')).agentWindows,
  ingest: async () => (await import('./ingest/ingest.ts')).ingest,
  scale: async () => (await import('./scale/scale.ts')).scale,
  fairness: async () => (await import('./fairness/fairness.ts')).fairness,
}

function table({ goals, peers, notes }: BenchReport): string {
  const cell = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 3 })
  const rows = goals.map(({ what, value, unit, goal, met }) => [
    what,
    cell(value),
    unit,
    goal,
    goal === 'reported' ? '' : met ? 'met' : 'NOT MET',
  ])
  const others = peers.map(({ name, version, value, unit }) => [
    `${name} ${version}`,
    cell(value),
    unit,
    'peer',
    '',
  ])
  const lines = formatTable([['FIGURE', 'VALUE', 'UNIT', 'GOAL', ''], ...rows, ...others], [1])
  return [lines, ...notes].join('\n')
}

const names = Object.keys(benches).join(', ')

function refuse(why: string): never {
  console.error(`bench: ${why}; say one of: ${names}. Example: npm run bench -- main --json`)
  process.exit(2)
}

function read() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
  } catch (error) {
    return refuse(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error))
  }
}

const { values, positionals } = read()
const [name = '', ...lanes] = positionals
const load = Object.hasOwn(benches, name) ? benches[name] : undefined
if (!load) refuse(`there is no "${name}"`)
const bench = await load()
const report = await bench(text => console.error(text), lanes)
console.log(values.json ? JSON.stringify(report, null, 2) : table(report))
