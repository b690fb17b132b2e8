/** A full disk under the collector: it refuses what it cannot keep, keeps what it acknowledged, and takes events again when there is room. */
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { noSmallDisk, type SmallDisk, smallDisk } from '../small-disk.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, startRig } from './harness.ts'

let disk: SmallDisk | undefined
afterEach(async () => {
  await cleanUp()
  disk?.remove()
})
if (noSmallDisk !== undefined) console.warn(`skipped: collector on a full disk (${noSmallDisk})`)

it.skipIf(noSmallDisk !== undefined)(
  'a full disk refuses batches with words, loses nothing acknowledged, and is got over',
  { timeout: 90_000 },
  async () => {
    disk = smallDisk(16)
    const rig = await startRig({ dir: join(disk.dir, 'data') })
    await fillCompany(rig)
    const agent = await enrolAgent(rig)
    const post = (seq: number) => {
      const event = copyEvent(rig, agent.id, { uid: `event-${seq}`, account: 'mira', count: 30 })
      return agent.post([{ seq, event }])
    }
    expect((await post(1)).body.acknowledged).toBe(1)
    disk.fill()
    let acknowledged = 1
    let refusal = await post(2)
    // What the files have allocated already is used up first.
    while (refusal.status === 200) {
      acknowledged += 1
      refusal = await post(acknowledged + 1)
    }
    expect(refusal.status).toBe(507)
    expect(refusal.body.error).toMatchObject({ code: 'ERR_DISK_FULL' })
    expect(refusal.body.error.message).toContain('free some space')
    disk.free()
    const { body } = await post(acknowledged + 1)
    expect(body).toMatchObject({ accepted: 1, duplicates: 0 })
    const again = await rig.restart()
    expect(again.collector.parts.journal.lastSeq(agent.id)).toBe(acknowledged + 1)
  },
)
