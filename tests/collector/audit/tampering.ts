/** Ways to tamper with a journal, each as somebody with write access to the file but without the signing key would do it. */
import { createHash } from 'node:crypto'
import { bodyDigest, linkHash } from '../../../collector/audit/chain.ts'
import type { Entry } from '../../../collector/journal/journal.ts'
import type { Database } from '../../../collector/store/database.ts'

/** Numbers from a seed (mulberry32). */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

interface Link {
  readonly position: number
  readonly offset: number
}

export interface Scene {
  readonly database: Database
  readonly links: readonly Link[]
  readonly roll: (below: number) => number
}

/** Tampers, and says which positions of the chain the report must point at (any of them). */
type Tampering = (scene: Scene) => readonly number[]

const pick = ({ links, roll }: Scene): Link =>
  links[roll(links.length)] ?? { position: 0, offset: 0 }

/** Two different links. */
function pair(scene: Scene): [Link, Link] {
  const first = pick(scene)
  for (;;) {
    const second = pick(scene)
    if (second.position !== first.position) return [first, second]
  }
}

const bodyOf = (database: Database, offset: number): string =>
  database
    .prepare<[number], { body: string }>('SELECT body FROM entry WHERE offset = ?')
    .get(offset)?.body ?? ''

const setBody = (database: Database, offset: number, body: string) =>
  database.prepare('UPDATE entry SET body = ? WHERE offset = ?').run(body, offset)

/** Makes the chain fit what the entries say now, from the first link on: all that is missing then is the key. */
function rehash(database: Database): void {
  const rows = database
    .prepare<
      [],
      {
        offset: number
        kind: Entry['kind']
        source: string
        seq: number
        time_ms: number
        received_ms: number
        body: string
      }
    >(`SELECT * FROM entry WHERE kind = 'decision' ORDER BY offset`)
    .all()
  const signatures = new Map(
    database
      .prepare<[], { offset: number; signature: Uint8Array | null }>(
        'SELECT offset, signature FROM chain',
      )
      .all()
      .map(row => [row.offset, row.signature]),
  )
  database.exec('DELETE FROM chain')
  let hash: Uint8Array = new Uint8Array(32)
  for (const [index, row] of rows.entries()) {
    const digest = bodyDigest(row.body)
    hash = linkHash(
      hash,
      index + 1,
      { ...row, time: row.time_ms, receivedAt: row.received_ms },
      digest,
    )
    database
      .prepare('INSERT INTO chain VALUES (?, ?, ?, ?, ?)')
      .run(index + 1, row.offset, digest, hash, signatures.get(row.offset) ?? null)
  }
}

const from = (links: readonly Link[], position: number): number[] =>
  links.map(link => link.position).filter(other => other >= position)

export const tamperings: Readonly<Record<string, Tampering>> = {
  'a character of a body': scene => {
    const { position, offset } = pick(scene)
    const body = bodyOf(scene.database, offset)
    const at = scene.roll(body.length)
    const other = body[at] === 'x' ? 'y' : 'x'
    setBody(scene.database, offset, body.slice(0, at) + other + body.slice(at + 1))
    return [position]
  },
  'a field of an entry': scene => {
    const { position, offset } = pick(scene)
    const field = ['time_ms', 'received_ms', 'seq'][scene.roll(3)]
    scene.database
      .prepare(`UPDATE entry SET ${field} = ${field} + ? WHERE offset = ?`)
      .run(1 + scene.roll(1000), offset)
    return [position]
  },
  'the source of an entry': scene => {
    const { position, offset } = pick(scene)
    scene.database.prepare(`UPDATE entry SET source = source || 'x' WHERE offset = ?`).run(offset)
    return [position]
  },
  'the kind of an entry': scene => {
    const { position, offset } = pick(scene)
    scene.database.prepare(`UPDATE entry SET kind = 'finding' WHERE offset = ?`).run(offset)
    return [position]
  },
  'an emptied body': scene => {
    const { position, offset } = pick(scene)
    setBody(scene.database, offset, '')
    return [position]
  },
  'a removed entry': scene => {
    const { position, offset } = pick(scene)
    scene.database.prepare('DELETE FROM entry WHERE offset = ?').run(offset)
    return [position]
  },
  'an entry removed with its link': scene => {
    const { position, offset } = pick(scene)
    scene.database.prepare('DELETE FROM entry WHERE offset = ?').run(offset)
    scene.database.prepare('DELETE FROM chain WHERE offset = ?').run(offset)
    return [position]
  },
  'an entry removed, the chain made anew': scene => {
    const { position, offset } = pick(scene)
    scene.database.prepare('DELETE FROM entry WHERE offset = ?').run(offset)
    rehash(scene.database)
    return from(scene.links, position)
  },
  'a body changed, the chain made anew': scene => {
    const { position, offset } = pick(scene)
    setBody(scene.database, offset, `${bodyOf(scene.database, offset)} `)
    rehash(scene.database)
    return from(scene.links, position)
  },
  'two bodies swapped': scene => {
    const [one, two] = pair(scene)
    const body = bodyOf(scene.database, one.offset)
    setBody(scene.database, one.offset, bodyOf(scene.database, two.offset))
    setBody(scene.database, two.offset, body)
    return [one.position, two.position]
  },
  'two entries swapped': scene => {
    const [one, two] = pair(scene)
    const move = scene.database.prepare('UPDATE entry SET offset = ? WHERE offset = ?')
    move.run(-1, one.offset)
    move.run(one.offset, two.offset)
    move.run(two.offset, -1)
    return [one.position, two.position]
  },
  'two links swapped': scene => {
    const [one, two] = pair(scene)
    const move = scene.database.prepare('UPDATE chain SET position = ? WHERE position = ?')
    move.run(-1, one.position)
    move.run(one.position, two.position)
    move.run(two.position, -1)
    return [one.position, two.position]
  },
  'the end cut off': scene => {
    const { position, offset } = pick(scene)
    scene.database.prepare('DELETE FROM entry WHERE offset >= ?').run(offset)
    scene.database.prepare('DELETE FROM chain WHERE offset >= ?').run(offset)
    return from(scene.links, position)
  },
  'an entry added': scene => {
    const at = scene.database
      .prepare<[], { next: number }>('SELECT max(offset) + 1 AS next FROM entry')
      .get()?.next
    scene.database
      .prepare(`INSERT INTO entry VALUES (?, 'decision', ?, 0, 1, 1, '{}')`)
      .run(at, `decision:${scene.roll(1e9)}`)
    return []
  },
  'an entry added, the chain made longer': scene => {
    tamperings['an entry added']?.(scene)
    rehash(scene.database)
    return [scene.links.length + 1]
  },
  "a link's hash": scene => {
    const { position } = pick(scene)
    const other = createHash('sha256')
      .update(String(scene.roll(1e9)))
      .digest()
    scene.database.prepare('UPDATE chain SET hash = ? WHERE position = ?').run(other, position)
    return [position, position + 1]
  },
  'a signature': scene => {
    const signed = scene.database
      .prepare<[], { position: number; signature: Uint8Array }>(
        'SELECT position, signature FROM chain WHERE signature IS NOT NULL',
      )
      .all()
    const { position, signature } = signed[scene.roll(signed.length)] ?? {
      position: 0,
      signature: new Uint8Array(64),
    }
    const other = Buffer.from(signature)
    const at = scene.roll(64)
    other.writeUInt8(other.readUInt8(at) ^ (1 << scene.roll(8)), at)
    scene.database.prepare('UPDATE chain SET signature = ? WHERE position = ?').run(other, position)
    return [position]
  },
}
