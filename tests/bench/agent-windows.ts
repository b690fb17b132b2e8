/**
 * The agent on Windows as far as Wine has it: memory at rest, and what a storm of 20,000 writes to a removable drive loses. The service runs
 * as installed from its package; the figures are Wine's, not Windows'.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { bodyOf } from '../../collector/journal/journal.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../collector/harness.ts'
import { unpackAgent } from '../windows/package.ts'
import {
  act,
  bootWindows,
  noWine,
  plugDrive,
  processesWith,
  programData,
  runWindows,
  stopWindows,
  until,
} from '../windows/wine.ts'
import { type BenchReport, figure, type Say } from './report.ts'

const writes = 20_000
const restMs = 15_000
/** The end of the storm: nothing new for so long. */
const quietMs = 15_000

interface Seen {
  readonly files: number
  readonly losses: number
}

/** Reads on in the journal, a portion at a time, and adds up what was told so far. */
function follower(rig: Rig): () => Promise<Seen> {
  const names = new Set<string>()
  let losses = 0
  let after = 0
  return async () => {
    for (;;) {
      const batches = await rig.collector.parts.journal.readEvents(after, 10_000)
      const lines = batches.flatMap(batch => batch.lines)
      for (const line of lines) {
        const body = bodyOf(line)
        const name = /"name":"(storm\d+\.csv)"/.exec(body)?.[1]
        if (name !== undefined) names.add(name)
        if (body.includes('more changes than its buffer holds')) losses += 1
      }
      const last = lines.at(-1)
      if (!last) return { files: names.size, losses }
      after = last.offset
    }
  }
}

const memoryMb = (pid: number, what: 'VmRSS' | 'VmHWM'): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${what}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024
}

async function start(rig: Rig, dir: string): Promise<string[]> {
  await bootWindows(dir)
  rmSync(programData, { recursive: true, force: true })
  const agent = await unpackAgent(dir)
  const url = await rig.collector.listen()
  const token = writeEnrolToken({ url, token: rig.collector.parts.access.newEnrolToken() })
  await runWindows([...agent, 'install'], dir, { CLIENTKEEP_ENROL_TOKEN: token })
  const stick = join(dir, 'stick')
  mkdirSync(stick)
  await plugDrive(dir, 'E', { folder: stick, label: 'STORM' })
  const log = () => readFileSync(join(programData, 'agent', 'agent.log'), 'utf8')
  await until(() => log().includes('"watching"') || undefined, log)
  return agent
}

/** All that was told of the storm, and after how long. */
async function afterStorm(
  seen: () => Promise<Seen>,
  say: Say,
): Promise<Seen & { readonly lastAt: number }> {
  let last = { files: 0, losses: 0, lastAt: performance.now() }
  while (last.files < writes && performance.now() - last.lastAt < quietMs) {
    await delay(1000)
    const now = await seen()
    if (now.files > last.files) last = { ...now, lastAt: performance.now() }
    say(`${last.files} of ${writes} files told`)
  }
  return last
}

/** Runs it. Throws where Wine is not set up. */
export async function agentWindows(say: Say): Promise<BenchReport> {
  if (noWine !== undefined) throw new Error(`this needs Wine: ${noWine}`)
  const dir = tempDir()
  const rig = await startRig()
  try {
    await fillCompany(rig)
    await rig.call('PUT', '/api/v1/policy/watch', { places: [], removable_drives: true })
    const agent = await start(rig, dir)
    const [pid = 0] = processesWith('agent.js', 'service')
    say('at rest')
    await delay(restMs)
    const restMb = memoryMb(pid, 'VmRSS')
    const startedAt = performance.now()
    await act(dir, 'storm', 'E:\\', String(writes), 'storm')
    const stormS = (performance.now() - startedAt) / 1000
    const { files, losses, lastAt } = await afterStorm(follower(rig), say)
    const peakMb = memoryMb(pid, 'VmHWM')
    await runWindows([...agent, 'uninstall', '--remove-data'], dir)
    return {
      bench: 'agent-windows',
      goals: [
        figure('memory at rest (Wine)', restMb, 'MB'),
        figure('largest memory (Wine)', peakMb, 'MB'),
        figure('the storm took (Wine)', stormS, 's'),
        figure('files written', writes, 'files'),
        figure('files told', files, 'files'),
        figure('files not told', writes - files, 'files'),
        figure('full buffers, each told and listed again', losses, 'times'),
        figure('until the last was told, from the first write', (lastAt - startedAt) / 1000, 's'),
      ],
      peers: [],
      notes: [
        `Wine 8 and Node 22 on ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}: figures of Wine, not of Windows.`,
      ],
    }
  } finally {
    await stopWindows()
    await cleanUp()
  }
}
