/** The policy in force: the newest that can be carried out; an old one comes back only where it was in force before. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CollectorClient } from '../../agent/collector-client.ts'
import { enrol, type Identity, openIdentity } from '../../agent/identity.ts'
import { createPolicyFeed } from '../../agent/policy-feed.ts'
import type { Policy } from '../../events/policy.ts'
import { cleanUp, type Rig, startRig } from '../collector/harness.ts'

const key = Buffer.alloc(32, 7)
let dir = ''
let rig: Rig
let identity: Identity
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-policy-'))
  rig = await startRig()
  const collector = await rig.collector.listen()
  const token = rig.collector.parts.access.newEnrolToken()
  await enrol(dir, { collector, token, version: '0.0.0-test' })
  identity = await openIdentity(dir, key)
})
afterEach(async () => {
  await cleanUp()
  rmSync(dir, { recursive: true, force: true })
})

/** A bundle as the collector signs it, of another version. */
const signed = async () => rig.collector.parts.policies.signed(identity.agentId)
const nextVersion = async () => {
  await rig.call('PUT', '/api/v1/policy/watch', { places: [], removable_drives: true })
  return signed()
}

/** Follows a collector that hands out these bundles, one after another. */
async function follow(
  bundles: readonly string[],
  cannot: (policy: Policy) => boolean = () => false,
) {
  const ending = new AbortController()
  const left = [...bundles]
  const applied: number[] = []
  const degraded: string[] = []
  const client: CollectorClient = {
    sendEvents: () => Promise.reject(new Error('not here')),
    filter: async () => rig.collector.parts.base.filter()?.bytes ?? new Uint8Array(),
    filterDelta: () => Promise.reject(new Error('not asked for')),
    policy: async () => {
      const next = left.shift()
      if (next === undefined) ending.abort()
      return next
    },
  }
  const feed = createPolicyFeed({
    dir,
    identity,
    client,
    key,
    log: pino({ level: 'silent' }),
    signal: ending.signal,
    random: () => 0,
    degraded: (reason, detail) => degraded.push(`${reason}: ${detail}`),
  })
  feed.onChange(async ({ policy }) => {
    if (cannot(policy)) throw new Error('no room')
    applied.push(policy.version)
  })
  await feed.follow()
  return { feed, applied, degraded }
}

it('an older policy is refused, also when it is put on the disk', async () => {
  const old = await signed()
  const newer = await nextVersion()
  const first = await follow([newer, old])
  const version = first.feed.current?.policy.version ?? 0
  expect(first.applied).toEqual([version])
  expect(first.degraded).toEqual([expect.stringContaining('older than the last one was refused')])
  writeFileSync(join(dir, 'policy.jws'), old)
  const second = await follow([])
  expect([second.feed.current, second.applied]).toEqual([undefined, []])
  expect(second.degraded).toHaveLength(1)
  writeFileSync(join(dir, 'policy.jws'), newer)
  writeFileSync(join(dir, 'policy.version'), '0')
  expect((await follow([])).degraded).toEqual(['files changed: the record of the policy version'])
})

it('a policy that cannot be carried out is rolled back to the one before', async () => {
  const good = await signed()
  const bad = await nextVersion()
  const { feed, applied, degraded } = await follow([good, bad], ({ version }) => version > 0)
  expect(feed.current?.policy.version).toBe(0)
  expect(applied).toEqual([0, 0])
  expect(degraded).toEqual([expect.stringContaining('the one before stays in force')])
  expect(readFileSync(join(dir, 'policy.jws'), 'utf8')).toBe(good)
})

it('a policy with a signature that is not the collector’s is refused', async () => {
  const [head, payload, signature = ''] = (await nextVersion()).split('.')
  const forged = `${head}.${payload}.${signature.replaceAll(/[A-Za-m]/g, 'x')}`
  const { feed } = await follow([forged])
  expect(feed.current).toBeUndefined()
})
