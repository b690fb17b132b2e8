/** Users and their keys, projected from the journal. A user is somebody of the directory, or an administrator beside it. */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Role } from '../../events/roles.ts'
import type { Decision } from '../journal/decisions.ts'
import type { KeyRecord } from '../journal/identity-decisions.ts'
import type { Database } from '../store/database.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly person: string | null
  readonly roles: readonly Role[]
  readonly disabled: boolean
}

export type Key = Static<typeof KeyRecord> & {
  readonly registered_at: number
  readonly revoked_at: number | null
  readonly revoked_by: string | null
  readonly revoked_reason: string | null
}

export interface Users {
  get(id: string): User | undefined
  ofPerson(person: string): User | undefined
  list(): readonly User[]
  /** Keys of a user that can be used. */
  keys(user: string): readonly Key[]
  /** Every key that ever was, newest first. */
  allKeys(): readonly Key[]
  /** A key that can be used. */
  key(id: string): Key | undefined
  apply(decision: Decision): void
}

const Roles = Type.Array(Role)

interface UserRow {
  readonly id: string
  readonly name: string
  readonly person: string | null
  readonly roles: string
  readonly disabled: number
}
interface KeyRow extends Omit<Key, 'transports' | 'traced' | 'synced'> {
  readonly transports: string
  readonly traced: number
  readonly synced: number
}

const userOf = ({ roles, disabled, ...row }: UserRow): User => ({
  ...row,
  roles: Value.Parse(Roles, JSON.parse(roles)),
  disabled: disabled === 1,
})
const keyOf = ({ transports, traced, synced, ...row }: KeyRow): Key => ({
  ...row,
  transports: Value.Parse(Type.Array(Type.String()), JSON.parse(transports)),
  traced: traced === 1,
  synced: synced === 1,
})

const keyColumns = `id, user, public_key, counter, aaguid, model, label, transports, format, traced, synced,
  registered_ms AS registered_at, revoked_ms AS revoked_at, revoked_by, revoked_reason`
const userColumns = 'id, name, person, roles, disabled'

export function openUsers(database: Database): Users {
  const sql = {
    user: database.prepare<[string], UserRow>(`SELECT ${userColumns} FROM user WHERE id = ?`),
    person: database.prepare<[string], UserRow>(`SELECT ${userColumns} FROM user WHERE person = ?`),
    users: database.prepare<[], UserRow>(`SELECT ${userColumns} FROM user ORDER BY id`),
    keys: database.prepare<[string], KeyRow>(
      `SELECT ${keyColumns} FROM key WHERE user = ? AND revoked_ms IS NULL ORDER BY registered_ms`,
    ),
    allKeys: database.prepare<[], KeyRow>(
      `SELECT ${keyColumns} FROM key ORDER BY registered_ms DESC`,
    ),
    key: database.prepare<[string], KeyRow>(
      `SELECT ${keyColumns} FROM key WHERE id = ? AND revoked_ms IS NULL`,
    ),
    setUser: database.prepare<[string, string, string | null, string, number, number]>(
      `INSERT INTO user VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
         person = excluded.person, roles = excluded.roles, disabled = excluded.disabled`,
    ),
    setKey: database.prepare(
      `INSERT INTO key VALUES (@id, @user, @public_key, @counter, @aaguid, @model, @label, @transports,
         @format, @traced, @synced, @time, NULL, NULL, NULL) ON CONFLICT (id) DO NOTHING`,
    ),
    revoke: database.prepare<[number, string, string, string]>(
      `UPDATE key SET revoked_ms = ?, revoked_by = ?, revoked_reason = ? WHERE id = ? AND revoked_ms IS NULL`,
    ),
  }
  const found = <Row, Result>(row: Row | undefined, read: (row: Row) => Result) =>
    row === undefined ? undefined : read(row)
  return {
    get: id => found(sql.user.get(id), userOf),
    ofPerson: person => found(sql.person.get(person), userOf),
    list: () => sql.users.all().map(userOf),
    keys: user => sql.keys.all(user).map(keyOf),
    allKeys: () => sql.allKeys.all().map(keyOf),
    key: id => found(sql.key.get(id), keyOf),
    apply: decision => {
      const { kind, data, by, time } = decision
      if (kind === 'user.set') {
        const { id, name, person, roles, disabled } = { ...data, id: data.user }
        sql.setUser.run(id, name, person, JSON.stringify(roles), Number(disabled), time)
      } else if (kind === 'key.registered') {
        const { transports, traced, synced } = data
        const row = { ...data, transports: JSON.stringify(transports), time }
        sql.setKey.run({ ...row, traced: Number(traced), synced: Number(synced) })
      } else if (kind === 'key.revoked') {
        sql.revoke.run(time, by, data.reason, data.key)
      }
    },
  }
}
