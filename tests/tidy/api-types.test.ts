/** The dashboard's client knows the API as the collector has it today. */
import { readFileSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { cleanUp } from '../collector/harness.ts'
import { apiTypesFile, apiTypesNow } from '../dashboard/api-types.ts'

afterAll(cleanUp)

it('has types of the API that are fresh', async () => {
  const isFresh = readFileSync(apiTypesFile, 'utf8') === (await apiTypesNow())
  expect(isFresh, 'the API has changed: run `npm run api-types` and commit what it writes').toBe(
    true,
  )
})
