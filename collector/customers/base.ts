/** The customer base: customers with their identifiers, exact. Confirms candidate tokens and keeps the filter for endpoints. */
import { createHash, randomBytes } from 'node:crypto'
import { tokenOf } from '../../content/token.ts'
import { noFilterVersion } from '../../events/policy.ts'
import type { IdentifierKind } from '../../events/scan.ts'
import { type Database, inTransaction, openDatabase } from '../store/database.ts'
import { baseSchema } from './base-schema.ts'

/** A customer as an import brings it; identifiers are canonical. */
export interface CustomerRecord {
  /** What makes it the same customer at the next import: number, else e-mail, else phone. */
  readonly identity: string
  readonly number: string | null
  readonly name: string | null
  readonly company: string | null
  readonly country: string | null
  readonly owner: string | null
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

export interface CustomerName {
  readonly number: string
  readonly name: string
  readonly company: string | null
  readonly country: string | null
}

export interface FilterBundle {
  readonly version: string
  readonly sha256: string
  readonly bytes: Uint8Array
}

export interface CustomerBase {
  counts(): { readonly customers: number; readonly emails: number; readonly phones: number }
  /** Customers in the base as of the last import; costs one look-up. */
  total(): number
  /** Ids of the distinct customers that the tokens identify, ascending. A token that several customers share counts once. */
  confirm(tokens: BigUint64Array): Uint32Array
  /** Adds or updates in one transaction; one outcome per record. */
  save(records: readonly CustomerRecord[]): ('added' | 'changed' | 'unchanged')[]
  describe(ids: Uint32Array, limit: number): CustomerName[]
  /** How many of the customers each owner has, by the owner's name as the CRM writes it; those without one are left out. */
  owners(ids: Uint32Array): ReadonlyMap<string, number>
  /** The filter for endpoints as last built; undefined before the first import. */
  filter(): FilterBundle | undefined
  /** Whether customers changed since the filter was built. */
  isFilterStale(): boolean
  /** What a filter is made of: the key, all tokens, and the regions whose phone numbers occur. */
  filterInputs(): {
    readonly key: Uint8Array
    readonly tokens: BigUint64Array
    readonly regions: readonly string[]
  }
  /** Keeps a built filter, and the number of customers that it stands for. */
  keepFilter(bytes: Uint8Array): void
  close(): void
}

interface CustomerRow {
  id: number
  digest: string
}

function prepare(database: Database) {
  return {
    setting: database.prepare<[string], { value: Buffer }>(
      'SELECT value FROM setting WHERE name = ?',
    ),
    set: database.prepare<[string, Uint8Array]>(
      'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
    find: database.prepare<[string], CustomerRow>(
      'SELECT id, digest FROM customer WHERE identity = ?',
    ),
    insert: database.prepare(
      `INSERT INTO customer (identity, number, name, company, country, owner, emails, phones, digest)
       VALUES (@identity, @number, @name, @company, @country, @owner, @emails, @phones, @digest)
       ON CONFLICT (identity) DO UPDATE SET number = excluded.number, name = excluded.name,
         company = excluded.company, country = excluded.country, owner = excluded.owner,
         emails = excluded.emails, phones = excluded.phones, digest = excluded.digest
       RETURNING id`,
    ),
    forget: database.prepare<[number]>('DELETE FROM identifier WHERE customer = ?'),
    identify: database.prepare<[bigint, number, string]>(
      'INSERT OR IGNORE INTO identifier (token, customer, kind) VALUES (?, ?, ?)',
    ),
    confirm: database
      .prepare<[bigint], number>(
        'SELECT customer FROM identifier WHERE token = ? ORDER BY customer LIMIT 1',
      )
      .pluck(),
    tokens: database
      .prepare<[], bigint>('SELECT DISTINCT token FROM identifier')
      .pluck()
      .safeIntegers(),
    phones: database
      .prepare<[], string>(
        `SELECT DISTINCT country FROM customer WHERE country GLOB '[A-Z][A-Z]' LIMIT 32`,
      )
      .pluck(),
    name: database.prepare<
      [number],
      {
        number: string | null
        name: string | null
        company: string | null
        country: string | null
        identity: string
      }
    >('SELECT number, name, company, country, identity FROM customer WHERE id = ?'),
    owners: database.prepare<[string], { owner: string; customers: number }>(
      `SELECT owner, count(*) AS customers FROM customer
       WHERE owner IS NOT NULL AND id IN (SELECT value FROM json_each(?)) GROUP BY owner`,
    ),
    counts: database.prepare<[], { customers: number; emails: number; phones: number }>(
      `SELECT (SELECT count(*) FROM customer) AS customers,
         (SELECT count(*) FROM identifier WHERE kind = 'email') AS emails,
         (SELECT count(*) FROM identifier WHERE kind = 'phone') AS phones`,
    ),
  }
}

const digestOf = (record: CustomerRecord): string =>
  createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 32)

/** Opens the base. `region` (ISO 3166 alpha-2) reads national phone numbers in files of unknown origin. */
export function openCustomerBase(
  path: string,
  { region, readonly = false }: { region: string; readonly?: boolean },
): CustomerBase {
  const database = openDatabase(path, baseSchema, { readonly })
  const sql = prepare(database)
  let key = sql.setting.get('token_key')?.value
  if (!key && !readonly) {
    key = randomBytes(16)
    sql.set.run('token_key', key)
  }
  const tokenKey = new Uint8Array(key ?? randomBytes(16))

  function saveOne(record: CustomerRecord): 'added' | 'changed' | 'unchanged' {
    const digest = digestOf(record)
    const known = sql.find.get(record.identity)
    if (known?.digest === digest) return 'unchanged'
    const { emails, phones } = record
    sql.insert.get({
      ...record,
      emails: JSON.stringify(emails),
      phones: JSON.stringify(phones),
      digest,
    })
    const id = known?.id ?? sql.find.get(record.identity)?.id ?? 0
    if (known) sql.forget.run(id)
    const identify = (kind: IdentifierKind) => (canonical: string) =>
      sql.identify.run(BigInt.asIntN(64, tokenOf(tokenKey, kind, canonical)), id, kind)
    emails.forEach(identify('email'))
    phones.forEach(identify('phone'))
    return known ? 'changed' : 'added'
  }

  return {
    counts: () => sql.counts.get() ?? { customers: 0, emails: 0, phones: 0 },
    total: () => Number(sql.setting.get('total')?.value.toString() ?? 0),
    confirm: tokens => {
      const ids = new Set<number>()
      for (const token of tokens) {
        const id = sql.confirm.get(BigInt.asIntN(64, token))
        if (id !== undefined) ids.add(id)
      }
      return Uint32Array.from(ids).sort()
    },
    save: records =>
      inTransaction(database, 'customer base', () => {
        const outcomes = records.map(saveOne)
        if (outcomes.some(outcome => outcome !== 'unchanged')) sql.set.run('stale', Buffer.of(1))
        return outcomes
      }),
    isFilterStale: () => sql.setting.get('stale')?.value[0] === 1,
    describe: (ids, limit) =>
      [...ids.subarray(0, limit)].flatMap(id => {
        const row = sql.name.get(id)
        if (!row) return []
        const { number, name, company, country, identity } = row
        return [{ number: number ?? '', name: name ?? company ?? identity, company, country }]
      }),
    owners: ids =>
      new Map(
        sql.owners.all(JSON.stringify([...ids])).map(({ owner, customers }) => [owner, customers]),
      ),
    filter: () => {
      const bytes = sql.setting.get('filter')?.value
      return bytes && bundleOf(bytes)
    },
    filterInputs: () => ({
      key: tokenKey,
      tokens: BigUint64Array.from(sql.tokens.all(), token => BigInt.asUintN(64, token)),
      regions: [region, ...sql.phones.all().filter(country => country !== region)],
    }),
    keepFilter: bytes => {
      const total = Buffer.from(String(sql.counts.get()?.customers ?? 0))
      inTransaction(database, 'customer base', () => {
        sql.set.run('filter', bytes)
        sql.set.run('total', total)
        sql.set.run('stale', Buffer.of(0))
      })
    },
    close: () => database.close(),
  }
}

function bundleOf(bytes: Uint8Array): FilterBundle {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { version: bytes.length === 0 ? noFilterVersion : sha256.slice(0, 16), sha256, bytes }
}
