/** Who looks after the customers next that somebody took: the colleague whom the CRM names as their owner, else the manager of who leaves. */
import type { WinBack } from '../../events/api-people.ts'
import type { CustomerBase } from '../customers/base.ts'
import { type Directory, foldAlias, type Person } from './directory.ts'
import { accountPseudonym } from './pseudonyms.ts'

interface Sources {
  readonly base: Pick<CustomerBase, 'ownerOf' | 'describe'>
  readonly directory: Pick<Directory, 'aliasOwner' | 'get' | 'aliases' | 'byEmail'>
  /** Customers that are named in all. */
  readonly limit: number
}

type Next = Pick<WinBack['owners'][number], 'owner' | 'basis'>

/** Shares customers out; people by pseudonym. */
export function winBack(
  person: Person,
  customers: Uint32Array,
  { base, directory, limit }: Sources,
): WinBack {
  const own = new Set(directory.aliases(person.id))
  if (person.name !== null) own.add(foldAlias(person.name))
  const manager = person.manager === null ? undefined : directory.byEmail(foldAlias(person.manager))
  const successor: Next = manager
    ? { owner: manager.pseudonym, basis: 'manager of who leaves' }
    : { owner: null, basis: 'nobody named' }
  const nextOf = (owner: string | undefined): Next => {
    if (owner === undefined || own.has(foldAlias(owner))) return successor
    const colleague = directory.get(directory.aliasOwner(owner) ?? '')
    return { owner: colleague?.pseudonym ?? accountPseudonym(owner), basis: 'owner of the CRM' }
  }
  const owners = base.ownerOf(customers)
  const groups = Map.groupBy(customers, id => JSON.stringify(nextOf(owners.get(id))))
  let room = limit
  const rows = [...groups]
    .sort(([, left], [, right]) => right.length - left.length)
    .map(([key, ids]) => {
      const next: Next = JSON.parse(key)
      const named = base.describe(Uint32Array.from(ids), room)
      room -= named.length
      return { ...next, total: ids.length, customers: named }
    })
  return { total: customers.length, owners: rows }
}
