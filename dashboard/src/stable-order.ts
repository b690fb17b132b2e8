/**
 * Keeps rows where they are while somebody works on them. Rows that are new go to the top; while `isHeld` (a row has the
 * focus or is under the pointer) they wait, so that nothing moves. A row that was away, as one that is closed and then
 * undone, comes back to its place.
 */
import { useState } from 'react'

interface Row {
  readonly id: string
}

/** The new order of ids, and those that wait. Pure. */
function settle(
  order: readonly string[],
  incoming: readonly string[],
  isHeld: boolean,
): { readonly order: readonly string[]; readonly waiting: readonly string[] } {
  const there = new Set(incoming)
  const known = new Set(order)
  const fresh = incoming.filter(id => !known.has(id))
  if (isHeld && order.some(id => there.has(id))) return { order, waiting: fresh }
  return { order: [...fresh, ...order], waiting: [] }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index])

/** Rows in a stable order, and the rows that wait to be shown. */
export function useStableOrder<T extends Row>(
  rows: readonly T[],
  isHeld: boolean,
): { readonly shown: readonly T[]; readonly waiting: readonly T[] } {
  const [order, setOrder] = useState<readonly string[]>([])
  const next = settle(
    order,
    rows.map(({ id }) => id),
    isHeld,
  )
  if (!isSame(order, next.order)) setOrder(next.order)
  const byId = new Map(rows.map(row => [row.id, row]))
  const pick = (ids: readonly string[]) => ids.flatMap(id => byId.get(id) ?? [])
  return { shown: pick(next.order), waiting: pick(next.waiting) }
}
