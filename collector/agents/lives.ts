/** When each agent last said something that the journal has, and whether it said that it stops: what silence is measured by, on every node alike. */
import type { Database } from '../store/database.ts'

export interface Life {
  readonly agent: string
  /** UTC epoch milliseconds. */
  readonly lastAt: number
  readonly isStopped: boolean
}

interface Lives {
  /** Notes a sign of life of an agent. A later one counts; a stop holds until the next. */
  sign(agent: string, sign: { readonly time: number; readonly isStop: boolean }): void
  list(): readonly Life[]
}

export function openLives(database: Database, now: () => number): Lives {
  const set = database.prepare<[string, number, number]>(
    `INSERT INTO agent_life VALUES (?, ?, ?) ON CONFLICT (agent) DO UPDATE SET
       last_ms = excluded.last_ms, stopped = excluded.stopped WHERE excluded.last_ms >= last_ms`,
  )
  const all = database.prepare<[], { agent: string; last_ms: number; stopped: number }>(
    `SELECT agent_life.* FROM agent_life JOIN agent ON agent.id = agent_life.agent
     WHERE agent.revoked_ms IS NULL`,
  )
  return {
    // A clock that runs ahead must not make its agent unmissed.
    sign: (agent, { time, isStop }) => {
      set.run(agent, Math.min(time, now()), isStop ? 1 : 0)
    },
    list: () =>
      all
        .all()
        .map(row => ({ agent: row.agent, lastAt: row.last_ms, isStopped: row.stopped === 1 })),
  }
}
