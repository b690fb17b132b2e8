/** The facts that an approver sees: worked out once, when the request is made, and journaled with it. */
import type { ApprovalFacts } from '../../events/approvals.ts'
import { limits } from '../../events/limits.ts'
import type { AlertViews } from '../alerts/views.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { Exports } from '../exports/exports.ts'
import type { Exposures } from '../exposure/exposure.ts'
import type { Directory, Person } from '../people/directory.ts'
import { shareOut } from '../people/owners.ts'
import type { Approvals } from './approvals.ts'

/** What is asked for. `own`, `others`: customers by the owner that the CRM names; `rules`: what held it. */
export type Taking = Pick<
  ApprovalFacts,
  'rows' | 'customers' | 'share_percent' | 'own' | 'others' | 'sha256' | 'rules'
> & { readonly columns: readonly string[] }

export interface FactSources {
  readonly base: CustomerBase
  readonly directory: Directory
  readonly exports: Pick<Exports, 'of'>
  readonly exposures: Pick<Exposures, 'of'>
  readonly alerts: Pick<AlertViews, 'openOf'>
  readonly approvals: Pick<Approvals, 'counts'>
}

const historyMs = 30 * 86_400_000
const rulesMax = 20
const charsMax = 500
const cut = (text: string): string => text.slice(0, charsMax)
const cutOrNull = (text: string | null): string | null => (text === null ? null : cut(text))

const noHistory = {
  exports: 0,
  rows_most: 0,
  asked: 0,
  approved: 0,
  refused: 0,
  customers_out: 0,
}

/** What distinct customers, by their ids, are to somebody. */
export function countCustomers(
  customers: Uint32Array,
  person: string,
  { base, directory }: Pick<FactSources, 'base' | 'directory'>,
): Pick<Taking, 'customers' | 'share_percent' | 'own' | 'others'> {
  const total = base.total()
  const { own, others } = shareOut(customers, { base, directory, person })
  const share = total === 0 ? 0 : Math.round((customers.length / total) * 1000) / 10
  return { customers: customers.length, share_percent: share, own, others }
}

function historyOf(person: string, now: number, sources: FactSources): ApprovalFacts['history'] {
  const since = now - historyMs
  const exports = sources.exports.of(person, since)
  const counts = sources.approvals.counts(person, since)
  const count = (...states: readonly Parameters<typeof counts.get>[0][]) =>
    states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0)
  return {
    exports: exports.length,
    rows_most: Math.max(0, ...exports.map(({ rows }) => rows)),
    asked: [...counts.values()].reduce((sum, each) => sum + each, 0),
    approved: count('approved', 'revoked'),
    refused: count('refused', 'expired'),
    customers_out: sources.exposures.of(person).stages.out,
  }
}

/** Rules that speak of the person now, beside those that held this request; each once. */
function rulesOf(person: string | undefined, { rules }: Taking, { alerts }: FactSources) {
  const open = (person === undefined ? [] : alerts.openOf(person)).flatMap(({ addends }) =>
    addends.map(({ rule, title }) => ({ name: rule, title })),
  )
  const all = [...rules, ...open].map(({ name, title }) => [cut(name), cut(title)] as const)
  return [...new Map(all)].slice(0, rulesMax).map(([name, title]) => ({ name, title }))
}

/** The facts of one request at a time. `tellsDeparture`: whether policy lets the approver know of it. */
export function factsOf(
  person: Person | undefined,
  taking: Taking,
  { now, tellsDeparture }: { now: number; tellsDeparture: boolean },
  sources: FactSources,
): ApprovalFacts {
  const isLeaving = person !== undefined && sources.directory.departure(person, now).departing
  return {
    ...taking,
    base: sources.base.total(),
    columns: taking.columns.slice(0, limits.approvalColumnsMax).map(cut),
    rules: rulesOf(person?.id, taking, sources),
    department: cutOrNull(person?.department ?? null),
    title: cutOrNull(person?.title ?? null),
    leaves_on: tellsDeparture && isLeaving ? person.last_day : null,
    history: person ? historyOf(person.id, now, sources) : noHistory,
  }
}
