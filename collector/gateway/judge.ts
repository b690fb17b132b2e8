/** Finds out what is in a body that lies in the spool, in time or not at all. */
import type { Desk } from './exchange.ts'
import { type ExportFindings, exportFindings, unread } from './findings.ts'
import type { Reading } from './recogniser-wire.ts'

/** A body that came in whole. */
export interface SpooledBody {
  readonly id: string
  /** Content coding, '' for none. */
  readonly encoding: string
  readonly reading: Promise<Reading>
}

type Parts = Pick<Desk, 'base' | 'recogniser' | 'spool'>

/** What is in it, however long it takes. */
async function findingsOf(
  { id, encoding, reading }: SpooledBody,
  { base, recogniser, spool }: Parts,
  signal: AbortSignal,
): Promise<ExportFindings> {
  const read = await reading
  if ('failure' in read) return unread(read.failure)
  if ('outcome' in read) return exportFindings(read.outcome, read.head, base)
  const outcome = await spool.plainly(id, encoding, path => recogniser.file(path, signal))
  return exportFindings(outcome, '', base)
}

/** What is in it, or that it was not read within `deadlineMs`. Never rejects. */
export async function judge(
  body: SpooledBody,
  deadlineMs: number,
  parts: Parts,
): Promise<ExportFindings> {
  const late = new AbortController()
  const { promise: deadline, resolve } = Promise.withResolvers<ExportFindings>()
  const timer = setTimeout(() => {
    resolve(unread(`not read within ${Math.round(deadlineMs / 1000)} s`))
    late.abort(new Error('the deadline passed'))
  }, deadlineMs)
  try {
    return await Promise.race([findingsOf(body, parts, late.signal), deadline])
  } catch (error) {
    return unread(error instanceof Error ? error.message : String(error))
  } finally {
    clearTimeout(timer)
  }
}
