/** An HR export as a file that the HR system writes again and again, or fetched from it over HTTPS. */
import { createReadStream, readFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import Type from 'typebox'
import { limits } from '../../../../events/limits.ts'
import { feed } from '../feed.ts'

const isUrl = (source: string): boolean => /^https?:\/\//.test(source)

export const csv = feed({
  name: 'csv',
  summary: 'An HR export (CSV or XLSX) from a path or an https address',
  options: Type.Object({
    source: Type.String({
      pattern: '^(/|https://|http://(localhost|127\\.0\\.0\\.1)[:/])',
      maxLength: 4096,
      description: 'A path, or an address that answers with the table',
    }),
    token_file: Type.Optional(
      Type.String({ minLength: 1, description: 'Sent as `Authorization: Bearer`' }),
    ),
  }),
  fault: ({ source, token_file }) =>
    token_file !== undefined && !isUrl(source) ? 'token_file: is for addresses only' : undefined,
  place: ({ source }) => source.replace(/\?.*$/, ''),
  async read({ options: { source, token_file: tokenFile }, now, signal }) {
    if (!isUrl(source)) {
      const { mtimeMs } = await stat(source)
      return { body: createReadStream(source), asOf: Math.floor(mtimeMs) }
    }
    const token = tokenFile === undefined ? undefined : readFileSync(tokenFile, 'utf8').trim()
    const reply = await fetch(source, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      // A redirect could lead the token, or the company's people, elsewhere.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limits.feedReadMs)]),
    })
    if (!reply.ok || !reply.body) throw new Error(`the HR system answered ${reply.status}`)
    const made = Date.parse(reply.headers.get('last-modified') ?? '')
    const body = Readable.from(reply.body)
    return { body, asOf: Number.isFinite(made) ? Math.min(made, now()) : now() }
  },
})
