/** The customer base for people: what is in it, how it came there, what columns mean, and which endpoints have its filter. */
import Type from 'typebox'
import { CustomerBaseState, MappingRequest } from '../../events/admin.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { customerMeanings } from '../customers/columns.ts'
import type { App, Parts } from './app.ts'

const Params = Type.Object({ layout: Type.String({ pattern: '^[\\w-]{1,80}$' }) })
const meanings = [...customerMeanings, 'not used']

function stateOf({ base, agents, policies, importLog }: Parts): CustomerBaseState {
  const { customers, fields, shared } = base.counts()
  const { number: key, since } = base.keys()
  const endpoints = agents.list()
  const newest = policies.filterVersion
  const older = endpoints.filter(({ policy_version }) => policy_version < newest)
  return {
    ...{ customers, shared, fields: { ...fields }, canaries: base.canaries.total() },
    imports: importLog.list(limits.pageRowsMax).map(row => ({ ...row })),
    mappings: base.mappings().map(({ layout, columns }) => ({
      layout,
      columns: Object.entries(columns).map(([header, meaning]) => ({ header, meaning })),
    })),
    meanings,
    filter: {
      version: base.filterHead()?.version ?? 'none',
      ...{ key, key_since: since, endpoints: endpoints.length },
      current: endpoints.length - older.length,
      older: older.map(({ hostname, policy_version }) => ({ hostname, policy_version })),
    },
  }
}

export function customerBase(app: App, parts: Parts): void {
  const reply = { 200: CustomerBaseState }

  app.get(
    '/api/v1/customers/base',
    { config: { access: 'user', needs: 'setup.read' }, schema: { response: reply } },
    async () => stateOf(parts),
  )

  app.put(
    '/api/v1/customers/mappings/:layout',
    {
      config: { access: 'user', needs: 'setup.change' },
      schema: { params: Params, body: MappingRequest, response: reply },
    },
    async ({ principal, params: { layout }, body: { columns } }) => {
      const known = parts.base.mappings().find(each => each.layout === layout)
      if (!known) throw new Fault('ERR_NOT_FOUND', 'no file with these columns was imported')
      const faults = Object.entries(columns).flatMap(([header, meaning]) => [
        ...(header in known.columns ? [] : [`there is no column "${header}"`]),
        ...(meanings.includes(meaning) ? [] : [`a column cannot mean "${meaning}"`]),
      ])
      if (faults.length > 0) throw new Fault('ERR_INPUT_INVALID', `columns: ${faults.join('; ')}`)
      const mapping = { ...known.columns, ...columns }
      await parts.decide(principal, [
        { kind: 'customers.mapping-set', data: { layout, columns: mapping } },
      ])
      parts.base.keepSetting(`columns ${layout}`, JSON.stringify(mapping))
      return stateOf(parts)
    },
  )
}
