/** Files at rest on endpoints become a list by owner: who may see whose, and how far the search is. */
import { afterEach, expect, it } from 'vitest'
import { fileAtRest, inventoryProgress } from '../../events/at-rest.ts'
import type { IslandList } from '../../events/islands.ts'
import { origin } from '../events/samples.ts'
import { copyEvent, fillCompany } from './company.ts'
import { cleanUp, enrolAgent, eventually, startRig } from './harness.ts'

afterEach(cleanUp)

it('lists files that hold customers of the base, by owner, until they hold none', async () => {
  const rig = await startRig()
  await fillCompany(rig)
  const agent = await enrolAgent(rig)
  const device = { ...origin.device, uid: agent.id }
  let seq = 0
  const post = (...events: object[]) =>
    agent.post(
      events.map(event => {
        seq += 1
        return { seq, event: { ...event, device } }
      }),
    )
  const list = async () => (await rig.call<IslandList>('GET', '/api/v1/islands')).body
  const atRest = (name: string, count: number) => {
    const facts = { uid: `${name}-${seq}-${count}`, account: 'anna', count }
    const { unmapped } = copyEvent(rig, agent.id, facts)
    const path = `/home/anna/${name}`
    return fileAtRest(origin, {
      ...{ uid: facts.uid, time: Date.now() + count, account: { name: 'anna', uid: '1000' } },
      ...{ path, name, parent: '/home/anna', sizeBytes: 400 },
      place: { kind: 'folder', label: 'anna', path: '/home/anna' },
      ...(count > 0 && unmapped.clientkeep.scan && { scan: unmapped.clientkeep.scan }),
    })
  }
  const progress = { state: 'running' as const, files: 90, done: 40, islands: 2 }
  await post(
    atRest('few.csv', 3),
    atRest('many.csv', 30),
    inventoryProgress(origin, { uid: 'progress', time: Date.now(), progress }),
  )
  const full = await eventually(async () => {
    const found = await list()
    return found.islands.length === 2 && found.searches.length === 1 ? found : undefined
  }, 'the list')
  expect(full).toMatchObject({
    islands: [
      { path: '~/many.csv', customers: 30, endpoint: 'lt-0231', owner: { departing: true } },
      { path: '~/few.csv', customers: 3 },
    ],
    searches: [{ endpoint: 'lt-0231', state: 'running', files: 90, done: 40 }],
    total: 2,
  })
  await post({ ...atRest('many.csv', 0), time: Date.now() + 1000 })
  await eventually(
    async () => ((await list()).islands.length === 1 ? true : undefined),
    'the file to be forgotten',
  )
})
