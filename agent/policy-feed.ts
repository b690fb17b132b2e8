/** The policy in force at this endpoint: the last good one from disk, then whatever newer the collector signs. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type CustomerFilter, openFilter } from '../content/filter.ts'
import { limits } from '../events/limits.ts'
import { noFilterVersion, type Policy } from '../events/policy.ts'
import { backoffMs, pause } from './backoff.ts'
import type { CollectorClient } from './collector-client.ts'
import type { Identity } from './identity.ts'

export interface InForce {
  readonly policy: Policy
  readonly filter: CustomerFilter | undefined
}

export interface PolicyFeed {
  readonly current: InForce | undefined
  /** Called with each policy that comes into force; the collector hears of it when the call resolves. */
  onChange(listener: (inForce: InForce) => Promise<void>): void
  /** Applies what disk has, then follows the collector until the signal aborts. */
  follow(): Promise<void>
}

interface Parts {
  readonly dir: string
  readonly identity: Identity
  readonly client: CollectorClient
  readonly log: Logger
  readonly signal: AbortSignal
  readonly random: () => number
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function keep(path: string, data: string | Uint8Array): void {
  writeFileSync(`${path}.next`, data, { mode: 0o600, flush: true })
  renameSync(`${path}.next`, path)
}

export function createPolicyFeed({
  dir,
  identity,
  client,
  log,
  signal,
  random,
}: Parts): PolicyFeed {
  const paths = { policy: join(dir, 'policy.jws'), filter: join(dir, 'filter.bin') }
  const listeners: ((inForce: InForce) => Promise<void>)[] = []
  let current: InForce | undefined

  /** The filter that the policy names, from memory, disk or collector; its digest is under the policy's signature. */
  async function filterFor({ filter }: Policy): Promise<CustomerFilter | undefined> {
    if (filter.version === noFilterVersion) return undefined
    const isNamed = (bytes: Uint8Array) => digestOf(bytes) === filter.sha256
    const stored = existsSync(paths.filter) ? readFileSync(paths.filter) : undefined
    if (stored && isNamed(stored)) return openFilter(stored)
    const fetched = await fetchFilter(filter, stored)
    if (!isNamed(fetched)) throw new Error('the filter is not the one that the policy names')
    keep(paths.filter, fetched)
    return openFilter(fetched)
  }

  /** What came to the filter that is there already, where that is what the policy's is made of; else the whole. */
  async function fetchFilter(
    { version, base }: Policy['filter'],
    stored: Uint8Array | undefined,
  ): Promise<Uint8Array> {
    const known = base && stored?.subarray(0, base.length)
    if (!known || digestOf(known) !== base.sha256) return client.filter(version, signal)
    return Buffer.concat([known, await client.filterDelta(version, signal)])
  }

  async function apply(bundle: string): Promise<void> {
    const policy = await identity.verifyPolicy(bundle)
    if (current && policy.version <= current.policy.version) return
    const inForce = { policy, filter: await filterFor(policy) }
    current = inForce
    for (const listener of listeners) await listener(inForce)
    keep(paths.policy, bundle)
    log.info({ version: policy.version, filter: policy.filter.version }, 'policy in force')
  }

  async function applyStored(): Promise<void> {
    if (!existsSync(paths.policy)) return
    try {
      await apply(readFileSync(paths.policy, 'utf8'))
    } catch (error) {
      log.warn({ reason: String(error) }, 'the stored policy cannot be used; waiting for a new one')
    }
  }

  return {
    get current() {
      return current
    },
    onChange: listener => {
      listeners.push(listener)
    },
    follow: async () => {
      await applyStored()
      for (let tries = 0; !signal.aborted; ) {
        try {
          const after = current?.policy.version ?? -1
          const bundle = await client.policy(after, limits.policyWaitMsMax, signal)
          if (bundle !== undefined) await apply(bundle)
          tries = 0
        } catch (error) {
          if (signal.aborted) return
          tries += 1
          if (tries === 1)
            log.warn(
              { reason: String(error) },
              'no policy from the collector; the last good one stays in force',
            )
          await pause(backoffMs(tries, random), signal)
        }
      }
    },
  }
}
