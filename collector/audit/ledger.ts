/** The chain's write side, inside the journal's transactions: each decision gets a link, each commit's last link a signature. */
import type { Entry } from '../journal/journal.ts'
import type { Database } from '../store/database.ts'
import {
  bodyDigest,
  type ChainLink,
  headText,
  linkHash,
  origin,
  type Signer,
  signHead,
} from './chain.ts'

export interface Ledger {
  /** Links a decision that was just inserted. */
  add(entry: Entry): void
  /** Signs the chain as it is now, where something was added; to be called before the commit. */
  seal(): void
  /** Forgets what was added since the last commit, after a rollback. */
  reset(): void
  /** The latest signed head as compact JWS; undefined before the first decision, or where nothing signs. */
  head(): string | undefined
  /** Links from an offset of the journal on, in order. */
  links(from: number): readonly ChainLink[]
}

interface Tail {
  readonly position: number
  readonly offset: number
  readonly hash: Uint8Array
}

interface Row {
  readonly offset: number
  readonly kind: Entry['kind']
  readonly source: string
  readonly seq: number
  readonly time_ms: number
  readonly received_ms: number
  readonly body: string
}

interface LinkRow extends Omit<Row, 'body'>, Tail {
  readonly body_digest: Uint8Array
  readonly signature: Uint8Array | null
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function statements(database: Database) {
  return {
    tail: database.prepare<[], Tail>(
      'SELECT position, offset, hash FROM chain ORDER BY position DESC LIMIT 1',
    ),
    add: database.prepare<[number, number, Uint8Array, Uint8Array]>(
      'INSERT INTO chain (position, offset, body_digest, hash) VALUES (?, ?, ?, ?)',
    ),
    sign: database.prepare<[Uint8Array, number]>(
      'UPDATE chain SET signature = ? WHERE position = ?',
    ),
    signed: database.prepare<[], Tail & { readonly signature: Uint8Array }>(
      `SELECT position, offset, hash, signature FROM chain WHERE signature IS NOT NULL
       ORDER BY position DESC LIMIT 1`,
    ),
    links: database.prepare<[number], LinkRow>(
      `SELECT position, chain.offset, kind, source, seq, time_ms, received_ms, body_digest, hash, signature
       FROM chain JOIN entry ON entry.offset = chain.offset WHERE chain.offset >= ? ORDER BY position`,
    ),
    adopted: database.prepare<[], { adopted: number | null }>('SELECT adopted FROM chain_state'),
    setAdopted: database.prepare<[number]>('UPDATE chain_state SET adopted = ?'),
    decisions: database.prepare<[number], Row>(
      `SELECT * FROM entry WHERE kind <> 'event' AND kind = 'decision' AND offset > ? ORDER BY offset LIMIT 1000`,
    ),
  }
}

/** Opens the chain of a journal. One that is from before there was a chain gets links for the decisions that it holds, once. */
export function openLedger(database: Database, sign: Signer | undefined): Ledger {
  const sql = statements(database)
  const start: Tail = { position: 0, offset: 0, hash: origin }
  let tail = sql.tail.get() ?? start
  let isOpen = false

  function add({ body, ...entry }: Entry): void {
    const position = tail.position + 1
    const digest = bodyDigest(body)
    const hash = linkHash(tail.hash, position, entry, digest)
    sql.add.run(position, entry.offset, digest, hash)
    tail = { position, offset: entry.offset, hash }
    isOpen = true
  }

  function seal(): void {
    if (!isOpen) return
    isOpen = false
    if (!sign) return
    const { position, offset, hash } = tail
    sql.sign.run(signHead({ position, offset, hash: hex(hash) }, sign), position)
  }

  function adopt(): void {
    for (let after = 0; ; ) {
      const rows = sql.decisions.all(after)
      const last = rows.at(-1)
      if (!last) break
      for (const { time_ms, received_ms, ...row } of rows)
        add({ ...row, time: time_ms, receivedAt: received_ms })
      after = last.offset
    }
    seal()
    sql.setAdopted.run(tail.position)
  }

  if (!database.readonly && tail === start && sql.adopted.get()?.adopted === null)
    database.transaction(adopt).immediate()

  return {
    add,
    seal,
    reset: () => {
      tail = sql.tail.get() ?? start
      isOpen = false
    },
    head: () => {
      const row = sql.signed.get()
      return row && headText({ ...row, hash: hex(row.hash) }, row.signature)
    },
    links: from =>
      sql.links.all(from).map(({ body_digest, hash, signature, time_ms, received_ms, ...row }) => ({
        ...row,
        time: time_ms,
        receivedAt: received_ms,
        body_digest: hex(body_digest),
        hash: hex(hash),
        signature: signature === null ? null : Buffer.from(signature).toString('base64url'),
      })),
  }
}
