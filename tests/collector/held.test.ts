/** Held files at the collector: what endpoints tell, what people decide, and how the decision comes back to the endpoint. */
import { compactVerify, importJWK } from 'jose'
import Value from 'typebox/value'
import { afterEach, expect, it } from 'vitest'
import { codeDay, Permit, permitType, releaseCode } from '../../events/permit.ts'
import { Policy } from '../../events/policy.ts'
import { fileEvent, origin } from '../events/samples.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from './harness.ts'

afterEach(cleanUp)

const hold = { id: 'ab12', state: 'held', customers: 30, rows: 31 } as const

async function holdAt(rig: Rig) {
  const agent = await enrolAgent(rig)
  const event = { ...fileEvent({ more: { hold } }), device: { ...origin.device, uid: agent.id } }
  await agent.post([{ seq: 1, event }])
  const list = async () =>
    (
      await rig.call<{ files: { id: string; state: string; decided: string | null }[] }>(
        'GET',
        '/api/v1/held-files',
      )
    ).body.files
  await eventually(async () => ((await list()).length > 0 ? true : undefined), 'the hold')
  return { agent, list }
}

const decide = (rig: Rig, action: string) =>
  rig.call<{ code: string | null }>('POST', `/api/v1/held-files/${hold.id}/decision`, {
    action,
    reason: 'agreed with the customer team',
  })

/** What an agent is handed, opened with the collector's public key. */
async function policyOf(rig: Rig, agent: string): Promise<{ policy: Policy; permits: Permit[] }> {
  const key = await importJWK(rig.collector.parts.signingKey.publicKey, 'EdDSA')
  const opened = async (bundle: string, type?: string): Promise<unknown> => {
    const { payload, protectedHeader } = await compactVerify(bundle, key)
    if (type !== undefined) expect(protectedHeader.typ).toBe(type)
    return JSON.parse(new TextDecoder().decode(payload))
  }
  const policy = Value.Parse(Policy, await opened(await rig.collector.parts.policies.signed(agent)))
  const permits = (policy.permits ?? []).map(async bundle =>
    Value.Parse(Permit, await opened(bundle, permitType)),
  )
  return { policy, permits: await Promise.all(permits) }
}

it('lists what an endpoint holds, and hands it a signed permit once somebody has decided', async () => {
  const rig = await startRig()
  const { agent, list } = await holdAt(rig)
  expect(await list()).toMatchObject([{ id: hold.id, state: 'held', decided: null }])
  const before = rig.collector.parts.policies.version
  expect((await decide(rig, 'release')).status).toBe(200)
  expect(rig.collector.parts.policies.version).toBeGreaterThan(before)
  const { permits } = await policyOf(rig, agent.id)
  expect(permits).toMatchObject([
    { hold: hold.id, agent: agent.id, action: 'release', rows_max: 31, sha256: 'a'.repeat(64) },
  ])
  const other = await enrolAgent(rig)
  expect((await policyOf(rig, other.id)).permits).toEqual([])
})

it('gives a code that the endpoint can check by itself', async () => {
  const rig = await startRig()
  const { agent } = await holdAt(rig)
  const { body } = await decide(rig, 'code')
  const { policy } = await policyOf(rig, agent.id)
  const key = Buffer.from(policy.release_key ?? '', 'base64url')
  expect(body.code).toBe(releaseCode(key, hold.id, codeDay(Date.now())))
})

it('takes no decision on a hold that is unknown or over', async () => {
  const rig = await startRig()
  const { agent, list } = await holdAt(rig)
  expect(
    (await rig.call('POST', '/api/v1/held-files/ffff/decision', { action: 'refuse', reason: 'x' }))
      .status,
  ).toBe(404)
  const over = { ...fileEvent({ uid: 'event-9', more: { hold: { ...hold, state: 'released' } } }) }
  await agent.post([{ seq: 2, event: { ...over, device: { ...origin.device, uid: agent.id } } }])
  await eventually(
    async () => ((await list())[0]?.state === 'released' ? true : undefined),
    'the release',
  )
  expect((await decide(rig, 'refuse')).status).toBe(409)
})

it('says how to find a hold where there is none by that name, whatever its form', async () => {
  const rig = await startRig()
  const path = '/api/v1/held-files/zz/decision'
  const answer = await rig.call<{ error: { message: string } }>('POST', path, {
    action: 'refuse',
    reason: 'x',
  })
  expect(answer.status).toBe(404)
  expect(answer.body.error.message).toContain(
    'there is no hold zz; `clientkeep holds list` names them',
  )
})
