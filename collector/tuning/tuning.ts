/** What the pages and the command show of tuning, and who may decide on it. */
import { randomUUID } from 'node:crypto'
import type { Static } from 'typebox'
import { Fault } from '../../events/fault.ts'
import { reachOf } from '../../events/roles.ts'
import type {
  Exclusion,
  ExclusionDecision,
  ExclusionRequest,
  TuningReport,
} from '../../events/tuning.ts'
import type { Rule } from '../../rules/engine/rule.ts'
import type { Principal } from '../identity/access.ts'
import type { Identity } from '../identity/identity.ts'
import type { Directory } from '../people/directory.ts'
import type { Deed } from '../routes/app.ts'
import type { Database } from '../store/database.ts'
import { budgetWarnings, openEffects, weekBudget } from './effects.ts'
import type { Exclusions } from './exclusions.ts'

const dayMs = 86_400_000

export interface Tuning {
  report(days: number): TuningReport
  /** What to journal, with the exclusion's id. Throws Fault ERR_NOT_FOUND for an unknown rule, ERR_CONFLICT where it is there already. */
  propose(request: Static<typeof ExclusionRequest>): { readonly id: string; readonly deed: Deed }
  /** Throws Faults ERR_NOT_FOUND, ERR_CONFLICT, and ERR_ACCESS_DENIED for who would accept what they proposed. */
  decide(id: string, decision: ExclusionDecision, by: Pick<Principal, 'user' | 'method'>): Deed
  get(id: string): Exclusion
}

interface Parts {
  readonly projections: Database
  readonly exclusions: Exclusions
  readonly identity: Pick<Identity, 'users'>
  readonly directory: Directory
  /** Those that can give findings, by id. */
  readonly rules: ReadonlyMap<string, Rule>
  readonly perThousandAndDay: number
  readonly now: () => number
}

export function openTuning(parts: Parts): Tuning {
  const { projections, exclusions, identity, directory, rules: known, now } = parts
  const ruleNamed = (name: string) => [...known.values()].find(rule => rule.name === name)
  const effects = openEffects(projections, name => ruleNamed(name)?.title ?? name)

  function need(id: string): Exclusion {
    const found = exclusions.get(id)
    if (found) return found
    throw new Fault('ERR_NOT_FOUND', `there is no exclusion ${id}; the tuning page lists them`)
  }

  /** Whoever is alone in the office may not be kept from tuning; that nobody else looked is in the record. */
  const hasOthers = (user: string): boolean =>
    identity.users
      .list()
      .some(
        ({ id, roles, disabled }) =>
          id !== user && !disabled && reachOf(roles, 'rules.change') !== undefined,
      )

  return {
    get: need,
    report(days) {
      const time = now()
      const { people } = directory.counts(time)
      const budget = weekBudget(people, parts.perThousandAndDay)
      const from = time - days * dayMs
      const rules = effects.rules(from, time, budget)
      const total = effects.dismissedThisWeek(time)
      return {
        days,
        budget: {
          dismissed_this_week: total,
          per_week: budget,
          warnings: budgetWarnings(rules, total, budget),
        },
        rules: [...rules],
        suggestions: [...effects.suggestions(from)],
        exclusions: [...exclusions.list()],
      }
    },
    propose(request) {
      const { rule, trait } = request
      if (!ruleNamed(rule))
        throw new Fault(
          'ERR_NOT_FOUND',
          `there is no rule "${rule}"; \`clientkeep rules coverage\` names them`,
        )
      const same = exclusions.same(rule, trait)
      if (same)
        throw new Fault(
          'ERR_CONFLICT',
          `the same exclusion is there already: ${same.id}, ${same.state}`,
        )
      const id = randomUUID().slice(0, 8)
      return { id, deed: { kind: 'exclusion.proposed', data: { id, ...request } } }
    },
    decide(id, decision, { user, method }) {
      const { state, proposed_by } = need(id)
      const wanted = decision.action === 'withdraw' ? 'in force' : 'proposed'
      if (state !== wanted)
        throw new Fault(
          'ERR_CONFLICT',
          `exclusion ${id} is ${state}; only what is ${wanted} can be decided so`,
        )
      const isOwn = decision.action === 'accept' && proposed_by === user && method !== 'console'
      if (isOwn && hasOthers(user))
        throw new Fault(
          'ERR_ACCESS_DENIED',
          'somebody else has to look at what you proposed: ask another officer to accept it',
        )
      return { kind: 'exclusion.decided', data: { id, ...decision } }
    },
  }
}
