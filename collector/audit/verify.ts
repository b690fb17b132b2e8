/** Checks the chain over decisions of a journal against its signatures and against heads kept elsewhere. Reads only; needs no collector. */
import type { KeyObject } from 'node:crypto'
import Type from 'typebox'
import Value from 'typebox/value'
import type { Entry } from '../journal/journal.ts'
import type { Database } from '../store/database.ts'
import { bodyDigest, type ChainHead, isSigned, linkHash, origin, readHead } from './chain.ts'

/** What is wrong, and where: the position in the chain counts decisions from 1, the offset is the journal's. */
export interface ChainFault {
  readonly what: 'changed' | 'removed' | 're-ordered' | 'added' | 'truncated' | 'forged'
  readonly position: number | null
  readonly offset: number | null
  readonly message: string
}

export interface ChainReport {
  readonly decisions: number
  /** Decisions that were older than the chain when it was made: proven only from then on. */
  readonly adopted: number
  /** Bodies that a recorded retention dropped; their hashes are still proven. */
  readonly erased: number
  readonly signatures: number
  readonly heads: number
  readonly faults: readonly ChainFault[]
}

/** Heads that were kept outside of the journal, one compact JWS a line, with where they come from. */
export interface KeptHeads {
  readonly name: string
  readonly lines: readonly string[]
}

interface Row {
  readonly position: number
  readonly link_offset: number
  readonly body_digest: Uint8Array
  readonly hash: Uint8Array
  readonly signature: Uint8Array | null
  readonly offset: number | null
  readonly kind: Entry['kind']
  readonly source: string
  readonly seq: number
  readonly time_ms: number
  readonly received_ms: number
  readonly body: string
}

const Retention = Type.Object({
  kind: Type.Union([Type.Literal('retention.applied'), Type.Literal('person.forgotten')]),
  data: Type.Object({ decisions: Type.Array(Type.Integer()) }),
})

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const isSame = (left: Uint8Array, right: Uint8Array): boolean => hex(left) === hex(right)
const headOf = ({ position, link_offset: offset, hash }: Row): ChainHead => ({
  position,
  offset,
  hash: hex(hash),
})
const fault = (
  what: ChainFault['what'],
  position: number | null,
  offset: number | null,
  message: string,
): ChainFault => ({ what, position, offset, message })

function statements(database: Database) {
  return {
    links: database.prepare<[], Row>(
      `SELECT chain.position, chain.offset AS link_offset, body_digest, hash, signature, entry.*
       FROM chain LEFT JOIN entry ON entry.offset = chain.offset ORDER BY position`,
    ),
    hash: database.prepare<[number], { hash: Uint8Array }>(
      'SELECT hash FROM chain WHERE position = ?',
    ),
    holder: database.prepare<[Uint8Array, number], { position: number }>(
      'SELECT position FROM chain WHERE body_digest = ? AND position <> ?',
    ),
    unlinked: database.prepare<[], { offset: number }>(
      `SELECT offset FROM entry WHERE kind <> 'event' AND kind = 'decision' AND offset NOT IN (SELECT offset FROM chain)`,
    ),
    adopted: database.prepare<[], { adopted: number | null }>('SELECT adopted FROM chain_state'),
  }
}

/** Walks the links in order. What an entry should be is taken from its link, so that one fault hides no other. */
function walk(sql: ReturnType<typeof statements>, key: KeyObject) {
  const faults: ChainFault[] = []
  const erased = new Map<number, number>()
  const allowed = new Set<number>()
  let previous = origin
  let expected = 1
  let lastOffset = 0
  let isTrusted = true
  let signatures = 0
  let last: Row | undefined

  function checkEntry(row: Row): void {
    const { position, link_offset: offset, body } = row
    const where = `decision ${position} (journal offset ${offset})`
    if (row.offset === null) {
      faults.push(fault('removed', position, offset, `${where} is gone from the journal`))
      return
    }
    const digest = bodyDigest(body)
    if (body === '') erased.set(offset, position)
    else if (!isSame(digest, row.body_digest)) {
      const holder = sql.holder.get(digest, position)?.position
      faults.push(
        holder === undefined
          ? fault('changed', position, offset, `${where} does not say what it said`)
          : fault('re-ordered', position, offset, `${where} holds what decision ${holder} said`),
      )
      return
    }
    const entry = { ...row, offset, time: row.time_ms, receivedAt: row.received_ms }
    if (!isSame(linkHash(previous, position, entry, row.body_digest), row.hash))
      faults.push(
        fault('changed', position, offset, `${where}: its fields or its hash were changed`),
      )
    allow(body, allowed)
  }

  function checkSignature(row: Row): void {
    if (!row.signature) return
    signatures += 1
    if (isSigned(headOf(row), row.signature, key)) return
    // Everything after a rewritten link fails as well: the first says where.
    if (isTrusted)
      faults.push(
        fault(
          'forged',
          row.position,
          row.link_offset,
          `decision ${row.position} or one shortly before it was rewritten: its signature is not this collector's`,
        ),
      )
    isTrusted = false
  }

  for (const row of sql.links.iterate()) {
    if (row.position !== expected) {
      const gone = row.position - expected === 1 ? expected : `${expected} to ${row.position - 1}`
      faults.push(
        fault('removed', expected, null, `decision ${gone} and its link are gone from the journal`),
      )
    }
    if (row.link_offset <= lastOffset)
      faults.push(
        fault(
          're-ordered',
          row.position,
          row.link_offset,
          `decision ${row.position} lies before the one that it follows`,
        ),
      )
    checkEntry(row)
    checkSignature(row)
    previous = row.hash
    expected = row.position + 1
    lastOffset = row.link_offset
    last = row
  }
  for (const [offset, position] of erased)
    if (!allowed.has(offset))
      faults.push(
        fault(
          'removed',
          position,
          offset,
          `decision ${position} (journal offset ${offset}) was emptied, and no recorded retention or deletion says so`,
        ),
      )
  if (last && !last.signature)
    faults.push(
      fault(
        'truncated',
        last.position,
        last.link_offset,
        `the chain ends at decision ${last.position} without a signature: what came after it is gone`,
      ),
    )
  return { faults, erased: erased.size, signatures, decisions: expected - 1 }
}

/** Offsets whose bodies a recorded retention or deletion dropped. */
function allow(body: string, allowed: Set<number>): void {
  if (!/retention\.applied|person\.forgotten/.test(body)) return
  const value: unknown = JSON.parse(body)
  if (Value.Check(Retention, value)) for (const offset of value.data.decisions) allowed.add(offset)
}

/** A line that a crash tore while it was written is no fault: it says nothing. */
const isTorn = (line: string): boolean => !/^[\w-]+\.[\w-]+\.[\w-]{86}$/.test(line.trim())

function checkHeads(
  { name, lines }: KeptHeads,
  {
    hash,
    key,
    end,
  }: { hash: (position: number) => Uint8Array | undefined; key: KeyObject; end: number },
): { faults: ChainFault[]; heads: number } {
  const faults: ChainFault[] = []
  let heads = 0
  for (const [index, line] of lines.entries()) {
    if (isTorn(line)) continue
    const head = readHead(line, key)
    if (!head) {
      faults.push(
        fault('forged', null, null, `${name}:${index + 1}: not a head that this collector signed`),
      )
      continue
    }
    heads += 1
    const found = hash(head.position)
    if (found && hex(found) === head.hash) continue
    const isGone = head.position > end
    faults.push(
      isGone
        ? fault(
            'truncated',
            end + 1,
            null,
            `decisions ${end + 1} to ${head.position} are gone: ${name}:${index + 1} has seen them`,
          )
        : fault(
            'changed',
            head.position,
            head.offset,
            `decision ${head.position} or one before it is not what ${name}:${index + 1} has seen`,
          ),
    )
    break
  }
  return { faults, heads }
}

/** Verifies the chain. `kept` are heads from outside, without which a cut at the very end of a consistent older copy cannot be seen. */
export function verifyChain(
  database: Database,
  { key, kept }: { key: KeyObject; kept: readonly KeptHeads[] },
): ChainReport {
  const sql = statements(database)
  const { faults, erased, signatures, decisions } = walk(sql, key)
  const hash = (position: number) => sql.hash.get(position)?.hash
  const checked = kept.map(heads => checkHeads(heads, { hash, key, end: decisions }))
  const added = sql.unlinked
    .all()
    .map(({ offset }) =>
      fault('added', null, offset, `the decision at journal offset ${offset} is not in the chain`),
    )
  return {
    decisions,
    adopted: sql.adopted.get()?.adopted ?? 0,
    erased,
    signatures,
    heads: checked.reduce((sum, { heads }) => sum + heads, 0),
    faults: [...faults, ...added, ...checked.flatMap(result => result.faults)],
  }
}
