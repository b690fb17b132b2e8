/** A full disk under the spool: what it had stays, what found no room is counted, and told as soon as it can write again. */
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { lossTeller } from '../../agent/loss.ts'
import { Spool } from '../../agent/spool/spool.ts'
import { noSmallDisk, type SmallDisk, smallDisk } from '../small-disk.ts'

let disk: SmallDisk | undefined
afterEach(() => disk?.remove())
if (noSmallDisk !== undefined) console.warn(`skipped: spool on a full disk (${noSmallDisk})`)

const key = Buffer.alloc(32, 7)
const bytesOfRecord = 10_000

it.skipIf(noSmallDisk !== undefined)(
  'a full disk costs only what found no room, and the loss is told when there is some again',
  () => {
    disk = smallDisk(1)
    const told: number[] = []
    const spool = Spool.open(join(disk.dir, 'spool'), key)
    spool.onRecords(
      lossTeller(spool.losses, (reason, lost) => {
        expect(reason).toBe('the disk was full')
        told.push(lost)
      }),
    )
    const put = () => {
      const seq = spool.enqueue(at => `${at} ${'x'.repeat(bytesOfRecord)}`)
      spool.flush()
      return seq
    }
    const kept = [put(), put()]
    disk.fill()
    for (let lost = 0; lost < 3; lost += 1) put()
    expect([spool.state.lost, told]).toEqual([3, []])
    disk.free()
    kept.push(put(), put())
    expect(told).toEqual([3])
    spool.close()
    const again = Spool.open(join(disk.dir, 'spool'), key)
    expect(again.lease(100, Number.MAX_SAFE_INTEGER).records.map(({ seq }) => seq)).toEqual(kept)
    again.close()
  },
)

it.skipIf(noSmallDisk !== undefined)('a disk full from the start stops nothing', () => {
  disk = smallDisk(1)
  const spool = Spool.open(join(disk.dir, 'spool'), key)
  disk.fill()
  spool.enqueue(() => 'x'.repeat(bytesOfRecord))
  spool.flush()
  disk.free()
  const seq = spool.enqueue(() => 'y')
  spool.flush()
  expect(spool.lease(100, 1e6).records.map(record => record.seq)).toEqual([seq])
  spool.close()
})
