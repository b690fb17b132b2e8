/** An evidence pack: an alert with its evidence to read and to parse, the proof that nothing was changed, and a program that checks it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { AlertDetail } from '../../events/api.ts'
import type { PublicKey } from '../../events/wire.ts'
import type { ChainLink } from '../audit/chain.ts'
import type { Entry, Journal } from '../journal/journal.ts'
import { pageOf } from './page.ts'

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex')
const portion = 1000

/** The readable parts of a pack by file name. */
export function filesOf(
  detail: AlertDetail,
  made: { madeBy: string; madeAt: number },
): Record<string, string> {
  return {
    'case.json': `${JSON.stringify({ ...made, ...detail }, null, 2)}\n`,
    'case.html': pageOf(detail, made),
  }
}

/** What the record of an export says of its files. */
export const digestsOf = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, data]) => [name, sha256(data)]))

/** Whether a decision, as its body says it, is about what the pack is of. */
type IsAbout = (body: string) => boolean

/** Decisions on an alert, the record of its exports among them. The look is cheap, and right: but for cases, ids of alerts are in no other place of a decision. */
export const aboutAlert =
  (alert: string): IsAbout =>
  body =>
    body.includes(`"alert":"${alert}"`) && !body.startsWith('{"kind":"case.')

/** Decisions on a case and on the alerts among its evidence. */
export const aboutCase =
  (id: string, alerts: readonly string[]): IsAbout =>
  body =>
    body.includes(`"case":"${id}"`) || alerts.some(alert => aboutAlert(alert)(body))

async function decisionsOn(isAbout: IsAbout, journal: Journal): Promise<readonly Entry[]> {
  const found: Entry[] = []
  for (let after = 0; ; ) {
    const entries = await journal.readTold(after, portion, 'decision')
    const last = entries.at(-1)
    if (!last) return found
    found.push(...entries.filter(({ body }) => isAbout(body)))
    after = last.offset
  }
}

/** The part of the chain from the first decision on it to the first signature that covers the last one: others may have decided in the same commit, of which only the end is signed. */
export async function proofOf(
  isAbout: IsAbout,
  { journal, key }: { journal: Journal; key: PublicKey },
) {
  const decisions = await decisionsOn(isAbout, journal)
  const first = decisions[0]?.offset ?? 0
  const end = decisions.at(-1)?.offset ?? 0
  const after = journal.chainLinks(first)
  const signed = after.findIndex(({ offset, signature }) => offset >= end && signature !== null)
  const links =
    signed < 0 ? after.filter(({ offset }) => offset <= end) : after.slice(0, signed + 1)
  return {
    key,
    previous: previousOf(links, journal),
    links,
    bodies: Object.fromEntries(decisions.map(({ offset, body }) => [offset, body])),
  }
}

/** The hash before the first link of the part. */
function previousOf(links: readonly ChainLink[], journal: Journal): string {
  const position = links[0]?.position ?? 1
  const before =
    position > 1 ? journal.chainLinks(0).find(link => link.position === position - 1) : undefined
  return before?.hash ?? '0'.repeat(64)
}

/** The zip (RFC-less, PKWARE APPNOTE 6.3) of a pack. */
export function zipOf(files: Readonly<Record<string, string>>, proof: object): Uint8Array {
  const verifier = readFileSync(join(import.meta.dirname, 'verify.mjs'), 'utf8')
  const all = { ...files, 'proof.json': `${JSON.stringify(proof)}\n`, 'verify.mjs': verifier }
  return zipSync(
    Object.fromEntries(Object.entries(all).map(([name, data]) => [name, strToU8(data)])),
  )
}
