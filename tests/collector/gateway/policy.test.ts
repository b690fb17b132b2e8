/** What the rules of the gateway make of an export: whose rule it is, what it does, and what becomes of what cannot be read in time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unread } from '../../../collector/gateway/findings.ts'
import { judge } from '../../../collector/gateway/judge.ts'
import { ruleFor, type Subject, usedUp, verdictOn } from '../../../collector/gateway/policy.ts'
import { openRecogniser } from '../../../collector/gateway/recogniser.ts'
import { type ExportRule, lastRule } from '../../../collector/gateway/settings.ts'
import { openSpool } from '../../../collector/gateway/spool.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../harness.ts'

const rule = (more: Partial<ExportRule>): ExportRule => ({
  ...{ name: 'a rule', who: {}, exports: 'hold', above: 10, on_failure: 'closed' },
  ...{ deadline_s: 30, canaries: 0, ...more },
})
let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(cleanUp)

const somebody: Subject = {
  ...{ email: 'anna@firm.example', department: 'Sales', departing: false, roles: [] },
  integration: null,
}

describe('a rule', () => {
  const rules = [
    rule({ name: 'sync', who: { integrations: ['sync'] } }),
    rule({ name: 'leavers', who: { departing: true } }),
    rule({ name: 'officers', who: { roles: ['officer', 'admin'] } }),
    rule({ name: 'two people', who: { people: ['Anna@Firm.example', 'olaf@firm.example'] } }),
    rule({ name: 'sales', who: { departments: ['sales'] } }),
    rule({ name: 'sales that leave', who: { departments: ['sales'], departing: true } }),
  ]

  it.each<[string, Partial<Subject>]>([
    ['two people', {}],
    ['leavers', { departing: true }],
    ['officers', { roles: ['manager', 'officer'] }],
    ['sales', { email: 'mira@firm.example' }],
    ['sync', { integration: 'sync', email: null, department: null }],
    ['everyone else', { email: 'mira@firm.example', department: 'Support' }],
    ['everyone else', { email: null, department: null }],
    // What is said of people is not said of a program, and no other way round.
    ['everyone else', { integration: 'other', departing: true }],
  ])('is "%s", the first that fits, for %o', (name, more) => {
    expect(ruleFor(rules, { ...somebody, ...more }).name).toBe(name)
  })

  it.each<[string, Partial<ExportRule>, number, string | undefined]>([
    ['held', {}, 11, undefined],
    ['allowed', {}, 10, undefined],
    ['denied', { exports: 'deny' }, 11, undefined],
    ['told', { exports: 'tell' }, 11, undefined],
    ['allowed', { exports: 'allow' }, 11, undefined],
    // What cannot be read: by the rule's own word, but what is in it counts first.
    ['held', { on_failure: 'closed' }, 0, 'encrypted'],
    ['told', { on_failure: 'open' }, 0, 'encrypted'],
    ['held', { on_failure: 'open' }, 11, 'truncated'],
    ['denied', { exports: 'deny' }, 0, 'encrypted'],
    ['told', { exports: 'tell', on_failure: 'closed' }, 0, 'encrypted'],
  ])('makes it %s: %o, %i customers, failure %s', (fate, more, customers, failure) => {
    const verdict = verdictOn(rule(more), { customers, failure })
    expect(verdict.fate).toBe(fate)
    if (failure !== undefined && customers === 0) expect(verdict.why).toContain(failure)
  })

  it('lets and tells everything where none fits', () => {
    expect(verdictOn(lastRule, { customers: 1 }).fate).toBe('told')
  })
})

it('is told at its deadline what was not read by then, whatever the reading does later', async () => {
  const { base, signingKey } = rig.collector.parts
  const recogniser = openRecogniser(base)
  const spool = openSpool(tempDir(), signingKey)
  const { promise: late, resolve } = Promise.withResolvers<{ failure: string }>()
  const body = { id: 'x', encoding: '', reading: late }
  expect(await judge(body, 1, { base, recogniser, spool })).toEqual(unread('not read within 0 s'))
  resolve({ failure: 'it broke afterwards' })
  await recogniser.close()
  const { fate, why } = verdictOn(rule({}), { customers: 0, failure: 'not read within 30 s' })
  expect([fate, why]).toEqual(['held', 'it could not be read: not read within 30 s'])
})

it('counts different customers of one day, of seven and of thirty, and says which budget is used up', async () => {
  const { budget } = rig.collector.parts
  const now = Date.UTC(2026, 10, 26)
  const dayMs = 86_400_000
  const ids = (from: number, count: number) =>
    Uint32Array.from({ length: count }, (_, index) => from + index)
  budget.spend('anna', ids(1, 10), now - 40 * dayMs)
  budget.spend('anna', ids(11, 20), now - 20 * dayMs)
  budget.spend('anna', ids(31, 5), now - 3 * dayMs)
  // Seen again: once, and by its last time.
  budget.spend('anna', ids(11, 2), now - 1000)
  budget.spend('Anna', ids(36, 4), now - 1000)
  budget.spend('olaf', ids(1, 50), now)
  const spent = budget.of('anna', now)
  expect(spent).toEqual({ day: 6, week: 11, month: 29 })
  const over = (limits: ExportRule['budget']) => usedUp(rule({ budget: limits }), spent)
  expect(over(undefined)).toBeUndefined()
  expect(over({ day: 7, week: 12, month: 30 })).toBeUndefined()
  expect(over({ day: 6 })).toBe('6 different customers in one day, of 6')
  expect(over({ day: 7, week: 11 })).toBe('11 different customers in 7 days, of 11')
  expect(over({ month: 20 })).toBe('29 different customers in 30 days, of 20')
})
