/** A collector that is killed while it is at work. A hundred kills are in `tests/long`. */
import { afterEach, expect, it } from 'vitest'
import { crashStorm } from './crash-storm.ts'
import { cleanUp } from './harness.ts'

afterEach(cleanUp)

it('killed three times under load, it has every acknowledged event once and finds what it finds undisturbed', async () => {
  const { sent, calm, stormy } = await crashStorm(3, 20_261_125)
  expect(calm).toMatchObject({ events: { count: sent, repeated: [] } })
  expect(calm.findings.length).toBeGreaterThan(10)
  expect(stormy.refusals).toBeGreaterThan(0)
  expect(stormy.events).toEqual(calm.events)
  expect(stormy.findings).toEqual(calm.findings)
}, 180_000)
