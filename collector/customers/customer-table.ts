/** Customers as rows of the base's file. Knows nothing of tokens. */
import { randomInt } from 'node:crypto'
import type { Database } from '../store/database.ts'
import type { CustomerRecord } from './record.ts'

/** A customer as an import saves it. */
export interface SavedCustomer {
  readonly record: CustomerRecord
  /** Of the row that it was read from: the same at the next import means that nothing changed. */
  readonly digest: number
  /** Which kind of file it came from: what a later file of that kind lacks is gone. */
  readonly layout: string
}

export interface CustomerTable {
  total(): number
  find(identity: string): number | undefined
  load(id: number): CustomerRecord | undefined
  /** Adds or replaces; gives the id. */
  save(customer: SavedCustomer): number
  /** Customers from places all over the table, canaries left out; fewer where there are fewer. */
  sample(count: number): CustomerRecord[]
  /** Customers that are not in the index yet, or changed since. */
  unindexed(): IterableIterator<{ id: number; record: CustomerRecord }>
  markIndexed(): void
  /** All customers are to be indexed again. */
  markUnindexed(): void
  /** The digest and id of every customer, by ascending digest. */
  digests(): { readonly digests: Float64Array; readonly ids: Uint32Array }
  /** Marks the customers of the layout that are not in `seen` (1 per id) as gone, the others as there; gives how many are newly gone. */
  markGone(layout: string, seen: Uint8Array): number
  /** How many of the customers each owner has; those without one are left out. */
  owners(ids: Uint32Array): ReadonlyMap<string, number>
  /** The owner of each customer that has one. */
  ownerOf(ids: Uint32Array): ReadonlyMap<number, string>
  /** How many customers each owner has in all. */
  owned(): ReadonlyMap<string, number>
  /** Every e-mail address; one that several customers have comes as often. */
  emails(): Iterable<string>
  phones(): Iterable<string>
  /** The regions whose phone numbers occur. */
  countries(): string[]
  maxId(): number
}

interface Row {
  readonly id: number
  readonly identity: string
  readonly number: string | null
  readonly name: string | null
  readonly company: string | null
  readonly country: string | null
  readonly owner: string | null
  readonly emails: string
  readonly phones: string
  readonly more: string
}

const columns = 'id, identity, number, name, company, country, owner, emails, phones, more'

/** What is kept as JSON, as it is where nothing is known. */
const nothingMore = {
  tax_ids: [],
  numbers: [],
  streets: [],
  cities: [],
  postcodes: [],
  birth_date: null,
  domains: [],
  handles: [],
}

function recordOf({ emails, phones, more, id: _id, ...plain }: Row): CustomerRecord {
  return {
    ...plain,
    emails: JSON.parse(emails),
    phones: JSON.parse(phones),
    ...nothingMore,
    ...JSON.parse(more),
  }
}

function moreOf({
  tax_ids,
  numbers,
  streets,
  cities,
  postcodes,
  birth_date,
  domains,
  handles,
}: CustomerRecord): string {
  const more = { tax_ids, numbers, streets, cities, postcodes, birth_date, domains, handles }
  const known = Object.entries(more).filter(([, value]) => value !== null && value.length > 0)
  return JSON.stringify(Object.fromEntries(known))
}

function* listed(rows: Iterable<string>): Generator<string> {
  for (const row of rows) {
    const values: string[] = JSON.parse(row)
    yield* values
  }
}

/** Opens the table. */
export function openCustomerTable(database: Database): CustomerTable {
  const sql = {
    total: database.prepare<[], number>('SELECT count(*) FROM customer').pluck(),
    maxId: database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM customer').pluck(),
    find: database.prepare<[string], number>('SELECT id FROM customer WHERE identity = ?').pluck(),
    load: database.prepare<[number], Row>(`SELECT ${columns} FROM customer WHERE id = ?`),
    save: database
      .prepare<[Record<string, unknown>], number>(
        `INSERT INTO customer (identity, number, name, company, country, owner, emails, phones, more, digest, layout)
         VALUES (@identity, @number, @name, @company, @country, @owner, @emails, @phones, @more, @digest, @layout)
         ON CONFLICT (identity) DO UPDATE SET number = excluded.number, name = excluded.name,
           company = excluded.company, country = excluded.country, owner = excluded.owner,
           emails = excluded.emails, phones = excluded.phones, more = excluded.more,
           digest = excluded.digest, layout = excluded.layout, indexed = 0, gone = 0
         RETURNING id`,
      )
      .pluck(),
    from: database.prepare<[number], Row>(
      `SELECT ${columns} FROM customer WHERE id >= ?
       AND NOT EXISTS (SELECT 1 FROM canary WHERE canary.customer = id) ORDER BY id LIMIT 1`,
    ),
    unindexed: database.prepare<[], Row>(`SELECT ${columns} FROM customer WHERE indexed = 0`),
    markUnindexed: database.prepare('UPDATE customer SET indexed = 0 WHERE indexed = 1'),
    markIndexed: database.prepare('UPDATE customer SET indexed = 1 WHERE indexed = 0'),
    digests: database.prepare<[], [string, number]>('SELECT digest, id FROM customer').raw(),
    ofLayout: database
      .prepare<[string], [number, number]>('SELECT id, gone FROM customer WHERE layout = ?')
      .raw(),
    setGone: database.prepare<[number, number]>('UPDATE customer SET gone = ? WHERE id = ?'),
    emails: database
      .prepare<[], string>("SELECT emails FROM customer WHERE emails <> '[]'")
      .pluck(),
    phones: database
      .prepare<[], string>("SELECT phones FROM customer WHERE phones <> '[]'")
      .pluck(),
    owners: database.prepare<[string], { owner: string; customers: number }>(
      `SELECT owner, count(*) AS customers FROM customer
       WHERE owner IS NOT NULL AND id IN (SELECT value FROM json_each(?)) GROUP BY owner`,
    ),
    ownerOf: database.prepare<[string], { id: number; owner: string }>(
      `SELECT id, owner FROM customer
       WHERE owner IS NOT NULL AND id IN (SELECT value FROM json_each(?))`,
    ),
    owned: database.prepare<[], { owner: string; customers: number }>(
      `SELECT owner, count(*) AS customers FROM customer WHERE owner IS NOT NULL GROUP BY owner`,
    ),
    countries: database
      .prepare<[], string>(
        `SELECT DISTINCT country FROM customer WHERE country GLOB '[A-Z][A-Z]' LIMIT 32`,
      )
      .pluck(),
  }
  return {
    total: () => sql.total.get() ?? 0,
    maxId: () => sql.maxId.get() ?? 0,
    find: identity => sql.find.get(identity),
    load: id => {
      const row = sql.load.get(id)
      return row && recordOf(row)
    },
    save: ({ record, digest, layout }) =>
      sql.save.get({
        ...record,
        emails: JSON.stringify(record.emails),
        phones: JSON.stringify(record.phones),
        more: moreOf(record),
        digest: String(digest),
        layout,
      }) ?? 0,
    sample(count) {
      const highest = sql.maxId.get() ?? 0
      const rows = new Map<number, CustomerRecord>()
      for (let tries = 0; tries < 2 * count && rows.size < count; tries += 1) {
        const row = sql.from.get(randomInt(highest + 1))
        if (row) rows.set(row.id, recordOf(row))
      }
      return [...rows.values()]
    },
    *unindexed() {
      for (const row of sql.unindexed.iterate()) yield { id: row.id, record: recordOf(row) }
    },
    markIndexed: () => sql.markIndexed.run(),
    markUnindexed: () => sql.markUnindexed.run(),
    digests() {
      const pairs = sql.digests.all()
      const order = Float64Array.from(pairs, ([digest]) => Number(digest) || 0)
      const byDigest = new Map(pairs.map(([digest, id]) => [Number(digest) || 0, id]))
      order.sort()
      return { digests: order, ids: Uint32Array.from(order, digest => byDigest.get(digest) ?? 0) }
    },
    markGone(layout, seen) {
      let count = 0
      for (const [id, gone] of sql.ofLayout.all(layout)) {
        const isGone = seen[id] !== 1
        if (isGone && gone === 0) count += 1
        if (isGone !== (gone === 1)) sql.setGone.run(isGone ? 1 : 0, id)
      }
      return count
    },
    emails: () => listed(sql.emails.iterate()),
    phones: () => listed(sql.phones.iterate()),
    owners: ids =>
      new Map(
        sql.owners.all(JSON.stringify([...ids])).map(({ owner, customers }) => [owner, customers]),
      ),
    ownerOf: ids =>
      new Map(sql.ownerOf.all(JSON.stringify([...ids])).map(({ id, owner }) => [id, owner])),
    owned: () => new Map(sql.owned.all().map(({ owner, customers }) => [owner, customers])),
    countries: () => sql.countries.all(),
  }
}
