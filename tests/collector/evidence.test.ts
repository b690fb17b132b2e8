/** Evidence packs: readable, complete, by pseudonym, and any change in them is found by a program that needs Node alone. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertList } from '../../events/api.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from './harness.ts'

let rig: Rig
let pack: Record<string, Uint8Array>

beforeAll(async () => {
  rig = await startRig()
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const event = copyEvent(rig, agent.id, { uid: 'copy-1', account: 'anna', count: 40 })
  await agent.post([{ seq: 1, event }])
  const id = await eventually(async () => {
    const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
    return body.alerts[0]?.id
  }, 'an alert')
  const decision = { status: 'closed', verdict: 'true_positive', note: 'she <b>said</b> so' }
  await rig.call('POST', `/api/v1/alerts/${id}/decisions`, decision)
  const reply = await rig.collector.app.inject({
    method: 'POST',
    url: `/api/v1/alerts/${id}/evidence`,
    headers: { host: '127.0.0.1', authorization: `Bearer ${rig.collector.parts.consoleKey}` },
  })
  pack = unzipSync(reply.rawPayload)
})
afterAll(cleanUp)

/** Unpacks, lets `change` have its way, and runs the pack's own verifier in an empty environment. */
function verify(change: (dir: string) => void = () => {}) {
  const dir = join(tempDir(), 'pack')
  mkdirSync(dir)
  for (const [name, data] of Object.entries(pack)) writeFileSync(join(dir, name), data)
  change(dir)
  const { status, stdout, stderr } = spawnSync(process.execPath, ['verify.mjs'], {
    cwd: dir,
    env: {},
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}
const edit = (name: string, from: string | RegExp, to: string) => (dir: string) => {
  const path = join(dir, name)
  const before = readFileSync(path, 'utf8')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
}

describe('an evidence pack', () => {
  it('is made, and whole, while others decide', async () => {
    const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts?status=closed')
    const headers = {
      host: '127.0.0.1',
      authorization: `Bearer ${rig.collector.parts.consoleKey}`,
    }
    const before = pack
    for (let round = 0; round < 5; round += 1) {
      const url = `/api/v1/alerts/${body.alerts[0]?.id}/evidence`
      const made = rig.collector.app.inject({ method: 'POST', url, headers })
      const others = Array.from({ length: 12 }, (_, index) =>
        rig.call('POST', '/api/v1/cases', { title: `case ${round} ${index}` }),
      )
      const [reply] = await Promise.all([made, ...others])
      expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/zip'])
      pack = unzipSync(reply.rawPayload)
      expect(verify().said).toContain('Whole')
    }
    pack = before
  })

  it('is whole as it comes', () => {
    const { status, said } = verify()
    expect(said).toContain('Whole')
    expect(said).toContain(rig.collector.parts.signingKey.publicKey.x)
    expect(status).toBe(0)
  })

  it('reads without us, and shows pseudonyms, not names or accounts', () => {
    const page = Buffer.from(pack['case.html'] ?? []).toString()
    const data = Buffer.from(pack['case.json'] ?? []).toString()
    expect(page).toContain('she &lt;b&gt;said&lt;/b&gt; so')
    expect(page).not.toMatch(/<script|https?:/)
    expect(JSON.parse(data).findings[0].evidence[0].sha256).toContain('copy-1')
    expect(page + data + Buffer.from(pack['proof.json'] ?? []).toString()).not.toMatch(/anna/i)
  })

  it.each<[string, (dir: string) => void, string]>([
    [
      'a byte of the page',
      edit('case.html', 'customers of', 'Customers of'),
      'case.html: was changed',
    ],
    [
      'a number in the data',
      edit('case.json', '"customers": 40', '"customers": 41'),
      'case.json: was changed',
    ],
    [
      'a decision',
      edit('proof.json', 'true_positive', 'false_positive'),
      'does not say what it said',
    ],
    ['a digest in the record', edit('proof.json', 'case.html', 'case.htm_'), 'does not say'],
    [
      'a time in a link',
      edit('proof.json', /"time":\d/, '"time":9'),
      'its fields or its hash were changed',
    ],
    ['a signature', edit('proof.json', /"signature":"../, '"signature":"AA'), 'is not of this key'],
    ['the key', edit('proof.json', /"x":"../, '"x":"AA'), 'key'],
    ['a file more', dir => writeFileSync(join(dir, 'more.txt'), 'x'), 'more.txt: was added'],
  ])('is not whole when somebody changed %s', (_name, change, words) => {
    const { status, said } = verify(change)
    expect(said).toContain(words)
    expect(status).toBe(1)
  })

  it('is not whole when the last or a middle link is missing', () => {
    const without = (index: number) => (dir: string) => {
      const path = join(dir, 'proof.json')
      const proof = JSON.parse(readFileSync(path, 'utf8'))
      proof.links.splice(index, 1)
      writeFileSync(path, JSON.stringify(proof))
    }
    expect(verify(without(-1)).status).toBe(1)
    expect(verify(without(0)).status).toBe(1)
  })

  it('holds these files', () => {
    expect(Object.keys(pack).sort()).toEqual(['case.html', 'case.json', 'proof.json', 'verify.mjs'])
  })
})
