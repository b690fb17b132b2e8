/** The customer base: customers with their identifiers, exact. Confirms what scans claim and keeps the filter for endpoints. */
import type { AtomSet } from '../../content/filter.ts'
import { wordKeys } from '../../content/fold.ts'
import { buildScreen } from '../../content/screen.ts'
import type { AtomKind } from '../../content/token.ts'
import { type Database, inTransaction, openDatabase } from '../store/database.ts'
import { baseSchema } from './base-schema.ts'
import {
  type CanaryOwner,
  type CanaryTable,
  openCanaryTable,
  type ShownCustomer,
} from './canary-table.ts'
import { openCustomerTable, type SavedCustomer } from './customer-table.ts'
import { type FilterBundle, type FilterHead, openFilterStore } from './filter-store.ts'
import { indexCustomers } from './index-customers.ts'
import { type Claims, customersOfRows, type Recognised, recognise } from './recognise.ts'
import type { CustomerRecord, Field } from './record.ts'
import { idOf, prefixOf } from './token-index.ts'
import { openTokenKeys } from './token-keys.ts'
import { fieldNameOf } from './weights.ts'

export interface CustomerName {
  readonly number: string
  readonly name: string
  readonly company: string | null
  readonly country: string | null
}

/** Distinct identifiers by field, as of the last build of the filter. */
export type BaseCounts = Readonly<Partial<Record<Field, number>>>

export interface CustomerBase {
  counts(): {
    readonly customers: number
    readonly emails: number
    readonly phones: number
    readonly fields: BaseCounts
    /** Identifiers that several customers have. */
    readonly shared: number
  }
  /** Customers in the base as of the last import; costs one look-up. */
  total(): number
  /** Ids of the distinct customers that the tokens identify, ascending. A token that several customers share counts once. */
  confirm(tokens: BigUint64Array): Uint32Array
  /** The same for all that a scan claims, with what each customer was known by. */
  recognise(claims: Claims): Recognised
  /** The customer of each row of a scan by rows; rows of strangers are left out. */
  customersOfRows(rows: Iterable<readonly number[]>): Iterable<number>
  readonly canaries: Omit<CanaryTable, 'add'>
  /** Adds canary customers of one owner; gives the ids. */
  plant(canaries: readonly ShownCustomer[], owner: CanaryOwner, time: number): number[]
  /** Whether a customer has this e-mail address or phone number, as of the last build of the filter. */
  has(canonical: string): boolean
  /** Whether one customer has all the words in name or company, as of the last build of the filter. */
  hasNamed(text: string): boolean
  /** Customers taken from all over the base, canaries left out. */
  sample(count: number): CustomerRecord[]
  /** Adds or replaces in one transaction; gives the ids. */
  save(customers: readonly SavedCustomer[]): number[]
  /** The id of the customer with this identity. */
  find(identity: string): number | undefined
  digests(): { readonly digests: Float64Array; readonly ids: Uint32Array }
  markGone(layout: string, seen: Uint8Array): number
  /** A setting of imports, such as a remembered mapping; undefined where there is none. */
  setting(name: string): string | undefined
  keepSetting(name: string, value: string): void
  /** What columns mean, by what tells files with the same headers. */
  mappings(): readonly {
    readonly layout: string
    readonly columns: Readonly<Record<string, string>>
  }[]
  describe(ids: Uint32Array, limit: number): CustomerName[]
  /** How many of the customers each owner has, by the owner's name as the CRM writes it; those without one are left out. */
  owners(ids: Uint32Array): ReadonlyMap<string, number>
  /** The owner of each customer that has one, as the CRM writes it. */
  ownerOf(ids: Uint32Array): ReadonlyMap<number, string>
  /** How many customers each owner has in all. */
  owned(): ReadonlyMap<string, number>
  /** The filter for endpoints as last built; undefined before the first import. */
  filter(): FilterBundle | undefined
  /** The same without its bytes. */
  filterHead(): FilterHead | undefined
  /** The token key in force: its number, since when (UTC epoch milliseconds, 0 for the first), and how many older ones still confirm. */
  keys(): { readonly number: number; readonly since: number; readonly older: number }
  /** Puts a new token key into force; build the filter anew then. What was scanned under the last ones is still confirmed. */
  rotateKey(time: number): void
  /** Whether customers changed since the filter was built. */
  isFilterStale(): boolean
  /** Brings the index up to date and says what a filter is made of: the key, all tokens, and the regions whose phone numbers occur. */
  filterInputs(): {
    readonly key: Uint8Array
    readonly tokens: BigUint64Array
    readonly atoms: AtomSet
    readonly kinds: readonly AtomKind[]
    readonly screen: Uint32Array
    readonly regions: readonly string[]
  }
  /** Keeps a built filter, and the number of customers that it stands for. */
  keepFilter(bytes: Uint8Array): void
  /** The same for what came to the filter that is kept. */
  keepDelta(delta: Uint8Array): void
  close(): void
}

const name = 'customer base'

/** Of settings that hold what the columns of a layout mean. */
const mappingPrefix = 'columns '

function openSettings(database: Database) {
  const get = database.prepare<[string], { value: Buffer }>(
    'SELECT value FROM setting WHERE name = ?',
  )
  const set = database.prepare<[string, Uint8Array]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const starting = database.prepare<[string, string], { name: string; value: Buffer }>(
    'SELECT name, value FROM setting WHERE substr(name, 1, length(?)) = ? ORDER BY name',
  )
  return {
    get: (setting: string) => get.get(setting)?.value,
    set: (setting: string, value: Uint8Array) => set.run(setting, value),
    starting: (prefix: string) => starting.all(prefix, prefix),
  }
}

const nobody: Recognised = {
  customers: new Uint32Array(),
  canaries: new Uint32Array(),
  fields: {},
}

const isOfName = (code: number): boolean => ['name', 'company'].includes(fieldNameOf(code))

const asName = ({
  number,
  name: own,
  company,
  country,
  identity,
}: CustomerRecord): CustomerName => ({
  number: number ?? '',
  name: own ?? company ?? identity,
  company,
  country,
})

/** Opens the base. `region` (ISO 3166 alpha-2) reads national phone numbers in files of unknown origin. */
export function openCustomerBase(
  path: string,
  {
    region,
    readonly = false,
    newKey,
  }: {
    region: string
    readonly?: boolean
    /** The first key of tokens (16 bytes); random where left out. */
    newKey?: () => Uint8Array
  },
): CustomerBase {
  const database = openDatabase(path, baseSchema, { readonly })
  const settings = openSettings(database)
  const table = openCustomerTable(database)
  const keys = openTokenKeys(database, newKey)
  const filters = openFilterStore(settings)
  const canaries = openCanaryTable(database)
  const total = () => Number(settings.get('total')?.toString() ?? 0)
  const customers = () => table.total() - canaries.total()
  const shared = { load: table.load, isCanary: canaries.has }
  const recogniseAll = (claims: Claims) => {
    const key = keys.of(claims.filterVersion)
    if (!key) return nobody
    const { index, hash } = key
    return recognise(claims, { ...shared, index, hash, customers: total() + canaries.total() })
  }
  const keepVersion = (version: string) => {
    keys.note(version)
    settings.set('total', Buffer.from(String(customers())))
    settings.set('stale', Buffer.of(0))
  }

  return {
    counts: () => {
      const counts = JSON.parse(settings.get('counts')?.toString() ?? '{}')
      const { shared = 0, ...fields }: BaseCounts & { shared?: number } = counts
      const { email = 0, phone = 0 } = fields
      return { customers: customers(), emails: email, phones: phone, fields, shared }
    },
    total,
    confirm: tokens => recogniseAll({ tokens }).customers,
    recognise: recogniseAll,
    *customersOfRows(rows) {
      for (const id of customersOfRows(rows, keys.current().index)) if (!canaries.has(id)) yield id
    },
    canaries,
    plant: (planted, owner, time) =>
      inTransaction(database, name, () => {
        const ids = planted.map(shown => {
          const id = table.save({ record: canaryRecord(shown), digest: 0, layout: '' })
          canaries.add(id, owner, time, shown)
          return id
        })
        settings.set('stale', Buffer.of(1))
        return ids
      }),
    sample: table.sample,
    hasNamed: text => {
      const { hash, index } = keys.current()
      const holders = wordKeys(text).map(key => {
        const { lo, hi } = hash('word', key)
        const run = index.find(prefixOf(lo, hi)).find(each => each.lo === lo)
        return new Set([...(run?.codes ?? [])].filter(isOfName).map(idOf))
      })
      const [first = new Set<number>(), ...rest] = holders
      return rest.reduce((all, ids) => all.intersection(ids), first).size > 0
    },
    has: canonical => {
      const { hash, index } = keys.current()
      return (['email', 'phone'] as const).some(kind => {
        const { lo, hi } = hash(kind, canonical)
        return index.find(prefixOf(lo, hi)).some(run => run.lo === lo)
      })
    },
    save: customers =>
      inTransaction(database, name, () => {
        const ids = customers.map(table.save)
        if (ids.length > 0) settings.set('stale', Buffer.of(1))
        return ids
      }),
    find: table.find,
    digests: table.digests,
    markGone: (layout, seen) => inTransaction(database, name, () => table.markGone(layout, seen)),
    setting: setting => settings.get(setting)?.toString(),
    keepSetting: (setting, value) => settings.set(setting, Buffer.from(value)),
    mappings: () =>
      settings.starting(mappingPrefix).map(({ name, value }) => ({
        layout: name.slice(mappingPrefix.length),
        columns: JSON.parse(value.toString()),
      })),
    isFilterStale: () => settings.get('stale')?.[0] === 1,
    describe: (ids, limit) =>
      [...ids.subarray(0, limit)].flatMap(id => {
        const record = table.load(id)
        return record ? [asName(record)] : []
      }),
    owners: table.owners,
    ownerOf: table.ownerOf,
    owned: table.owned,
    filter: filters.bundle,
    filterHead: () => filters.head() ?? filters.bundle(),
    keys: keys.state,
    rotateKey: time =>
      inTransaction(database, name, () => {
        const head = filters.head() ?? filters.bundle()
        if (head) keys.note(head.version)
        keys.rotate(time)
        table.markUnindexed()
        settings.set('near', new Uint8Array())
        settings.set('stale', Buffer.of(1))
      }),
    filterInputs: () => {
      const { key: tokenKey, hash, index } = keys.current()
      const near = new Uint32Array(Uint8Array.from(settings.get('near') ?? []).buffer)
      const shapesBefore: number[] | null = JSON.parse(settings.get('shapes')?.toString() ?? '[]')
      const {
        counts,
        near: nearNow,
        shapes,
        ...inputs
      } = indexCustomers({
        table,
        index,
        hash,
        near,
        shapes: shapesBefore,
      })
      settings.set('shapes', Buffer.from(JSON.stringify(shapes)))
      settings.set('near', Buffer.from(nearNow.buffer, 0, nearNow.byteLength))
      settings.set('counts', Buffer.from(JSON.stringify(counts)))
      const countries = table.countries().filter(country => country !== region)
      const screen = buildScreen(
        tokenKey,
        { addresses: table.emails(), phones: table.phones() },
        (counts.email ?? 0) + (counts.phone ?? 0),
      )
      return { key: tokenKey, ...inputs, screen, regions: [region, ...countries] }
    },
    keepFilter: bytes => inTransaction(database, name, () => keepVersion(filters.keep(bytes))),
    keepDelta: delta => inTransaction(database, name, () => keepVersion(filters.keepDelta(delta))),
    close: () => database.close(),
  }
}

/** What a canary is recognised by: its address, and its name, company, street and birth date together. Numbers may be somebody's. */
const canaryRecord = (shown: ShownCustomer): CustomerRecord => ({
  ...shown,
  ...{ identity: `canary:${shown.emails[0]}`, owner: null, number: null, numbers: [] },
  ...{ phones: [], tax_ids: [], domains: [], handles: [] },
})
