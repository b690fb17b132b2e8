/** The log of events on disk: what a crash tears off, what was damaged, what was removed, and journals from before there was a log. */
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { openEmbeddedJournal } from '../../collector/journal/embedded.ts'
import { openEmbeddedReader } from '../../collector/journal/embedded-reader.ts'
import type { Journal } from '../../collector/journal/journal.ts'
import { openSeqs } from '../../collector/journal/seqs.ts'
import { journalSchema } from '../../collector/journal/sqlite-schema.ts'
import { openDatabase } from '../../collector/store/database.ts'
import { batchOf } from './batches.ts'
import { cleanUp, tempDir } from './harness.ts'

afterEach(cleanUp)

const body = (seq: number) => JSON.stringify({ seq, secret: `secret-${seq}.` })
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)
const openAt = (dir: string, segmentBytes = 1000) =>
  openEmbeddedJournal(join(dir, 'journal.db'), { now: () => 7, segmentBytes })
const seqsOf = async (journal: Journal) => (await journal.read(0, 10_000)).map(({ seq }) => seq)
const filesOf = (dir: string) =>
  readdirSync(join(dir, 'events'))
    .sort()
    .map(name => join(dir, 'events', name))
const contentOf = (dir: string) =>
  filesOf(dir)
    .map(path => readFileSync(path, 'latin1'))
    .join('')
const newestOf = (dir: string) => filesOf(dir).at(-1) ?? ''

/** Batches of ten, each in a commit of its own. */
async function fill(journal: Journal, count: number): Promise<void> {
  for (let seq = 1; seq <= count; seq += 10)
    await journal.appendEvents(batchOf('agent', range(seq, seq + 9), body))
}

describe('the event log', () => {
  it('is read the same from any offset, in any portion, by any reader', async () => {
    const dir = tempDir()
    const journal = await openAt(dir)
    await fill(journal, 200)
    const reader = openEmbeddedReader(join(dir, 'journal.db'))
    await fc.assert(
      fc.asyncProperty(fc.nat(210), fc.integer({ min: 1, max: 50 }), async (after, limit) => {
        const expected = range(1, 200).slice(after)
        const some = (await journal.read(after, limit)).map(({ offset }) => offset)
        expect(some).toEqual(expected.slice(0, limit))
        const batches = await reader.readEvents(after, limit)
        const seen = batches.flatMap(({ lines }) => lines.map(({ seq }) => seq))
        expect(seen).toEqual(expected.slice(0, seen.length))
        expect(seen.length).toBeGreaterThanOrEqual(Math.min(limit, expected.length))
        expect((await reader.at(after))?.body).toBe(
          after > 0 && after <= 200 ? body(after) : undefined,
        )
      }),
      { numRuns: 60 },
    )
    await reader.close()
    await journal.close()
  })

  it('loses what a crash tore off at the end, and goes on', async () => {
    const dir = tempDir()
    const journal = await openAt(dir, 1_000_000)
    await fill(journal, 30)
    await journal.close()
    const { length } = readFileSync(newestOf(dir))
    truncateSync(newestOf(dir), length - 5)
    const again = await openAt(dir, 1_000_000)
    expect(await seqsOf(again)).toEqual(range(1, 20))
    expect(again.lastSeq('agent')).toBe(20)
    expect(await again.appendEvents(batchOf('agent', range(15, 30), body))).toMatchObject({
      accepted: 10,
      duplicates: 6,
    })
    await again.close()
    appendFileSync(newestOf(dir), Buffer.alloc(3000))
    const third = await openAt(dir, 1_000_000)
    expect(await seqsOf(third)).toEqual(range(1, 30))
    await third.close()
  })

  it('refuses a log whose middle is not what was written, and one of a newer version', async () => {
    const dir = tempDir()
    const journal = await openAt(dir, 1_000_000)
    await fill(journal, 30)
    await journal.close()
    const path = newestOf(dir)
    const good = readFileSync(path)
    const bad = Buffer.from(good)
    bad[good.indexOf('secret-5')] = 0
    writeFileSync(path, bad)
    await expect(openAt(dir)).rejects.toMatchObject({
      code: 'ERR_DATA_DAMAGED',
      message: expect.stringContaining('events'),
    })
    const newer = Buffer.from(good)
    newer.writeUInt32LE(99, 8)
    writeFileSync(path, newer)
    await expect(openAt(dir)).rejects.toMatchObject({ code: 'ERR_DATA_NEWER' })
  })

  it('really deletes what is removed, keeps the rest in place, and never takes it again', async () => {
    const dir = tempDir()
    let journal = await openAt(dir)
    await fill(journal, 100)
    const gone = [...range(1, 55), 77, 100]
    await journal.remove(gone, [])
    const left = range(1, 100).filter(seq => !gone.includes(seq))
    for (const seq of gone) expect(contentOf(dir)).not.toContain(`secret-${seq}.`)
    expect(await seqsOf(journal)).toEqual(left)
    expect((await journal.at(78))?.seq).toBe(78)
    expect(await journal.at(77)).toBeUndefined()
    await journal.close()
    journal = await openAt(dir)
    expect(await seqsOf(journal)).toEqual(left)
    expect(await journal.appendEvents(batchOf('agent', range(50, 101), body))).toMatchObject({
      accepted: 1,
      head: 101,
    })
    await journal.close()
  })

  it('finishes a removal that a crash interrupted', async () => {
    const dir = tempDir()
    const journal = await openAt(dir)
    await fill(journal, 50)
    await journal.close()
    const database = openDatabase(join(dir, 'journal.db'), journalSchema)
    database.prepare('INSERT INTO removal VALUES (?)').run('[3,4]')
    database.close()
    const again = await openAt(dir)
    expect(await seqsOf(again)).toEqual(range(1, 50).filter(seq => seq !== 3 && seq !== 4))
    expect(contentOf(dir)).not.toContain('secret-3.')
    await again.close()
  })

  it('takes over the events of a journal from before, at their offsets', async () => {
    const dir = tempDir()
    const before = openDatabase(join(dir, 'journal.db'), {
      ...journalSchema,
      migrations: journalSchema.migrations.slice(0, 2),
    })
    const insert = before.prepare(
      'INSERT INTO entry (kind, source, seq, time_ms, received_ms, body) VALUES (?, ?, ?, 1, 5, ?)',
    )
    for (const seq of range(1, 40)) {
      insert.run('event', 'agent', seq, body(seq))
      if (seq % 10 === 0) insert.run('finding', `finding:${seq}`, 0, '{}')
    }
    before.prepare("INSERT INTO forgotten VALUES ('gone', 9)").run()
    before.prepare("INSERT INTO quarantine VALUES ('agent', 41, 5, 'bad', '{')").run()
    before.close()
    mkdirSync(join(dir, 'events'))
    writeFileSync(join(dir, 'events', '0000000000000001.log'), 'what an interrupted move left')
    const journal = await openAt(dir)
    const entries = await journal.read(0, 100)
    expect(entries.map(({ offset }) => offset)).toEqual(range(1, 44))
    expect(entries.filter(({ kind }) => kind === 'event').map(each => each.body)).toEqual(
      range(1, 40).map(body),
    )
    expect(journal.lastSeq('gone')).toBe(9)
    expect(journal.takeRefused('agent')).toEqual([])
    expect(await journal.appendEvents(batchOf('agent', range(40, 43), body))).toMatchObject({
      accepted: 2,
      head: 46,
    })
    await journal.close()
    expect(await seqsOf(await openAt(dir))).toHaveLength(46)
  })
})

describe('the numbers of a source', () => {
  it('are the same as a set of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 })), seqs => {
        const known = openSeqs()
        const set = new Set<number>()
        for (const seq of seqs) {
          expect(known.add(seq)).toBe(!set.has(seq))
          set.add(seq)
        }
        for (const seq of range(0, 61)) expect(known.has(seq)).toBe(set.has(seq))
        expect(known.max).toBe(Math.max(0, ...set))
        expect(known.ranges.flatMap(([from, to]) => range(from, to))).toEqual(
          [...set].sort((a, b) => a - b),
        )
        expect(openSeqs(known.ranges).ranges).toEqual(known.ranges)
      }),
    )
  })
})
