/** What an order to hold files means: the endpoint asks it of a file, and the collector of what endpoints saw before. Pure. */
import type { Hold } from './file-activity.ts'
import type { HoldPolicy } from './policy.ts'
import type { ScanStatus } from './scan.ts'

/** Whether an order does anything with files at places of this kind. */
export const isAbout = (order: HoldPolicy | undefined, kind: string): order is HoldPolicy =>
  order !== undefined && order.mode !== 'observe' && order.kinds.some(each => each === kind)

interface Content {
  readonly customers: number
  readonly status: ScanStatus
  /** Customers that the account took within a day, with those in the file; asked where it matters. */
  readonly day: () => number
}

/** Why a file is meant beside the number of its customers; undefined where it is not meant. */
export function meantBy(
  { customers_max, day_max, unread: wanted }: HoldPolicy,
  { customers, status, day }: Content,
): Pick<Hold, 'day' | 'unread'> | undefined {
  const unread = wanted?.find(each => each === status)
  const isMany = customers > customers_max
  const sum = isMany || day_max === undefined ? 0 : day()
  const isManyInADay = day_max !== undefined && sum > day_max
  if (!isMany && !isManyInADay && unread === undefined) return undefined
  return { ...(isManyInADay && { day: sum }), ...(unread && { unread }) }
}
