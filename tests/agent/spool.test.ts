/** The spool: first in, first out, durable, and honest about what it lost. */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { decodeFrames, encodeFrame } from '../../agent/frames.ts'
import { Spool } from '../../agent/spool.ts'
import { limits } from '../../events/limits.ts'

const folders: string[] = []
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-spool-'))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const all = (spool: Spool) => spool.lease(10_000, Number.MAX_SAFE_INTEGER).records
const text = (seq: number) => JSON.stringify({ seq })
const segment = (dir: string) =>
  join(
    dir,
    readdirSync(dir)
      .filter(name => name.endsWith('.spool'))
      .toSorted()
      .at(-1) ?? '',
  )

describe('frames', () => {
  it('are read back as written, up to the first torn or damaged one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (payloads, where, flip) => {
          const frames = payloads.map((payload, index) =>
            encodeFrame(index + 1, Buffer.from(payload)),
          )
          const bytes = Buffer.concat(frames)
          expect(decodeFrames(bytes, 1000).frames.map(({ payload }) => [...payload])).toEqual(
            payloads.map(payload => [...payload]),
          )
          const at = where % bytes.length
          bytes[at] = (bytes[at] ?? 0) ^ flip
          const ends = frames.map((_, index) => Buffer.concat(frames.slice(0, index + 1)).length)
          const whole = ends.findIndex(end => end > at)
          expect(decodeFrames(bytes, 1000).frames.length).toBe(whole)
        },
      ),
    )
  })
})

describe('a spool', () => {
  it('gives records in order until they are committed, across restarts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('add'), fc.constant('commit'), fc.constant('reopen')), {
          maxLength: 40,
        }),
        steps => {
          const dir = folder()
          let spool = Spool.open(dir)
          let [added, committed] = [0, 0]
          for (const step of steps) {
            if (step === 'add') {
              added += 1
              expect(spool.enqueue(text)).toBe(added)
            } else if (step === 'commit' && added > committed) {
              spool.flush()
              committed += 1
              spool.commit(committed)
            } else if (step === 'reopen') {
              spool.close()
              spool = Spool.open(dir)
            }
            spool.flush()
            const leased = spool.lease(3, 1e9).records.map(({ seq }) => seq)
            expect(leased).toEqual(leased.map((_, index) => committed + index + 1))
            expect(leased.length > 0).toBe(added > committed)
            expect(spool.state.waiting).toBe(added - committed)
          }
          spool.close()
        },
      ),
      { numRuns: 50 },
    )
  })

  it('cuts a torn tail and goes on after the last good record', () => {
    const dir = folder()
    const spool = Spool.open(dir)
    for (let count = 0; count < 5; count += 1) spool.enqueue(text)
    spool.close()
    truncateSync(segment(dir), readFileSync(segment(dir)).length - 3)
    const again = Spool.open(dir)
    expect(all(again).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    expect(again.enqueue(text)).toBe(5)
    again.close()
  })

  it('survives garbage behind its records and a cursor that makes no sense', () => {
    const dir = folder()
    const spool = Spool.open(dir)
    spool.enqueue(text)
    spool.close()
    appendFileSync(segment(dir), Buffer.alloc(5000, 0xff))
    writeFileSync(join(dir, 'committed'), 'not a number')
    const again = Spool.open(dir)
    expect(all(again).map(({ seq }) => seq)).toEqual([1])
    again.close()
  })

  it('refuses a record that is too large, counts it, and leaves a gap that the collector sees', () => {
    const spool = Spool.open(folder())
    spool.enqueue(() => 'x'.repeat(limits.eventBytesMax + 1))
    spool.enqueue(text)
    spool.flush()
    expect(all(spool).map(({ seq }) => seq)).toEqual([2])
    expect(spool.state.lost).toBe(1)
    spool.close()
  })

  it('removes segments whose records are all with the collector', () => {
    const dir = folder()
    const spool = Spool.open(dir)
    const big = 'x'.repeat(Math.floor(limits.spoolSegmentBytes / 2))
    for (let count = 0; count < 6; count += 1) {
      spool.enqueue(() => big)
      spool.flush()
    }
    const before = readdirSync(dir).length
    spool.commit(6)
    expect(readdirSync(dir).length).toBeLessThan(before)
    expect(all(spool)).toEqual([])
    spool.close()
  })

  it('has every record that it said is durable after the process was killed', async () => {
    const dir = folder()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'spool-forever.ts'), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let durable = 0
    for await (const line of createInterface({ input: child.stdout })) {
      durable = Number(line)
      if (durable > 500 && !child.killed) child.kill('SIGKILL')
    }
    const spool = Spool.open(dir)
    const seqs: number[] = []
    for (let records = all(spool); records.length > 0; records = all(spool)) {
      seqs.push(...records.map(({ seq }) => seq))
      spool.commit(seqs.at(-1) ?? 0)
    }
    expect(seqs.slice(0, durable)).toEqual(Array.from({ length: durable }, (_, index) => index + 1))
    spool.close()
  })
})
