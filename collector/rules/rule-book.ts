/** The rules in force with their texts, and trials of drafts on the past. Changes nothing by itself. */
import { Fault } from '../../events/fault.ts'
import type { RuleDetail, RuleLine, RuleTrial } from '../../events/rule-book.ts'
import type { Rule, RuleSource } from '../../rules/engine/rule.ts'
import { catalogDir, readRules } from '../../rules/load.ts'
import type { DetectSettings } from '../detect/messages.ts'
import { replayInThread } from '../detect/replay-thread.ts'
import type { Database } from '../store/database.ts'
import type { Tuning } from '../tuning/tuning.ts'
import { type OwnRules, ownPath, ownSources } from './own-rules.ts'
import type { TrialStart } from './trial-worker.ts'

export interface RuleBook {
  /** Counts are over the last 90 days. */
  list(): readonly RuleLine[]
  /** Rejects with Fault ERR_NOT_FOUND. */
  detail(rule: string): Promise<RuleDetail>
  /** All texts that are in force. */
  sources(): Promise<readonly RuleSource[]>
  /** Replays the last days; one at a time. Rejects with Fault ERR_CONFLICT while another one runs. */
  try(text: string, days: number, signal: AbortSignal): Promise<RuleTrial>
}

interface Parts {
  readonly projections: Database
  readonly settings: DetectSettings
  readonly rules: ReadonlyMap<string, Rule>
  readonly ownRules: OwnRules
  readonly tuning: Tuning
  readonly head: () => number
  readonly now: () => number
}

const days = 90
const dayMs = 86_400_000

const originOf = ({ path }: Rule): RuleLine['origin'] => {
  if (path.startsWith('own/')) return 'own'
  return path.startsWith(catalogDir) ? 'catalog' : 'folder'
}

export function openRuleBook(parts: Parts): RuleBook {
  const { projections, settings, rules, ownRules, tuning, head, now } = parts
  let isTrying = false

  const list = (): readonly RuleLine[] => {
    const effects = new Map(tuning.report(days).rules.map(row => [row.rule, row]))
    const shadowed = ownRules.shadowed(now() - days * dayMs)
    return [...rules.values()]
      .map(rule => {
        const { id, name, title, level, status, points } = rule
        const effect = effects.get(name)
        return {
          ...{ id, name, title, level, status, points, origin: originOf(rule) },
          mode: ownRules.modeOf(id),
          findings: effect?.findings ?? 0,
          open: effect?.open ?? 0,
          confirmed: effect?.confirmed ?? 0,
          dismissed: effect?.dismissed ?? 0,
          shadowed: shadowed.get(name) ?? 0,
        }
      })
      .sort((one, other) => (one.title < other.title ? -1 : 1))
  }

  const sources = async (): Promise<readonly RuleSource[]> => {
    const read = await Promise.all(settings.rules.map(readRules))
    return [...read.flatMap(each => each.sources), ...ownSources(projections)]
  }

  async function replay(start: TrialStart, signal: AbortSignal): Promise<RuleTrial> {
    const program = new URL('./trial-worker.ts', import.meta.url)
    try {
      return await replayInThread<TrialStart, RuleTrial>(program, { name: 'trial', start, signal })
    } catch (error) {
      if (!signal.aborted) throw error
      throw new Fault('ERR_CONFLICT', 'the trial was ended before it was done')
    }
  }

  return {
    list,
    sources,
    detail: async id => {
      const rule = rules.get(id)
      const line = list().find(each => each.id === id)
      const own = ownRules.get(id)
      const path = own ? ownPath(id) : rule?.path
      const text = own?.text ?? (await sources()).find(source => source.path === path)?.text
      if (!line || text === undefined)
        throw new Fault(
          'ERR_NOT_FOUND',
          `there is no rule "${id}" in force; open the list of rules`,
        )
      return {
        ...{ rule: line, text, trial: ownRules.trialOf(text) ?? null },
        written: own ? { by: own.by, at: own.at_ms } : null,
      }
    },
    try: async (text, back, signal) => {
      if (isTrying)
        throw new Fault('ERR_CONFLICT', 'another rule is being tried; wait until it is done')
      isTrying = true
      try {
        const others = await sources()
        const start = { ...settings, head: head(), text, others, days: back, now: now() }
        return await replay(start, signal)
      } finally {
        isTrying = false
      }
    },
  }
}
