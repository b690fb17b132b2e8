/** Whose customers they are: by the owner that the CRM names, where it is one of a person's aliases or their name. */
import type { CustomerBase } from '../customers/base.ts'
import { type Directory, foldAlias } from './directory.ts'

/** Customers by owner; those without an owner are neither. */
export interface OwnerShares {
  readonly own: number
  readonly others: number
  /** Of all customers that are the person's own, 0 to 100. */
  readonly own_share_percent: number
}

interface Sources {
  readonly base: Pick<CustomerBase, 'owners' | 'owned'>
  readonly directory: Pick<Directory, 'aliases' | 'get'>
  readonly person: string
}

const nothing: OwnerShares = { own: 0, others: 0, own_share_percent: 0 }

/** Shares out distinct customers between a person and colleagues. */
export function shareOut(
  customers: Uint32Array,
  { base, directory, person }: Sources,
): OwnerShares {
  if (customers.length === 0) return nothing
  const names = new Set(directory.aliases(person))
  const name = directory.get(person)?.name
  if (name) names.add(foldAlias(name))
  const isOwn = ([owner]: readonly [string, number]) => names.has(foldAlias(owner))
  const sum = (owners: readonly (readonly [string, number])[]) =>
    owners.reduce((total, [, count]) => total + count, 0)
  const owners = [...base.owners(customers)]
  const own = sum(owners.filter(isOwn))
  const all = own === 0 ? 0 : sum([...base.owned()].filter(isOwn))
  return {
    own,
    others: sum(owners) - own,
    own_share_percent: all === 0 ? 0 : Math.round((own / all) * 1000) / 10,
  }
}
