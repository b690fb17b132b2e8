/** `clientkeep doctor`: what is missing or weaker than it should be on this machine. Changes nothing. */
import { existsSync } from 'node:fs'
import { readFile, statfs } from 'node:fs/promises'
import { Command } from 'commander'
import type { Static } from 'typebox'
import Value from 'typebox/value'
import { systems } from '../agent/platform/systems.ts'
import { thisSystem } from '../agent/platform/this-system.ts'
import { readRunning } from '../collector/store/data-folder.ts'
import { Setup } from '../events/api.ts'
import { Fault } from '../events/fault.ts'
import { limitTable } from '../events/limits.ts'
import { NotifyState } from '../events/upkeep.ts'
import { withCollector } from './console.ts'
import { dashboardDir, dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

type State = 'ok' | 'weak' | 'missing'

interface Check {
  readonly state: State
  readonly what: string
  readonly found: string
  readonly advice?: string
}

interface DoctorOptions {
  readonly data?: string
  readonly json?: boolean
  readonly limits?: boolean
}

const nodeMajor = 26
const freeBytesWanted = 1024 ** 3

function runtime(): Check {
  const what = 'Node'
  const major = Number(process.versions.node.split('.')[0])
  if (major >= nodeMajor) return { state: 'ok', what, found: process.version }
  return {
    state: 'missing',
    what,
    found: process.version,
    advice: 'start through ./clientkeep or npm start: they bring the right Node',
  }
}

function page(): Check {
  const isBuilt = existsSync(dashboardDir)
  const advice = 'build it with: npm run build'
  return {
    state: isBuilt ? 'ok' : 'missing',
    what: 'Dashboard',
    found: isBuilt ? 'built' : 'not built',
    ...(isBuilt ? {} : { advice }),
  }
}

async function disk(dir: string): Promise<Check> {
  const { bavail, bsize } = await statfs(existsSync(dir) ? dir : process.cwd())
  const free = bavail * bsize
  const found = `${(free / 1024 ** 3).toFixed(1)} GiB free`
  return free >= freeBytesWanted
    ? { state: 'ok', what: 'Disk', found }
    : { state: 'weak', what: 'Disk', found, advice: `keep 1 GiB free where the data lies (${dir})` }
}

async function watches(): Promise<Check[]> {
  if (process.platform !== 'linux') return []
  const max = Number(
    await readFile('/proc/sys/fs/inotify/max_user_watches', 'utf8').catch(() => '0'),
  )
  const what = 'Folder watches'
  const found = `${max} folders at most`
  if (max >= 65_536) return [{ state: 'ok', what, found }]
  return [
    { state: 'weak', what, found, advice: 'raise it: sysctl fs.inotify.max_user_watches=524288' },
  ]
}

async function sensing(): Promise<Check[]> {
  const platform = await thisSystem()
  return platform.gaps.map(found => ({
    state: 'weak',
    what: `Sensing on ${platform.name}`,
    found,
    advice: 'known gap of this version',
  }))
}

const otherSystems = (): Check[] =>
  systems.map(({ system, runs, tried, isTried }) => ({
    state: isTried ? 'ok' : 'weak',
    what: `Agents on ${system}`,
    found: runs,
    advice: tried,
  }))

/** Rules about leavers have nobody to be about. */
const leavers = ({ count, departing }: Setup['people']): Check[] =>
  count === 0 || departing > 0
    ? []
    : [
        {
          state: 'weak',
          what: 'Leavers',
          found: 'nobody leaves',
          advice:
            'give last working days in the people file, or: clientkeep departures mark PERSON',
        },
      ]

/** Who hears of an alert. */
function told({ channels }: Static<typeof NotifyState>): Check[] {
  const what = 'Notifications'
  if (channels.length === 0)
    return [
      {
        ...{ state: 'weak', what, found: 'no channel' },
        advice: 'alerts are on the page only; see docs/operating.md',
      },
    ]
  return channels.map(({ name, failure }) =>
    failure === null
      ? { state: 'ok', what, found: name }
      : { state: 'weak', what, found: `${name}: ${failure}`, advice: 'clientkeep notify list' },
  )
}

/** What the collector says of its set-up. */
function contents(
  { customers, people, accounts, watch, endpoints, rules }: Setup,
  isRunning: boolean,
): Check[] {
  const todo = (isDone: boolean, what: string, found: string, advice: string): Check =>
    isDone ? { state: 'ok', what, found } : { state: 'missing', what, found, advice }
  const checks = [
    todo(
      customers.count > 0,
      'Customer base',
      `${customers.count} customers`,
      'clientkeep customers import base.csv',
    ),
    todo(
      people.count > 0,
      'People',
      `${people.count} people, ${people.departing} departing`,
      'clientkeep people import people.csv',
    ),
    ...leavers(people),
    todo(
      watch.policy.places.length > 0 || watch.policy.removable_drives,
      'Watched places',
      `${watch.policy.places.length} folder${watch.policy.places.length === 1 ? '' : 's'}, removable drives ${watch.policy.removable_drives ? 'on' : 'off'}`,
      'name them on the first page, or start with --watch DIR',
    ),
    todo(
      rules.length > 0,
      'Rules',
      `${rules.length} in force`,
      'the catalog is missing from this installation',
    ),
    todo(
      endpoints.length > 0,
      'Endpoints',
      `${endpoints.length} enrolled`,
      'start one with: clientkeep up',
    ),
  ]
  for (const { account, endpoint } of accounts) {
    checks.push({
      state: 'weak',
      what: 'Unbound account',
      found: `${account} on ${endpoint}`,
      advice: 'bind it to a person on the first page',
    })
  }
  for (const { hostname, online, degraded } of endpoints) {
    if (isRunning && !online)
      checks.push({
        state: 'weak',
        what: `Endpoint ${hostname}`,
        found: 'silent',
        advice: 'see whether its agent runs',
      })
    for (const { sensor, reason } of degraded)
      checks.push({
        state: 'weak',
        what: `Endpoint ${hostname}`,
        found: `${sensor}: ${reason}`,
        advice: 'the sensor works, but worse than it should',
      })
  }
  return checks
}

async function collectorChecks(dir: string): Promise<Check[]> {
  if (!existsSync(dir))
    return [
      {
        state: 'missing',
        what: 'Data folder',
        found: dir,
        advice: 'made at the first start: npm start',
      },
    ]
  try {
    const isRunning = readRunning(dir) !== undefined
    return await withCollector(dir, async collector => {
      const setup = Value.Parse(Setup, await collector.get('/api/v1/setup'))
      const found = collector.how === 'running' ? `runs at ${collector.url}` : 'does not run'
      const state: Check =
        collector.how === 'running'
          ? { state: 'ok', what: 'Collector', found }
          : { state: 'weak', what: 'Collector', found, advice: 'start it with: npm start' }
      return [
        { state: 'ok', what: 'Data folder', found: dir },
        state,
        ...contents(setup, isRunning),
        ...told(Value.Parse(NotifyState, await collector.get('/api/v1/notify'))),
      ]
    })
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return [
      { state: 'missing', what: 'Collector', found: error.message, advice: 'see the message' },
    ]
  }
}

const marks: Record<State, string> = { ok: 'ok', weak: 'weak', missing: 'MISSING' }

export const doctor = (): Command =>
  new Command('doctor')
    .description('say what is missing or weaker than it should be on this machine')
    .addOption(dataOption())
    .option('--json', 'print the checks as JSON')
    .option('--limits', 'print every cap with its unit and reason')
    .addHelpText(
      'after',
      '\nExits with 1 when something is missing.\n\nExample:\n  clientkeep doctor',
    )
    .action(async ({ data, json, limits }: DoctorOptions) => {
      if (limits) {
        const rows = limitTable.map(({ name, value, unit, reason }) => [
          name,
          value.toLocaleString('en-US'),
          unit,
          reason,
        ])
        console.log(formatTable(rows, [1]))
        return
      }
      const dir = data ?? defaultDataDir
      const checks = [
        runtime(),
        page(),
        await disk(dir),
        ...(await watches()),
        ...(await collectorChecks(dir)),
        ...(await sensing()),
        ...otherSystems(),
      ]
      const rows = checks.map(({ state, what, found, advice }) => [
        marks[state],
        what,
        advice === undefined ? found : `${found} → ${advice}`,
      ])
      console.log(json ? JSON.stringify({ checks }, null, 2) : formatTable(rows))
      if (checks.some(check => check.state === 'missing')) process.exitCode = 1
    })
