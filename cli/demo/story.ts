/** The demo: a sample company, and a departing manager who copies real files to a folder that stands for a stick. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Collector } from '../../collector/main.ts'
import { Fault } from '../../events/fault.ts'
import type { WatchPlace } from '../../events/policy.ts'
import { makeSampleBase } from './sample.ts'

export interface DemoStory {
  readonly stick: string
  readonly places: readonly WatchPlace[]
  /** Imports the sample base and people, unless they are there. */
  fill(collector: Collector): Promise<void>
  /** Copies the first export once the agent watches and somebody looks, or after a while. */
  play(collector: Collector): Promise<void>
  /** Copies another export, larger than the last. */
  copy(): Promise<void>
}

const customers = 3200
const exportRows = [812, 1204, 260, 96, 3100] as const
const agentWaitMs = 60_000
const lookWaitMs = 15_000

/** Waits until `isSo`, looking every 50 ms; false after `waitMs`. */
async function until(isSo: () => boolean, waitMs: number, signal: AbortSignal): Promise<boolean> {
  for (let waited = 0; waited < waitMs; waited += 50) {
    if (isSo()) return true
    await delay(50, undefined, { signal })
  }
  return isSo()
}

async function importText(
  collector: Collector,
  route: string,
  file: string,
  text: string,
): Promise<void> {
  const reply = await collector.app.inject({
    method: 'POST',
    url: `${route}?file=${file}`,
    headers: {
      host: '127.0.0.1',
      authorization: `Bearer ${collector.parts.consoleKey}`,
      'content-type': 'text/csv',
    },
    payload: Readable.from([Buffer.from(text)]),
  })
  if (reply.statusCode !== 200)
    throw new Fault('ERR_INPUT_INVALID', `the demo's ${file} was refused: ${reply.body}`)
}

/** Plans the demo in `dir`; nothing is written yet. */
export function prepareDemo(dir: string): DemoStory {
  const sample = makeSampleBase({ seed: 7, customers })
  const stick = join(dir, 'usb-stick')
  const downloads = join(dir, 'laptop', 'Downloads')
  let copies = 0

  async function copy(): Promise<void> {
    const rows = exportRows[copies % exportRows.length] ?? exportRows[0]
    copies += 1
    await mkdir(downloads, { recursive: true })
    await mkdir(stick, { recursive: true })
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[:T]/g, '-')
    const name = `crm-export-${stamp}-${rows}.csv`
    await writeFile(join(downloads, name), sample.exportCsv(rows))
    await copyFile(join(downloads, name), join(stick, name))
  }

  return {
    stick,
    places: [{ path: stick, kind: 'removable', label: 'USB stick (demo)' }],
    fill: async collector => {
      await mkdir(stick, { recursive: true })
      await importText(
        collector,
        '/api/v1/customers/import',
        'sample-customers.csv',
        sample.customersCsv,
      )
      const people = sample.peopleCsv({ today: new Date(), leaverAlias: userInfo().username })
      await importText(collector, '/api/v1/people/import', 'sample-people.csv', people)
    },
    play: async ({ parts }) => {
      const isWatching = () =>
        parts.agents
          .list()
          .some(agent => agent.online && agent.policy_version >= parts.policies.version)
      if (!(await until(isWatching, agentWaitMs, parts.stopping))) return
      await until(() => parts.live.listeners > 0, lookWaitMs, parts.stopping)
      await delay(2000, undefined, { signal: parts.stopping })
      await copy()
    },
    copy,
  }
}
