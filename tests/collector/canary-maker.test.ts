/** A canary of a base whose customers are much alike, and whose numbers are given without a gap, is still nobody. */
import { randomInt } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeCanary } from '../../collector/exports/canary-maker.ts'

const record = {
  ...{ company: null, country: 'Germany', owner: null, tax_ids: [], streets: [], cities: [] },
  ...{ postcodes: [], birth_date: null, domains: [], handles: [], identity: '', numbers: [] },
}
const sample = Array.from({ length: 400 }, (_, index) => ({
  ...record,
  ...{ number: `C-${index}`, name: `Customer ${index}`, emails: [`c${index}@firm.example`] },
  phones: [`+49302${String(index).padStart(6, '0')}`],
}))
const taken = new Set(
  sample.flatMap(({ number, phones, emails }) => [number, ...phones, ...emails]),
)
const names = new Set(sample.map(({ name }) => name))

it('is made where all numbers with the same first digit are taken', () => {
  for (let count = 0; count < 60; count += 1) {
    const made = makeCanary({
      ...{ sample, domains: ['canary.example'], random: below => randomInt(below) },
      ...{ isTaken: text => taken.has(text), isNamed: text => names.has(text) },
    })
    expect(made).toBeDefined()
    expect(taken.has(made?.number ?? '')).toBe(false)
  }
})
