/** The collector is killed a hundred times while endpoints hand in. */
import { afterEach, expect, it } from 'vitest'
import { crashStorm } from '../collector/crash-storm.ts'
import { cleanUp } from '../collector/harness.ts'

afterEach(cleanUp)

it('killed a hundred times under load, it has every acknowledged event once and finds what it finds undisturbed', async () => {
  const { sent, calm, stormy } = await crashStorm(100, 100)
  console.log(
    `${sent} events, ${stormy.refusals} attempts refused, ${calm.findings.length} findings`,
  )
  expect(calm).toMatchObject({ events: { count: sent, repeated: [] } })
  expect(stormy.events).toEqual(calm.events)
  expect(stormy.findings).toEqual(calm.findings)
})
