/** Gives a held export out: byte for byte, or under the conditions of who approved it. */
import { randomInt, randomUUID } from 'node:crypto'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Terms } from '../approvals/export-request.ts'
import type { HeldExport } from '../journal/gateway-decisions.ts'
import type { Desk } from './exchange.ts'
import type { ResponseHeaders } from './headers.ts'
import { judge } from './judge.ts'
import { register, tellExport } from './report.ts'
import type { Sealed } from './sealed-file.ts'
import { changesNothing, underTerms } from './terms.ts'
import { codingsOf, unpacked } from './unpacking.ts'

/** What must be known of a file to make another of it under terms. */
export type Source = Pick<HeldExport, 'id' | 'headers' | 'person' | 'user' | 'canaries'> & {
  readonly facts: Pick<HeldExport['facts'], 'bytes' | 'sha256' | 'rows'>
}

/** What is given out. */
export interface Released {
  readonly headers: ResponseHeaders
  readonly body: AsyncIterable<Uint8Array>
  /** To be called once all of it was taken: it is registered, told, and deleted here. */
  done(address: string): Promise<void>
}

export interface Body {
  readonly id: string
  readonly encoding: string
  readonly sealed: Sealed
  /** Ids of canaries that were put among its rows. */
  readonly canaries: readonly number[]
}

const encodingOf = ({ headers }: Source): string =>
  [headers['content-encoding'] ?? ''].flat().join()

async function textOf(held: Source, desk: Desk): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of unpacked(desk.spool.read(held.id), codingsOf(encodingOf(held)) ?? [])) {
    bytes += part.length
    if (bytes > limits.gatewayTermsBytesMax) {
      throw new Fault(
        'ERR_INPUT_TOO_LARGE',
        'the conditions of the approval cannot be applied to so large a file; ask for it in parts',
      )
    }
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Makes canaries that belong to this export's person, and their rows. */
async function canaryRowsFor(
  held: Source,
  desk: Desk,
  { header, rows }: { header: readonly string[]; rows: readonly (readonly string[])[] },
): Promise<{ ids: readonly number[]; rows: readonly (readonly string[])[] }> {
  const domains = desk.settings.canary_domains
  if (domains.length === 0) {
    throw new Fault(
      'ERR_SETUP_MISSING',
      'the approval asks for canaries, and gateway.canary_domains names no domain for their addresses',
    )
  }
  const { plantCanaries } = await import('../exports/canaries.ts')
  const { canaryRows } = await import('../exports/canary-rows.ts')
  const { rebuildFilter } = await import('../customers/rebuild-filter.ts')
  const owner = { export: null, person: held.person }
  const share = desk.baseShare.begin()
  const count = Math.max(1, held.canaries)
  const ids = plantCanaries({ count, domains, owner }, desk)
  const shown = desk.base.canaries.list(count).map(canary => canary.shown)
  rebuildFilter(desk.base)
  await share()
  const data = { ...owner, domains: [...domains], canaries: ids }
  await desk.decide({ user: held.user }, [{ kind: 'canaries.planted', data }])
  return { ids, rows: canaryRows(shown, { header, rows }, below => randomInt(below)) }
}

/** From now on a canary tells of this export, and not of its person alone. */
export async function nameExport(
  canaries: readonly number[],
  number: number,
  desk: Desk,
): Promise<void> {
  if (canaries.length === 0) return
  const share = desk.baseShare.begin()
  desk.base.canaries.wentOut(canaries, number)
  await share()
}

/** The body as it is given out: the held one, or a new one under the terms. */
export async function bodyFor(held: Source, terms: Terms, desk: Desk): Promise<Body> {
  const { bytes, sha256, rows } = held.facts
  if (changesNothing(terms, rows))
    return { id: held.id, encoding: encodingOf(held), sealed: { bytes, sha256 }, canaries: [] }
  let canaries: readonly number[] = []
  const text = await underTerms(await textOf(held, desk), terms, {
    canaryRows: async (header, models) => {
      const planted = await canaryRowsFor(held, desk, { header, rows: models })
      canaries = planted.ids
      return planted.rows
    },
    random: below => randomInt(below),
  })
  const id = randomUUID()
  const sealing = desk.spool.start(id)
  await sealing.write(Buffer.from(text))
  return { id, encoding: '', sealed: await sealing.end(), canaries }
}

/** What is in a body that lies in the spool. */
export async function lookInto(
  { id, encoding }: Pick<Body, 'id' | 'encoding'>,
  name: string,
  desk: Desk,
) {
  const reading = desk.recogniser.open(name, encoding)
  for await (const part of desk.spool.read(id)) await reading.push(part)
  return judge({ id, encoding, reading: reading.end() }, limits.scanMs, desk)
}

export function headersFor(held: Source, { encoding, sealed }: Body): ResponseHeaders {
  const { 'content-encoding': _, etag: __, 'content-range': ___, ...headers } = held.headers
  return {
    ...headers,
    ...(encoding === '' ? {} : { 'content-encoding': encoding }),
    'content-length': String(sealed.bytes),
    'cache-control': 'no-store',
  }
}

/** Prepares a held export under the terms of its approval. Throws Faults where the terms cannot be kept to. */
export async function release(held: HeldExport, terms: Terms, desk: Desk): Promise<Released> {
  const body = await bodyFor(held, terms, desk)
  const { facts: content, person, user, account, path, rule } = held
  const name = content.file
  const dropCopy = async () => {
    if (body.id !== held.id) await desk.spool.drop(body.id)
  }
  async function* given() {
    try {
      yield* desk.spool.read(body.id)
    } catch (error) {
      await dropCopy()
      throw error
    }
  }
  return {
    headers: headersFor(held, body),
    body: given(),
    async done(address) {
      const findings = await lookInto(body, name, desk)
      const { sealed } = body
      const number = await register({ findings, sealed }, { name, person, user }, desk)
      if (number !== undefined) await nameExport(body.canaries, number, desk)
      const data = { id: held.id, export: number ?? null, ...sealed }
      await desk.decide({ user }, [{ kind: 'gateway.released', data }])
      const told = { name, path, account, address, rule, hold: held.id, sealed, findings }
      tellExport({ ...told, app: content.app }, 'released', desk, number)
      await dropCopy()
      await desk.spool.drop(held.id)
    },
  }
}
