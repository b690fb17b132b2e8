/** `npm run api-types`: writes the types of the dashboard's client from the OpenAPI document of this collector. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeApiTypes } from '../../dashboard/api-types/write.ts'
import { cleanUp, startRig } from '../collector/harness.ts'

/** Where the generated types are. */
export const apiTypesFile = join(import.meta.dirname, '../../dashboard/src/collector-api.gen.ts')

/** The types as they must be now: a collector starts in a folder of its own and is asked. */
export async function apiTypesNow(): Promise<string> {
  const { collector } = await startRig()
  const document = JSON.parse(JSON.stringify(collector.app.swagger()))
  return writeApiTypes(document)
}

if (import.meta.main) {
  writeFileSync(apiTypesFile, await apiTypesNow())
  await cleanUp()
}
