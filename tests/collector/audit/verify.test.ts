/** The hash chain over decisions: whole after any use of the product, and never whole after somebody changed the file. */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHead } from '../../../collector/audit/chain.ts'
import { verifyChain } from '../../../collector/audit/verify.ts'
import { verifyFolder } from '../../../collector/audit/verify-folder.ts'
import { decisionEntry } from '../../../collector/journal/decisions.ts'
import { openEmbeddedJournal } from '../../../collector/journal/embedded.ts'
import { journalSchema } from '../../../collector/journal/sqlite-schema.ts'
import { type Database, openDatabase } from '../../../collector/store/database.ts'
import { batchOf } from '../batches.ts'
import { fillCompany } from '../company.ts'
import { cleanUp, eventually, startRig, tempDir } from '../harness.ts'
import { dice, tamperings } from './tampering.ts'

let key: { publicKey: KeyObject; privateKey: KeyObject }
beforeEach(() => {
  key = generateKeyPairSync('ed25519')
})
afterEach(cleanUp)

const reveal = (index: number) =>
  decisionEntry({
    kind: 'person.revealed',
    by: 'admin',
    time: index,
    data: { person: `p-${index}`, until: index, reason: `reason ${index}` },
  })

/** A journal with some twenty decisions in commits of one to four, with events between; and the heads that were seen on the way. */
async function journalOf(path: string) {
  const roll = dice(7)
  const journal = await openEmbeddedJournal(path, {
    now: () => 1000,
    sign: bytes => sign(null, bytes, key.privateKey),
  })
  const heads: string[] = []
  for (let index = 1; index < 20; ) {
    const decisions = Array.from({ length: 1 + roll(4) }, (_, more) => reveal(index + more))
    index += decisions.length
    await journal.appendEvents(batchOf('agent', [index]))
    await journal.append(decisions)
    heads.push(journal.chainHead() ?? '')
  }
  await journal.close()
  return heads
}

const open = (path: string): Database => openDatabase(path, journalSchema)
const links = (database: Database) =>
  database
    .prepare<[], { position: number; offset: number }>(
      'SELECT position, offset FROM chain ORDER BY position',
    )
    .all()

describe('the chain over decisions', () => {
  it('shows each of 1,000 random manipulations, and where', async () => {
    const path = join(tempDir(), 'journal.db')
    const lines = await journalOf(path)
    const database = open(path)
    const kept = [{ name: 'heads', lines }]
    const whole = verifyChain(database, { key: key.publicKey, kept })
    expect(whole).toMatchObject({ faults: [], signatures: lines.length, heads: lines.length })
    const all = links(database)
    expect(whole.decisions).toBe(all.length)
    const kinds = Object.entries(tamperings)
    const missed: string[] = []
    const roll = dice(20_261_125)
    for (let round = 0; round < 1000; round += 1) {
      const [name, tamper] = kinds[round % kinds.length] ?? ['', () => []]
      database.exec('BEGIN')
      const where = tamper({ database, links: all, roll })
      const { faults } = verifyChain(database, { key: key.publicKey, kept })
      database.exec('ROLLBACK')
      const isFound =
        where.length === 0
          ? faults.some(({ what }) => what === 'added')
          : faults.some(({ position }) => position !== null && where.includes(position))
      if (!isFound) missed.push(`round ${round}: ${name}: ${JSON.stringify(faults)}`)
    }
    expect(missed).toEqual([])
    expect(verifyChain(database, { key: key.publicKey, kept }).faults).toEqual([])
    database.close()
  }, 120_000)

  it('without heads from outside shows all but a cut that ends at a signed decision', async () => {
    const path = join(tempDir(), 'journal.db')
    await journalOf(path)
    const database = open(path)
    const all = links(database)
    const cut = (position: number) => {
      database.exec('BEGIN')
      database.prepare('DELETE FROM entry WHERE offset >= ?').run(all[position]?.offset)
      database.prepare('DELETE FROM chain WHERE position > ?').run(position)
      const { faults } = verifyChain(database, { key: key.publicKey, kept: [] })
      database.exec('ROLLBACK')
      return faults.map(({ what }) => what)
    }
    const signed = new Set(
      database
        .prepare<[], { position: number }>('SELECT position FROM chain WHERE signature IS NOT NULL')
        .all()
        .map(({ position }) => position),
    )
    for (const { position } of all.slice(0, -1))
      expect(cut(position)).toEqual(signed.has(position) ? [] : ['truncated'])
    database.close()
  })

  it('is not taken for whole under another key', async () => {
    const path = join(tempDir(), 'journal.db')
    await journalOf(path)
    const database = open(path)
    const { publicKey } = generateKeyPairSync('ed25519')
    expect(verifyChain(database, { key: publicKey, kept: [] }).faults).toMatchObject([
      { what: 'forged' },
    ])
    database.close()
  })

  it('stays whole when an append is rolled back, and goes on after it', async () => {
    const path = join(tempDir(), 'journal.db')
    const journal = await openEmbeddedJournal(path, {
      now: () => 1,
      sign: bytes => sign(null, bytes, key.privateKey),
    })
    await journal.append([reveal(1)])
    const torn = { ...reveal(1), time: 0.5 }
    await expect(journal.append([reveal(2), torn])).rejects.toThrow()
    await journal.append([reveal(3)])
    await journal.close()
    const database = open(path)
    expect(verifyChain(database, { key: key.publicKey, kept: [] })).toMatchObject({
      decisions: 2,
      faults: [],
    })
    database.close()
  })

  it('takes over the decisions of a journal from before, and says how many', async () => {
    const path = join(tempDir(), 'journal.db')
    const before = openDatabase(path, {
      ...journalSchema,
      migrations: journalSchema.migrations.slice(0, 1),
    })
    const insert = before.prepare(
      `INSERT INTO entry (kind, source, seq, time_ms, received_ms, body) VALUES (?, ?, 0, 1, 1, ?)`,
    )
    before.exec('BEGIN')
    for (let index = 0; index < 2500; index += 1)
      insert.run(index % 2 === 0 ? 'decision' : 'event', `s${index}`, JSON.stringify({ index }))
    before.exec('COMMIT')
    before.close()
    const options = { now: () => 1, sign: (bytes: Uint8Array) => sign(null, bytes, key.privateKey) }
    await (await openEmbeddedJournal(path, options)).close()
    const journal = await openEmbeddedJournal(path, options)
    await journal.append([reveal(1)])
    await journal.close()
    const database = open(path)
    expect(verifyChain(database, { key: key.publicKey, kept: [] })).toMatchObject({
      decisions: 1251,
      adopted: 1250,
      faults: [],
    })
    database.close()
  })
})

describe('a collector', () => {
  it('leaves a chain that is whole, with its heads beside it and where the configuration says', async () => {
    const dir = tempDir()
    const elsewhere = join(tempDir(), 'heads.jsonl')
    writeFileSync(join(dir, 'config.yaml'), `audit:\n  heads_file: ${elsewhere}\n`)
    const rig = await startRig({ dir })
    await fillCompany(rig)
    await rig.collector.close()
    const lines = readFileSync(elsewhere, 'utf8').split('\n')
    const publicKey = createPublicKey({
      key: { ...rig.collector.parts.signingKey.publicKey },
      format: 'jwk',
    })
    const report = verifyFolder(dir, { kept: [{ name: 'elsewhere', lines }] })
    expect(report).toMatchObject({ faults: [] })
    expect(report.heads).toBeGreaterThan(0)
    expect(readHead(lines.at(-2) ?? '', publicKey)?.position).toBe(report.decisions)
    expect(existsSync(join(dir, 'audit-heads.jsonl'))).toBe(true)
  })

  it('says once that a file for heads cannot be written, not with each head', async () => {
    const dir = tempDir()
    writeFileSync(join(dir, 'config.yaml'), 'audit: { heads_file: /nope/heads.jsonl }\n')
    const lines: string[] = []
    const log = pino({ level: 'error' }, { write: line => lines.push(line) })
    const rig = await startRig({ dir, log })
    await fillCompany(rig)
    await eventually(() => lines.length > 0 || undefined, 'the first to be told')
    await rig.collector.close()
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ to: '/nope/heads.jsonl' })
  })

  it('hands its last head to a witness at the stop, also when the witness failed before', async () => {
    const seen: string[] = []
    let isWell = false
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        if (isWell) seen.push(JSON.parse(body).head)
        response.writeHead(isWell ? 204 : 500).end()
        isWell = true
      })
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const rig = await startRig({
      environment: {
        CLIENTKEEP_AUDIT_HEADS_URL: `http://127.0.0.1:${port}/heads`,
        CLIENTKEEP_AUDIT_HEADS_EVERY_S: '1',
      },
    })
    await fillCompany(rig)
    await eventually(() => (seen.length > 0 ? true : undefined), 'a head at the witness')
    await rig.call('PUT', '/api/v1/policy/watch', { places: [], removable_drives: false })
    const head = rig.collector.parts.journal.chainHead()
    await rig.collector.close()
    expect(seen.at(-1)).toBe(head)
    server.close()
  })
})
