/** The last report of each agent about itself: its sensors, what waits on it, what it uses. */
import Value from 'typebox/value'
import { Health } from '../../events/agent-health.ts'
import type { HealthReport } from '../../events/endpoints.ts'
import type { Database } from '../store/database.ts'

interface Reports {
  /** Keeps the newest; one from before, which came late, changes nothing. True when it was kept. */
  keep(agent: string, at: number, health: Health): boolean
  /** Null where the agent has not reported yet. */
  of(agent: string): HealthReport | null
}

export function openReports(database: Database): Reports {
  const set = database.prepare<[string, number, string]>(
    `INSERT INTO agent_report VALUES (?, ?, ?) ON CONFLICT (agent) DO UPDATE SET
       at_ms = excluded.at_ms, health = excluded.health WHERE excluded.at_ms >= at_ms`,
  )
  const get = database.prepare<[string], { at: number; health: string }>(
    'SELECT at_ms AS at, health FROM agent_report WHERE agent = ?',
  )
  return {
    keep: (agent, at, health) => set.run(agent, at, JSON.stringify(health)).changes > 0,
    of: agent => {
      const row = get.get(agent)
      return row ? { at: row.at, ...Value.Parse(Health, JSON.parse(row.health)) } : null
    },
  }
}
