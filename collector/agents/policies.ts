/** The policy in force: what is watched, with which filter. Its version is the journal offset of the decision that made it. */
import { createHash } from 'node:crypto'
import { limits } from '../../events/limits.ts'
import { permitType } from '../../events/permit.ts'
import { noFilterVersion, type Policy, type WatchPolicy } from '../../events/policy.ts'
import { policyType } from '../../events/wire.ts'
import type { Orders } from '../approvals/orders.ts'
import type { CustomerBase } from '../customers/base.ts'
import type { HeldFiles } from '../held/held-files.ts'
import type { SigningKey } from '../identity/signing-key.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

/** A policy that somebody set. */
export interface WatchVersion {
  readonly version: number
  /** UTC epoch milliseconds. */
  readonly at: number
  readonly by: string
  readonly watch: WatchPolicy
}

export interface Policies {
  readonly version: number
  /** The version since which filters are under the token key in force; 0 for the first key. */
  readonly keyVersion: number
  /** The version since which the customer filter is the one in force; 0 before the first. */
  readonly filterVersion: number
  /** What people set, the newest first, with who did. */
  history(limit: number): readonly WatchVersion[]
  watch(): WatchPolicy
  /** The policy as a signed bundle for one agent, with its permits. */
  signed(agent: string): Promise<string>
  /** The secret of the codes that an agent takes without a network. */
  releaseKey(agent: string): Buffer
  /** Resolves when a version after `version` is in force, after `waitMs`, or when the signal aborts. */
  changed(version: number, waitMs: number, signal: AbortSignal): Promise<void>
  apply(decision: Decision, offset: number): boolean
  /** Makes a new version of the same, because what is signed with it changed. */
  renew(offset: number, time: number): void
}

/** Decisions that come with another filter. */
const filterKinds: readonly Decision['kind'][] = [
  'customers.imported',
  'canaries.planted',
  'customers.key-rotated',
]

const nothingWatched: WatchPolicy = { places: [], removable_drives: true }

export function openPolicies(
  database: Database,
  parts: {
    readonly base: CustomerBase
    readonly key: SigningKey
    readonly heldFiles: Pick<HeldFiles, 'permits'>
    readonly orders: Orders
    readonly now: () => number
  },
): Policies {
  const { base, key, heldFiles, orders, now } = parts
  // Ed25519 signatures are deterministic (RFC 8032): the same secret each time, and nothing to keep.
  const releaseKey = (agent: string): Buffer =>
    createHash('sha256')
      .update(key.signBytes(Buffer.from(`clientkeep release key ${agent}`)))
      .digest()
  const latest = database.prepare<[], { version: number; issued_ms: number; watch: string }>(
    'SELECT version, issued_ms, watch FROM policy ORDER BY version DESC LIMIT 1',
  )
  const insert = database.prepare<[number, number, string]>(
    'INSERT OR IGNORE INTO policy VALUES (?, ?, ?)',
  )
  const keyVersion = database.prepare<[], { offset: number }>('SELECT offset FROM key_rotation')
  const noteRotation = database.prepare<[number]>(
    'INSERT INTO key_rotation VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET offset = excluded.offset',
  )
  const filterVersion = database
    .prepare<[string], number | null>(
      'SELECT max(offset) FROM audit WHERE kind IN (SELECT value FROM json_each(?))',
    )
    .pluck()
  const history = database.prepare<[number], Omit<WatchVersion, 'watch'> & { watch: string }>(
    `SELECT version, issued_ms AS at, by, watch FROM policy JOIN audit ON audit.offset = policy.version
     WHERE kind = 'policy.watch-set' ORDER BY version DESC LIMIT ?`,
  )
  const waiting = new Set<() => void>()
  const wakeAll = (): void => {
    for (const wake of [...waiting]) setImmediate(wake)
  }
  const watch = (): WatchPolicy => {
    const row = latest.get()
    return row ? JSON.parse(row.watch) : nothingWatched
  }

  return {
    get version() {
      return latest.get()?.version ?? 0
    },
    get keyVersion() {
      return keyVersion.get()?.offset ?? 0
    },
    get filterVersion() {
      return filterVersion.get(JSON.stringify(filterKinds)) ?? 0
    },
    history: limit => history.all(limit).map(row => ({ ...row, watch: JSON.parse(row.watch) })),
    watch,
    releaseKey,
    signed: async agent => {
      const filter = base.filterHead() ?? { version: noFilterVersion, sha256: '' }
      const row = latest.get()
      const release = releaseKey(agent)
      const devices = orders.permits(agent, release)
      const granted = [...heldFiles.permits(agent, now()), ...devices].slice(0, limits.permitsMax)
      const permits = granted.map(permit => key.sign(permit, permitType))
      const secured = orders.secured(agent, release)
      const policy: Policy = {
        version: row?.version ?? 0,
        issued_at: row?.issued_ms ?? 0,
        watch: watch(),
        filter: {
          ...{ version: filter.version, sha256: filter.sha256 },
          ...('base' in filter && filter.base && { base: filter.base }),
        },
        permits: await Promise.all(permits),
        ...(secured.length > 0 && { secured: [...secured] }),
        release_key: release.toString('base64url'),
      }
      return key.sign(policy, policyType)
    },
    changed: async (version, waitMs, signal) => {
      if ((latest.get()?.version ?? 0) > version || signal.aborted) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(done, waitMs)
        signal.addEventListener('abort', done)
        waiting.add(done)
        function done(): void {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          waiting.delete(done)
          resolve()
        }
      })
    },
    renew: (offset, time) => {
      insert.run(offset, time, JSON.stringify(watch()))
      wakeAll()
    },
    apply: (decision, offset) => {
      if (decision.kind === 'policy.watch-set') {
        insert.run(offset, decision.time, JSON.stringify(decision.data.watch))
      } else if (filterKinds.includes(decision.kind) || decision.kind === 'hold.decided') {
        insert.run(offset, decision.time, JSON.stringify(watch()))
      } else return false
      if (decision.kind === 'customers.key-rotated') noteRotation.run(offset)
      wakeAll()
      return true
    },
  }
}
