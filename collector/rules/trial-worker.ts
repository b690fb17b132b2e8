/** The thread of one trial: replays the journal beside detection through a draft, hands over what it gave, and ends. */
import { parentPort, workerData } from 'node:worker_threads'
import type { RuleTrial } from '../../events/rule-book.ts'
import type { RuleSource } from '../../rules/engine/rule.ts'
import { openCustomerBase } from '../customers/base.ts'
import { backtest } from '../detect/backtest.ts'
import { backtestReport } from '../detect/backtest-report.ts'
import type { DetectSettings } from '../detect/messages.ts'
import { type Stoppable, untilStopped } from '../detect/replay-thread.ts'
import { openExports } from '../exports/exports.ts'
import { openEmbeddedReader } from '../journal/embedded-reader.ts'
import { openDirectory } from '../people/directory.ts'
import { openDatabase } from '../store/database.ts'
import { projectionsSchema } from '../store/projections-schema.ts'
import { draftOf } from './draft.ts'

/** What the thread is started with; `head`: the last offset that it looks at. */
export interface TrialStart extends DetectSettings {
  readonly head: number
  readonly text: string
  readonly others: readonly RuleSource[]
  readonly days: number
  readonly now: number
}

const dayMs = 86_400_000
const peopleMax = 100

async function run(start: TrialStart & Stoppable): Promise<RuleTrial> {
  const { days, now, product } = start
  const { compiled } = draftOf(start.text, start.others)
  const journal = untilStopped(
    openEmbeddedReader(start.journal, () => start.head),
    start,
  )
  const projections = openDatabase(start.projections, projectionsSchema, { readonly: true })
  const base = openCustomerBase(start.base, { region: start.region, readonly: true })
  try {
    const directory = openDirectory(projections, start)
    const exports = openExports(projections)
    const given = await backtest(compiled, now - days * dayMs, {
      ...{ journal, base, directory, exports, product },
    })
    const { events, findings, already_there, alerts_per_week, weeks, people } = backtestReport(
      days,
      given,
    )
    return {
      ...{ at: now, days, events, findings: findings.length, known: already_there },
      alerts_per_week,
      weeks: weeks.map(({ from, people: alerts, findings: found, known }) => ({
        ...{ from, alerts, findings: found, known },
      })),
      people: people
        .map(({ subject, findings: found }) => ({ subject, findings: found }))
        .sort((one, other) => other.findings - one.findings)
        .slice(0, peopleMax),
    }
  } finally {
    base.close()
    projections.close()
    await journal.close()
  }
}

if (parentPort) parentPort.postMessage(await run(workerData))
