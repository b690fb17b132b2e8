/** USB devices that endpoints saw: what each is, how far it can be told from others, where and by whom it was used. Projected from events; names are decisions. */
import { createHash } from 'node:crypto'
import Value from 'typebox/value'
import { limits } from '../../events/limits.ts'
import { PeripheralActivity } from '../../events/peripheral-activity.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'

export interface DeviceRow {
  readonly id: string
  readonly kind: string
  readonly model: string
  readonly vendor_name: string | null
  readonly vendor_id: string | null
  readonly product_id: string | null
  readonly serial: string | null
  readonly quality: string
  readonly quality_reason: string | null
  readonly first_ms: number
  readonly last_ms: number
  /** What people here call it. */
  readonly name: string | null
}

export interface DeviceUse {
  readonly device: string
  readonly agent: string
  readonly hostname: string
  /** Empty where nobody was at the desk. */
  readonly account: string
  readonly times: number
  readonly last_ms: number
  /** 1 while it is plugged in, as far as the endpoint said. */
  readonly present: number
}

export interface Devices {
  /** The newest first, at most a page. */
  list(): readonly DeviceRow[]
  total(): number
  get(id: string): DeviceRow | undefined
  uses(): ReadonlyMap<string, readonly DeviceUse[]>
  apply(decision: Decision): void
  /** Whether a device or its presence is news. */
  applyEvent(event: unknown, agent: string): boolean
}

type Seen = PeripheralActivity['unmapped']['clientkeep']['peripheral']

/** The same for the same stick on every endpoint; for what has no serial number, one for all of its model. */
const idOf = (kind: string, { vendor_id, product_id }: Seen, name: string, serial?: string) =>
  createHash('sha256')
    .update(JSON.stringify([kind, vendor_id ?? name, product_id ?? '', serial ?? '']))
    .digest('hex')
    .slice(0, 16)

function statements(database: Database) {
  const columns = `SELECT device.*, device_name.name FROM device
    LEFT JOIN device_name ON device_name.device = device.id`
  return {
    list: database.prepare<[number], DeviceRow>(`${columns} ORDER BY last_ms DESC, id LIMIT ?`),
    get: database.prepare<[string], DeviceRow>(`${columns} WHERE id = ?`),
    total: database.prepare<[], number>('SELECT count(*) FROM device').pluck(),
    uses: database.prepare<[], DeviceUse>(
      `SELECT device_use.* FROM device_use JOIN agent ON agent.id = device_use.agent ORDER BY last_ms DESC`,
    ),
    see: database.prepare<Omit<DeviceRow, 'name' | 'first_ms'>>(
      `INSERT INTO device VALUES (@id, @kind, @model, @vendor_name, @vendor_id, @product_id, @serial,
         @quality, @quality_reason, @last_ms, @last_ms)
       ON CONFLICT (id) DO UPDATE SET quality = excluded.quality, quality_reason = excluded.quality_reason,
         model = excluded.model, last_ms = max(last_ms, excluded.last_ms)`,
    ),
    use: database.prepare<DeviceUse>(
      `INSERT INTO device_use VALUES (@device, @agent, @hostname, @account, @times, @last_ms, @present)
       ON CONFLICT (device, agent, account) DO UPDATE SET hostname = excluded.hostname,
         times = times + excluded.times, last_ms = max(last_ms, excluded.last_ms), present = excluded.present`,
    ),
    gone: database.prepare<[string, string]>(
      'UPDATE device_use SET present = 0 WHERE device = ? AND agent = ?',
    ),
    name: database.prepare<[string, string]>(
      'INSERT INTO device_name VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET name = excluded.name',
    ),
    unname: database.prepare<[string]>('DELETE FROM device_name WHERE device = ?'),
  }
}

/** Works on the projections' file; writes are for the projection alone. */
export function openDevices(database: Database): Devices {
  const sql = statements(database)

  function see({ peripheral_device, time, actor, ...event }: PeripheralActivity, agent: string) {
    const { peripheral } = event.unmapped.clientkeep
    const { name, vendor_name = null, serial_number: serial } = peripheral_device
    const { kind, identity, vendor_id = null, product_id = null } = peripheral
    const id = idOf(kind, peripheral, name, serial)
    if (event.activity_name === 'Disconnect') return sql.gone.run(id, agent).changes > 0
    sql.see.run({
      ...{ id, kind, model: name, vendor_name, vendor_id, product_id, serial: serial ?? null },
      ...{ quality: identity.quality, quality_reason: identity.reason ?? null, last_ms: time },
    })
    const isConnect = event.activity_name === 'Connect' && peripheral.at_start !== true
    sql.use.run({
      ...{ device: id, agent, hostname: event.device.hostname, account: actor.user?.name ?? '' },
      ...{ times: isConnect ? 1 : 0, last_ms: time, present: 1 },
    })
    return true
  }

  return {
    list: () => sql.list.all(limits.pageRowsMax),
    total: () => sql.total.get() ?? 0,
    get: id => sql.get.get(id),
    uses: () => Map.groupBy(sql.uses.all(), ({ device }) => device),
    apply: decision => {
      if (decision.kind !== 'device.named') return
      const { device, name } = decision.data
      if (name === null) sql.unname.run(device)
      else sql.name.run(device, name)
    },
    applyEvent: (event, agent) => Value.Check(PeripheralActivity, event) && see(event, agent),
  }
}
