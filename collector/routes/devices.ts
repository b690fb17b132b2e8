/** USB devices seen on endpoints: look at them, name one, and allow or deny it for everybody. */
import { DeviceDecision, DeviceList, DeviceName, type DeviceSeen } from '../../events/devices.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { accessOf, mayAllow, mayDeny, withAccess } from '../devices/access.ts'
import type { DeviceRow, DeviceUse } from '../devices/devices.ts'
import { strangerChip } from '../people/chips.ts'
import type { Viewer } from '../people/viewer.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'
import { viewer } from './scope.ts'

function seen(
  row: DeviceRow,
  uses: readonly DeviceUse[],
  { directory, policies, now }: Parts,
  { user }: Viewer,
): DeviceSeen {
  const { first_ms, last_ms, ...device } = row
  const chipOf = ({ account, hostname }: DeviceUse) => {
    if (account === '') return null
    const owner = directory.resolve(account, hostname)
    return owner ? directory.chip(owner, now(), user) : strangerChip(`${account}@${hostname}`)
  }
  return {
    ...device,
    ...{ first_at: first_ms, last_at: last_ms, access: accessOf(row, policies.watch()) },
    may: { allow: mayAllow(row), deny: mayDeny(row) },
    uses: uses.map(use => ({
      ...{ endpoint: use.hostname, person: chipOf(use), times: use.times },
      ...{ last_at: use.last_ms, present: use.present === 1 },
    })),
  }
}

export function devices(app: App, parts: Parts): void {
  const change = { access: 'user', needs: 'setup.change' } as const
  const reply = { 200: DeviceList }
  const list = (by: Viewer): DeviceList => {
    const uses = parts.devices.uses()
    return {
      devices: parts.devices.list().map(row => seen(row, uses.get(row.id) ?? [], parts, by)),
      total: parts.devices.total(),
      otherwise: parts.policies.watch().volumes?.otherwise ?? 'allow',
    }
  }
  const needDevice = (id: string): DeviceRow => {
    const row = parts.devices.get(id)
    if (row) return row
    throw new Fault('ERR_NOT_FOUND', 'no endpoint has seen such a device')
  }

  app.get(
    '/api/v1/devices',
    { config: { access: 'user', needs: 'setup.read' }, schema: { response: reply } },
    async request => list(viewer(request, parts)),
  )

  app.put(
    '/api/v1/devices/:id/name',
    { config: change, schema: { params: IdParams, body: DeviceName, response: reply } },
    async request => {
      const { id } = needDevice(request.params.id)
      const name = request.body.name?.trim() ?? null
      await parts.decide(request.principal, [{ kind: 'device.named', data: { device: id, name } }])
      return list(viewer(request, parts))
    },
  )

  app.put(
    '/api/v1/devices/:id/access',
    {
      config: { ...change, stepUp: 'policy' },
      schema: { params: IdParams, body: DeviceDecision, response: reply },
    },
    async request => {
      const row = needDevice(request.params.id)
      const { access } = request.body
      if (access !== null && !mayDeny(row))
        throw new Fault(
          'ERR_INPUT_INVALID',
          'access: rules are about storage that says its vendor and product; this device is not',
        )
      if (access === 'allow' && !mayAllow(row))
        throw new Fault(
          'ERR_INPUT_INVALID',
          `access: "${row.model}" cannot be told from others of its model, so none of them can be allowed alone; deny it, or allow all with otherwise`,
        )
      const watch = withAccess(parts.policies.watch(), row, access)
      if ((watch.volumes?.rules.length ?? 0) > limits.volumeRulesMax)
        throw new Fault(
          'ERR_INPUT_INVALID',
          `access: the policy has ${limits.volumeRulesMax} rules for devices already; take one away first`,
        )
      await parts.decide(request.principal, [{ kind: 'policy.watch-set', data: { watch } }])
      return list(viewer(request, parts))
    },
  )
}
