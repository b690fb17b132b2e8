/** Turns the collector's OpenAPI document into the types of the dashboard's client. Nothing of it is shipped. */
import openapi, { astToString, type OpenAPI3 } from 'openapi-typescript'

const header = `/** Types of the collector's API, written by \`npm run api-types\` from its OpenAPI document. Do not edit. */\n`

/** The source text of \`dashboard/src/collector-api.gen.ts\`. Rejects when the document is no OpenAPI 3. */
export async function writeApiTypes(document: OpenAPI3): Promise<string> {
  const nodes = await openapi(document, { alphabetize: true, emptyObjectsUnknown: true })
  return header + astToString(nodes)
}
