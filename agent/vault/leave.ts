/**
 * Leave and restriction of single people: permits to fill a stick, and accounts that are secured. Rows that a permit was used for are
 * kept sealed, so that a restart does not give them back.
 */
import Type, { type Static } from 'typebox'
import type { DriveIdentity } from '../../events/file-activity.ts'
import { accountMark, type DevicePermit } from '../../events/permit.ts'
import type { HoldPolicy, Policy } from '../../events/policy.ts'
import { sealedRecord } from './sealed-record.ts'

export interface Leave {
  /** Takes over what a policy says; `permits` were verified. */
  learn(policy: Policy, permits: readonly DevicePermit[]): void
  isSecured(account: string | undefined): boolean
  /** Whether a person may fill this stick now. */
  mayFill(drive: DriveIdentity | undefined, account: string | undefined): boolean
  /** Uses a permit for a file; gives its id, or undefined where none lets the file be. Durable when it returns. */
  use(file: FileToGo): string | undefined
}

interface FileToGo {
  readonly drive: DriveIdentity | undefined
  readonly account: string | undefined
  readonly sha256: string
  readonly rows: number
}

/** Rows by permit and content. */
const Used = Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer({ minimum: 0 })))
const context = Buffer.from('clientkeep permits used')

/** The order for somebody who is secured: no customer at all leaves the endpoint unseen, and nothing that was locked or broken before it was looked at. */
export const securedOrder = (order: HoldPolicy | undefined): HoldPolicy => ({
  mode: order?.mode === 'block' ? 'block' : 'hold',
  customers_max: 0,
  unread: ['encrypted', 'truncated'],
  kinds: ['removable', 'network', 'cloud-sync'],
  ask: order?.ask ?? 'Security',
  ...(order?.language && { language: order.language }),
})

/** `path`: where the use of permits is kept. Where that was changed by somebody, no permit is used any more. */
export function openLeave(
  path: string,
  key: Buffer,
  { now, degraded }: { now: () => number; degraded: (reason: string) => void },
): Leave {
  const record = sealedRecord(path, { key, context, shape: Used, empty: {} })
  let used = record.read()
  if (!used) degraded('the record of used permits was changed: no permit for a stick is taken')
  let permits: readonly DevicePermit[] = []
  let secured: NonNullable<Policy['secured']> = []
  let marks: Buffer | undefined

  const markOf = (account: string | undefined) =>
    marks && account !== undefined ? accountMark(marks, account) : undefined

  /** A number that others have too is no identity. */
  function permitsFor(drive: DriveIdentity | undefined, account: string | undefined) {
    const mark = markOf(account)
    if (
      !used ||
      mark === undefined ||
      drive?.serial === undefined ||
      drive.identity.quality !== 'strong'
    )
      return []
    return permits.filter(
      ({ serial, accounts, exp }) =>
        serial === drive.serial && accounts.includes(mark) && exp * 1000 > now(),
    )
  }

  function keep(next: Static<typeof Used>): void {
    record.keep(next)
    used = next
  }

  return {
    learn: (policy, next) => {
      marks =
        policy.release_key === undefined ? undefined : Buffer.from(policy.release_key, 'base64url')
      secured = policy.secured ?? []
      permits = next
    },
    isSecured: account => {
      const mark = markOf(account)
      return secured.some(each => each.account === mark && each.until > now())
    },
    mayFill: (drive, account) => permitsFor(drive, account).length > 0,
    use: ({ drive, account, sha256, rows }) => {
      for (const { permit, rows_max } of permitsFor(drive, account)) {
        const files = used?.[permit] ?? {}
        if (files[sha256] !== undefined) return permit
        const sum = Object.values(files).reduce((total, each) => total + each, 0)
        if (sum + rows > rows_max) continue
        keep({ ...used, [permit]: { ...files, [sha256]: rows } })
        return permit
      }
      return undefined
    },
  }
}
