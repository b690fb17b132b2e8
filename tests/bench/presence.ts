/** How soon a session waits once its key is pulled out of the endpoint, and how soon it goes on after a touch: real agent, real collector, real browser. */
import { availableParallelism, loadavg } from 'node:os'
import { isLive } from '../e2e/pages.ts'
import { openPresence, type Presence, whyNoPresence } from '../e2e/presence.ts'
import { type BenchReport, below, figure, percentile, type Say } from './report.ts'

const rounds = 30
const waitMs = 20_000

interface Round {
  readonly suspended: number
  readonly shown: number
  readonly resumed: number
}

async function pullAndTouch({ rig, page, endpoint }: Presence): Promise<Round> {
  const { sessions } = rig.collector.parts.identity
  const touch = page.getByRole('button', { name: 'Touch your key' })
  let stop = () => {}
  const cut = new Promise<number>((resolve, reject) => {
    stop = sessions.onCut(() => resolve(performance.now()))
    setTimeout(() => reject(new Error('the session did not wait')), waitMs).unref()
  })
  const pulledAt = performance.now()
  endpoint.pull()
  const [cutAt, shownAt] = await Promise.all([cut, touch.waitFor().then(() => performance.now())])
  stop()
  endpoint.plug()
  const touchedAt = performance.now()
  await touch.click()
  await isLive(page)
  await touch.waitFor({ state: 'detached' })
  const [session] = sessions.list('anna')
  if (session?.suspended_at !== null) throw new Error('the touch did not let the session go on')
  return {
    suspended: cutAt - pulledAt,
    shown: shownAt - pulledAt,
    resumed: performance.now() - touchedAt,
  }
}

/** Pulls the key thirty times. Throws where this cannot run. */
export async function presence(say: Say): Promise<BenchReport> {
  const reason = whyNoPresence()
  if (reason !== undefined) throw new Error(`presence: ${reason}`)
  const opened = await openPresence()
  try {
    const all: Round[] = []
    for (let round = 0; round < rounds; round += 1) {
      all.push(await pullAndTouch(opened))
      // The agent has to tell of its return before it can tell that it is gone again.
      const changes = 2 * round + 3
      while ((await opened.told()).length < changes)
        await new Promise(resolve => setTimeout(resolve, 50))
      say(`${round + 1} of ${rounds}`)
    }
    const of = (name: keyof Round, share: number) =>
      percentile(
        all.map(each => each[name]),
        share,
      )
    return {
      bench: 'presence',
      goals: [
        below('pulled to suspended, slowest', of('suspended', 1), 'ms', 2000),
        figure('pulled to suspended, median', of('suspended', 0.5), 'ms'),
        below('pulled to the page that waits, slowest', of('shown', 1), 'ms', 2000),
        figure('pulled to the page that waits, median', of('shown', 0.5), 'ms'),
        figure('touch to the live page, median', of('resumed', 0.5), 'ms'),
      ],
      peers: [],
      notes: [
        `${rounds} rounds on ${availableParallelism()} processors, load average ${loadavg()[0]?.toFixed(1)}. The USB bus is folders laid out as the kernel does, under a real agent; agent, collector and Chromium share the machine.`,
      ],
    }
  } finally {
    await opened.close()
  }
}
