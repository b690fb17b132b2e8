/** What may be used once is used once on all nodes together: replayed at another node, at two at the same moment, or again. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { expect } from 'vitest'
import { createCollectorClock } from '../../agent/clock.ts'
import { createClient } from '../../agent/collector-client.ts'
import { enrol, openIdentity } from '../../agent/identity.ts'
import type { EmergencyList, KeyCeremony } from '../../events/api-identity.ts'
import { copyEvent } from '../collector/company.ts'
import { enrolAgent, eventually, type Rig, tempDir } from '../collector/harness.ts'
import { createAuthenticator } from '../collector/identity/authenticator.ts'
import { addUser, browse, invite, newest, originOf, register } from '../collector/identity/users.ts'

const statusOf = ({ status }: { readonly status: number }): number => status
const statusesOf = (replies: readonly { readonly status: number }[]) => replies.map(statusOf).sort()

/** An assertion that was read on the way to one node. */
async function replayAssertion(first: Rig, second: Rig): Promise<void> {
  const agent = await enrolAgent(first)
  const isKnown = () => second.collector.parts.agents.has(agent.id) || undefined
  await eventually(isKnown, 'the agent at the other node')
  const event = copyEvent(first, agent.id, { uid: 'once', account: 'anna', count: 0 })
  const post = (bearer: string, to: Rig) => agent.post([{ seq: 1, event }], bearer, to)
  const bearer = await agent.assertion()
  const elsewhere = await post(bearer, second)
  expect(elsewhere).toMatchObject({ status: 400, body: { error: { code: 'ERR_AGENT_NONCE' } } })
  expect((await post(bearer, first)).status).toBe(200)
  expect((await post(bearer, first)).status).toBe(401)
  expect((await post(bearer, second)).status).toBe(400)
}

const key = { kty: 'OKP', crv: 'Ed25519', x: 'B'.repeat(43) }

/** Links and tokens that a node keeps to itself. */
async function replayTokens(first: Rig, second: Rig): Promise<void> {
  const { access } = first.collector.parts
  const about = { key, hostname: 'h', platform: 'p', version: 'v' }
  const use = (url: string, body: object) =>
    Promise.all([second, first, first].map(rig => browse(rig, ['POST', url, body])))
  const enrolled = await use('/api/v1/agents/enrol', { token: access.newEnrolToken(), ...about })
  expect(statusesOf(enrolled)).toEqual([200, 401, 401])
  const opened = await use('/api/v1/session', { token: access.newSignInToken() })
  expect(statusesOf(opened)).toEqual([200, 401, 401])
}

/** An invitation opens the way at any node, for one key. */
async function replayInvitation(first: Rig, second: Rig): Promise<void> {
  const token = await invite(first, 'kim', { roles: ['officer'] })
  const isKnown = async () => {
    const begun = await browse(second, ['POST', '/api/v1/invitations/ceremony', { token }])
    return begun.status === 200 || undefined
  }
  await eventually(isKnown, 'the invitation at the other node')
  const replies = await Promise.all(
    [first, second].map(rig =>
      register(rig, token, createAuthenticator({ origin: originOf(rig) })),
    ),
  )
  expect(statusesOf(replies)).toEqual([200, 401])
  const keysAt = ({ collector }: Rig) => collector.parts.identity.users.keys('kim')
  const both = () => (keysAt(first).length > 0 && keysAt(second).length > 0) || undefined
  await eventually(both, 'the key at both nodes')
  expect(keysAt(second)).toEqual(keysAt(first))
  expect(keysAt(first)).toHaveLength(1)
}

/** One emergency gives one link, whoever of two asks at whichever node. */
async function replayEmergency(first: Rig, second: Rig): Promise<void> {
  const ask = { user: 'kim', role: null, reason: 'lost the key', minutes: 60 }
  const asked = await first.call<EmergencyList>('POST', '/api/v1/emergencies', ask)
  const id = newest(asked)
  expect((await first.call('POST', `/api/v1/emergencies/${id}/agreement`)).status).toBe(200)
  const agreed = () =>
    typeof second.collector.parts.identity.breakGlass.get(id)?.agreed_at === 'number' || undefined
  await eventually(agreed, 'the emergency at the other node')
  const links = await Promise.all(
    [first, second].map(rig =>
      rig.call<{ token: string }>('POST', `/api/v1/emergencies/${id}/invitation`),
    ),
  )
  expect(statusesOf(links)).toEqual([200, 409])
}

/** A ceremony, a touch and a session belong to the node where they were begun. */
async function replayTouch(first: Rig, second: Rig): Promise<void> {
  const { key: hers, cookie, touch } = await addUser(first, 'ada', ['admin'])
  const isKnown = () => second.collector.parts.identity.users.keys('ada').length > 0 || undefined
  await eventually(isKnown, 'her key at the other node')
  const begun = await browse<KeyCeremony & { options: { challenge: string } }>(first, [
    'POST',
    '/api/v1/key-sign-ins',
  ])
  const { id, options } = begun.body
  const answer = { id, response: hers.get(options) }
  const at = (rig: Rig) => browse(rig, ['POST', '/api/v1/key-sign-ins/answer', answer])
  expect((await at(second)).status).toBe(403)
  expect(statusesOf(await Promise.all([at(first), at(first)]))).toEqual([200, 403])
  const body = { reason: 'first key' }
  const url = '/api/v1/users/kim/invitation'
  const headers = { cookie, ...(await touch('POST', url, body)) }
  const touched = (rig: Rig) => browse(rig, ['POST', url, body], headers)
  expect((await touched(second)).status).toBe(401)
  expect(statusOf(await touched(first))).toBe(200)
  expect(statusOf(await touched(first))).toBe(403)
}

/** Gives each call to the next of these, as a balancer without memory does; gives its address and how to end it. */
async function startBalancer(urls: readonly URL[]) {
  let turn = 0
  const server = createServer((from: IncomingMessage, to: ServerResponse) => {
    const { hostname, port } = urls[turn % urls.length] ?? new URL('http://127.0.0.1:1')
    turn += 1
    const options = { hostname, port, path: from.url, method: from.method, headers: from.headers }
    from.pipe(
      request(options, answer => {
        to.writeHead(answer.statusCode ?? 0, answer.headers)
        answer.pipe(to)
      }),
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    turns: () => turn,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** An agent comes through where each of its calls goes to the next node. */
async function callInTurn(first: Rig, second: Rig): Promise<void> {
  const urls = [
    new URL(await first.collector.listen()),
    new URL(await second.collector.listen()),
  ] as const
  const balancer = await startBalancer(urls)
  const [dir, sealKey] = [tempDir(), Buffer.alloc(32, 1)]
  const token = first.collector.parts.access.newEnrolToken()
  await enrol(dir, { token, collector: urls[0].href, version: '1' }, sealKey)
  const identity = await openIdentity(dir, sealKey, balancer.url)
  const isKnown = () => second.collector.parts.agents.has(identity.agentId) || undefined
  await eventually(isKnown, 'the agent at the other node')
  const client = createClient(
    identity,
    createCollectorClock(() => {}),
  )
  const signal = AbortSignal.timeout(20_000)
  for (let seq = 1; seq <= 6; seq += 1) {
    const facts = { uid: `turn-${seq}`, account: 'anna', count: 0 }
    const event = copyEvent(first, identity.agentId, facts)
    const reply = await client.sendEvents(JSON.stringify({ seq, event }), signal)
    expect(reply.accepted).toBe(1)
  }
  expect(balancer.turns()).toBeGreaterThan(6)
  balancer.stop()
}

/** All of it, at two nodes of one company. */
export async function usedOnce(first: Rig, second: Rig): Promise<void> {
  await replayAssertion(first, second)
  await replayTokens(first, second)
  await replayInvitation(first, second)
  await replayEmergency(first, second)
  await replayTouch(first, second)
  await callInTurn(first, second)
}
