/** Makes and keeps canary customers, and finds them among the recipients of a mail. */
import { randomInt } from 'node:crypto'
import { normaliseEmail } from '../../content/normalise.ts'
import { Fault } from '../../events/fault.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { CanaryOwner } from '../customers/canary-table.ts'
import { makeCanary } from './canary-maker.ts'

const sampleCustomers = 400
/** Of fewer customers none can be put together that is nobody. */
const customersMin = 10

/** Makes `count` canaries in the style of the base and keeps them; gives their ids. Throws Fault ERR_SETUP_MISSING where the base is too small. */
export function plantCanaries(
  { count, domains, owner }: { count: number; domains: readonly string[]; owner: CanaryOwner },
  { base, now }: { base: CustomerBase; now: () => number },
): number[] {
  const sample = base.sample(sampleCustomers)
  if (sample.length < customersMin) {
    throw new Fault(
      'ERR_SETUP_MISSING',
      `canaries are made in the style of the customer base, and it has ${sample.length} customers; import at least ${customersMin}`,
    )
  }
  const made: NonNullable<ReturnType<typeof makeCanary>>[] = []
  const given = new Set<string | null>()
  const isTaken = (identifier: string): boolean =>
    given.has(identifier) ||
    base.find(`#${identifier}`) !== undefined ||
    base.find(identifier) !== undefined ||
    base.has(identifier)
  const isNamed = (text: string): boolean => given.has(text) || base.hasNamed(text)
  const random = (below: number) => randomInt(below)
  while (made.length < count) {
    const canary = makeCanary({ sample, domains, random, isTaken, isNamed })
    if (!canary) {
      throw new Fault(
        'ERR_SETUP_MISSING',
        'the customers of the base are too much alike to make one that is none of them; import names or companies with them',
      )
    }
    made.push(canary)
    const { emails, phones, number, name, company } = canary
    for (const text of [...emails, ...phones, number, name, company]) given.add(text)
  }
  return base.plant(made, owner, now())
}

/** The canaries that the addresses are of, distinct. */
export function canariesAt(
  addresses: readonly string[],
  base: CustomerBase,
): { readonly id: number; readonly email: string }[] {
  const distinct = new Set(addresses.flatMap(address => normaliseEmail(address) ?? []))
  return [...distinct].flatMap(email => {
    const id = base.canaries.byAddress(email)
    return id === undefined ? [] : [{ id, email }]
  })
}
