/** The spool: first in, first out in each lane, sealed, durable, and honest about what it lost. */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { Spool, type SpoolOptions } from '../../agent/spool/spool.ts'
import { limits } from '../../events/limits.ts'
import { urgentSeqFirst } from '../../events/wire.ts'

const folders: string[] = []
const folder = () => {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-spool-'))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const key = Buffer.alloc(32, 7)
const open = (dir: string, options?: SpoolOptions) => Spool.open(dir, key, options)
const text = (seq: number) => JSON.stringify({ seq })
const nextLease = (spool: Spool) => spool.lease(10_000, Number.MAX_SAFE_INTEGER)
const leased = (spool: Spool) => nextLease(spool).records.map(({ seq }) => seq)
const segments = (dir: string) =>
  readdirSync(dir)
    .filter(name => /^\d{16}\.(urgent|routine)$/.test(name))
    .toSorted()
const last = (dir: string) => join(dir, segments(dir).at(-1) ?? '')

/** Everything that is left, in the order in which it would be sent. */
function drain(spool: Spool): { seq: number; text: string }[] {
  const drained: { seq: number; text: string }[] = []
  for (let lease = nextLease(spool); lease.records.length > 0; lease = nextLease(spool)) {
    for (const { seq, payload } of lease.records) drained.push({ seq, text: payload.toString() })
    spool.commit(lease)
  }
  return drained
}

describe('a spool', () => {
  it('gives records of each lane in order, the urgent ones first, until they are committed, across restarts', () => {
    const step = fc.constantFrom('routine', 'urgent', 'commit', 'reopen')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const dir = folder()
        let spool = open(dir)
        const left: Record<'urgent' | 'routine', number[]> = { urgent: [], routine: [] }
        const next = { urgent: urgentSeqFirst, routine: 1 }
        for (const what of steps) {
          if (what === 'routine' || what === 'urgent') {
            expect(spool.enqueue(text, what)).toBe(next[what])
            left[what].push(next[what])
            next[what] += 1
          } else if (what === 'commit') {
            spool.flush()
            const lease = spool.lease(1, 1e9)
            spool.commit(lease)
            if (lease.records.length > 0) left[lease.lane].shift()
          } else {
            spool.close()
            spool = open(dir)
          }
          spool.flush()
          const first = left.urgent.length > 0 ? left.urgent : left.routine
          expect(spool.lease(3, 1e9).records.map(({ seq }) => seq)).toEqual(first.slice(0, 3))
          expect(spool.state.waiting).toBe(left.urgent.length + left.routine.length)
        }
        expect(drain(spool).map(({ seq }) => seq)).toEqual([...left.urgent, ...left.routine])
        spool.close()
      }),
      { numRuns: 50 },
    )
  })

  it('has every whole record, and no other, wherever the power went', () => {
    const dir = folder()
    const spool = open(dir)
    const sizes = [0]
    for (let count = 0; count < 2; count += 1) {
      spool.enqueue(seq => `record ${seq}`)
      spool.flush()
      sizes.push(readFileSync(last(dir)).length)
    }
    spool.close()
    const bytes = readFileSync(last(dir))
    const name = segments(dir)[0] ?? ''
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const torn = folder()
      writeFileSync(join(torn, name), bytes.subarray(0, cut))
      const again = open(torn)
      const whole = sizes.filter(size => size > 0 && size <= cut).length
      expect(again.damage.isChanged).toBe(false)
      const added = again.enqueue(seq => `record ${seq}`)
      again.flush()
      expect(drain(again)).toEqual(
        Array.from({ length: whole + 1 }, (_, index) => ({
          seq: index + 1,
          text: `record ${index + 1}`,
        })),
      )
      expect(added).toBe(whole + 1)
      again.close()
    }
  })

  it('survives garbage behind its records and a cursor that makes no sense', () => {
    const dir = folder()
    const spool = open(dir)
    spool.enqueue(text)
    spool.close()
    appendFileSync(last(dir), Buffer.alloc(5000, 0xff))
    writeFileSync(join(dir, 'routine.committed'), 'not a number')
    const again = open(dir)
    expect(leased(again)).toEqual([1])
    expect(again.damage.bytes).toBe(5000)
    again.close()
  })

  it('shows nothing of its content to whoever has no key', () => {
    const dir = folder()
    const spool = open(dir)
    spool.enqueue(() => 'anna@example.com')
    spool.close()
    expect(readFileSync(last(dir)).includes('anna')).toBe(false)
    const copy = folder()
    cpSync(dir, copy, { recursive: true })
    const stranger = Spool.open(copy, Buffer.alloc(32, 8))
    expect([leased(stranger), stranger.damage.isChanged]).toEqual([[], true])
    stranger.close()
  })

  it('does not take a record that somebody wrote or moved, and says so', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (where, flip) => {
        const dir = folder()
        const spool = open(dir)
        for (let count = 0; count < 3; count += 1) spool.enqueue(text)
        spool.close()
        const bytes = readFileSync(last(dir))
        const header = 24
        const frame = (bytes.length - header) / 3
        // The second frame, sequence number and content, with a checksum that fits again.
        const at = header + frame + 8 + (where % (frame - 8))
        bytes[at] = (bytes[at] ?? 0) ^ flip
        const start = header + frame
        bytes.writeUInt32LE(crc32(bytes.subarray(start + 8, start + frame)), start + 4)
        writeFileSync(last(dir), bytes)
        const again = open(dir)
        expect([leased(again), again.damage]).toEqual([[1], { bytes: 2 * frame, isChanged: true }])
        again.close()
      }),
      { numRuns: 40 },
    )
  })

  it('reads an old spool that was not encrypted, once', () => {
    const dir = folder()
    const plain = (seq: number) => {
      const payload = Buffer.from(text(seq))
      const frame = Buffer.alloc(16 + payload.length)
      frame.writeUInt32LE(payload.length, 0)
      frame.writeBigUInt64LE(BigInt(seq), 8)
      payload.copy(frame, 16)
      frame.writeUInt32LE(crc32(frame.subarray(8)), 4)
      return frame
    }
    const old = join(dir, '0000000000000004.spool')
    writeFileSync(old, Buffer.concat([4, 5, 6].map(plain)))
    writeFileSync(join(dir, 'committed'), '4')
    const before = folder()
    cpSync(dir, before, { recursive: true })
    const spool = open(dir)
    expect(leased(spool)).toEqual([5, 6])
    expect(spool.enqueue(text)).toBe(7)
    spool.close()
    expect([existsSync(old), existsSync(join(dir, 'committed'))]).toEqual([false, false])
    // The power went after the records were written anew and before the old files were gone.
    cpSync(before, dir, { recursive: true })
    const again = open(dir)
    expect(leased(again)).toEqual([5, 6, 7])
    again.close()
  })

  it('refuses a record that is too large, counts it, and leaves a gap that the collector sees', () => {
    const spool = open(folder())
    spool.enqueue(() => 'x'.repeat(limits.eventBytesMax + 1))
    spool.enqueue(text)
    spool.flush()
    expect(leased(spool)).toEqual([2])
    expect([...spool.losses]).toEqual([['larger than an event may be', 1]])
    spool.close()
  })

  it('removes segments whose records are all with the collector', () => {
    const dir = folder()
    const spool = open(dir)
    const big = 'x'.repeat(Math.floor(limits.spoolSegmentBytes / 2))
    for (let count = 0; count < 6; count += 1) {
      spool.enqueue(() => big)
      spool.flush()
    }
    const before = readdirSync(dir).length
    drain(spool)
    expect(readdirSync(dir).length).toBeLessThan(before)
    expect(spool.state.waiting).toBe(0)
    spool.close()
  })

  it('begins where it is told when it has no record of its own', () => {
    const spool = open(folder(), { firstSeq: 77 })
    expect([spool.enqueue(text), spool.enqueue(text, 'urgent')]).toEqual([77, urgentSeqFirst + 76])
    spool.close()
  })
})

describe('a spool that is full', () => {
  const big = 'x'.repeat(limits.spoolSegmentBytes)
  const fill = (dir: string, options: SpoolOptions) => {
    const spool = open(dir, options)
    for (let count = 0; count < 6; count += 1) {
      spool.enqueue(() => big.slice(0, limits.eventBytesMax))
      spool.flush()
    }
    return spool
  }
  const bytesMax = 4.5 * limits.spoolSegmentBytes

  it('keeps what it has, and gives up the oldest routine records only for what is urgent', () => {
    const spool = fill(folder(), { bytesMax })
    expect(spool.losses.get('the spool was full')).toBe(2)
    spool.enqueue(() => big.slice(0, limits.eventBytesMax), 'urgent')
    spool.flush()
    expect(spool.losses.get('the spool was full')).toBe(3)
    expect(drain(spool).map(({ seq }) => seq)).toEqual([urgentSeqFirst, 2, 3, 4])
    spool.close()
  })

  it('gives up what nobody fetched for too long, counted', () => {
    const dir = folder()
    fill(dir, {}).close()
    for (const name of segments(dir).slice(0, 2)) utimesSync(join(dir, name), 1000, 1000)
    const later = open(dir, { ageMsMax: 3_600_000 })
    expect([...later.losses]).toEqual([['too long offline', 2]])
    expect(later.state.waiting).toBe(4)
    later.close()
  })
})

describe('a process that is killed', () => {
  it('has every record in the spool that it said is durable', async () => {
    const dir = folder()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'spool-forever.ts'), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let durable = 0
    for await (const line of createInterface({ input: child.stdout })) {
      durable = Number(line)
      if (durable > 500 && !child.killed) child.kill('SIGKILL')
    }
    const spool = open(dir)
    const seqs = new Set(drain(spool).map(({ seq }) => seq))
    expect([...seqs].filter(seq => seq < urgentSeqFirst).length).toBeGreaterThanOrEqual(durable)
    for (let seq = 1; seq <= durable; seq += 1) expect(seqs.has(seq)).toBe(true)
    const urgent = [...seqs].filter(seq => seq >= urgentSeqFirst)
    expect(urgent.length).toBeGreaterThanOrEqual(durable / 4)
    expect(urgent.at(-1)).toBe(urgentSeqFirst + urgent.length - 1)
    spool.close()
  })

  it('that could not write a header leaves nothing behind', () => {
    const dir = folder()
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, '0000000000000001.urgent'), 'CKSP')
    const spool = open(dir)
    expect(spool.enqueue(text, 'urgent')).toBe(urgentSeqFirst)
    spool.close()
    truncateSync(last(dir), 24)
    const again = open(dir)
    expect(segments(dir)).toEqual([])
    again.close()
  })
})
