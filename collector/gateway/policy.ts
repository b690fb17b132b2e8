/** What happens to an export and to the pages of somebody: the rule that is theirs, and its verdict. Pure. */
import type { Role } from '../../events/roles.ts'
import { type ExportRule, lastRule } from './settings.ts'

/** Who asks, as far as rules care. */
export interface Subject {
  readonly email: string | null
  readonly department: string | null
  readonly departing: boolean
  readonly roles: readonly Role[]
  /** Name of the integration, where it is none of a person's. */
  readonly integration: string | null
}

/** What is known of an export once it was read, or that it could not be. */
export interface Sighted {
  readonly customers: number
  /** Why it could not be read to its end; undefined where it was. */
  readonly failure?: string | undefined
}

export interface Verdict {
  readonly fate: 'allowed' | 'told' | 'held' | 'denied'
  /** In words for the person and the approver. */
  readonly why: string
}

const isIn = <T>(list: readonly T[] | undefined, value: T | null): boolean =>
  list === undefined || (value !== null && list.includes(value))

const fold = (text: string): string => text.trim().toLowerCase()

function fits({ who }: ExportRule, subject: Subject): boolean {
  const { email, department, departing, roles, integration } = subject
  // What says nothing of integrations is about people.
  if ((integration !== null) !== (who.integrations !== undefined)) return false
  return (
    (who.departing === undefined || who.departing === departing) &&
    (who.roles === undefined || who.roles.some(role => roles.includes(role))) &&
    isIn(who.people?.map(fold), email === null ? null : fold(email)) &&
    isIn(who.departments?.map(fold), department === null ? null : fold(department)) &&
    isIn(who.integrations, integration)
  )
}

/** The first rule that fits. */
export const ruleFor = (rules: readonly ExportRule[], subject: Subject): ExportRule =>
  rules.find(rule => fits(rule, subject)) ?? lastRule

/** Whether a response may have to wait for what is in it. */
export const mayStop = ({ exports }: ExportRule): boolean =>
  exports === 'hold' || exports === 'deny'

const number = (count: number): string => count.toLocaleString('en-US')

const fates = { allow: 'allowed', tell: 'told', hold: 'held', deny: 'denied' } as const

/** What a rule makes of an export. */
export function verdictOn(rule: ExportRule, { customers, failure }: Sighted): Verdict {
  const fate = fates[rule.exports]
  if (customers > rule.above)
    return { fate, why: `${number(customers)} customers, more than ${number(rule.above)}` }
  if (failure === undefined) return { fate: 'allowed', why: `${number(customers)} customers` }
  if (rule.on_failure === 'closed' && mayStop(rule))
    return { fate, why: `it could not be read: ${failure}` }
  return { fate: rule.exports === 'allow' ? 'allowed' : 'told', why: `not read: ${failure}` }
}

/** Distinct customers that somebody looked at. */
export interface Spent {
  readonly day: number
  readonly week: number
  readonly month: number
}

/** The budget that is used up, in words; undefined where none is. */
export function usedUp({ budget }: ExportRule, spent: Spent): string | undefined {
  if (!budget) return undefined
  const parts = [
    ['one day', budget.day, spent.day],
    ['7 days', budget.week, spent.week],
    ['30 days', budget.month, spent.month],
  ] as const
  const over = parts.find(([, max, count]) => max !== undefined && count >= max)
  return over && `${number(over[2])} different customers in ${over[0]}, of ${number(over[1] ?? 0)}`
}
