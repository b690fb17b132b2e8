/** What the configuration says about each connector: what all have in common, and the options of its kind. */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../events/fault.ts'
import { configFaults } from '../config-faults.ts'
import type { Connector } from './connector.ts'
import { connectors } from './registry.ts'

const Common = Type.Object({
  type: Type.String(),
  name: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
    examples: ['crm-web'],
    description: 'Its own name; events are known by it, so it can never change',
  }),
})

/** Of what follows logs. */
const Located = Type.Object({
  path: Type.String({
    pattern: '^/',
    maxLength: 4096,
    description:
      'The log, with what rotation leaves beside it under longer names; or a folder of such files',
  }),
})

export interface ConnectorSettings {
  readonly connector: Connector
  readonly common: Static<typeof Common>
  /** Where its logs are; undefined where it is sent records. */
  readonly path: string | undefined
  readonly options: Record<string, unknown>
}

/** The connectors that the configuration lists. Throws Fault ERR_CONFIG_INVALID that lists every fault. */
export function readConnectors(items: readonly Record<string, unknown>[]): ConnectorSettings[] {
  const faults: string[] = []
  const seen = new Set<string>()
  const settings = items.flatMap((item, index) => {
    const where = `connectors[${index}]`
    const connector = connectors.find(({ name }) => name === item.type)
    if (!connector) {
      faults.push(
        `${where}.type: "${item.type}" is no connector; known are ${connectors.map(({ name }) => name).join(', ')}`,
      )
      return []
    }
    const schema = Type.Object(
      {
        ...Common.properties,
        ...(connector.takes === 'logs' && Located.properties),
        ...connector.options.properties,
      },
      { additionalProperties: false },
    )
    const full: unknown = Value.Default(schema, structuredClone(item))
    faults.push(...configFaults(schema, full, { at: where }))
    if (!Value.Check(Common, full) || typeof full !== 'object') return []
    if (seen.has(full.name)) faults.push(`${where}.name: "${full.name}" is used twice`)
    seen.add(full.name)
    const options = Object.fromEntries(
      Object.entries(full).filter(([name]) => name in connector.options.properties),
    )
    const path = Value.Check(Located, full) ? full.path : undefined
    if (connector.takes === 'logs' && path === undefined) return []
    return [{ connector, common: full, path, options }]
  })
  if (faults.length > 0)
    throw new Fault('ERR_CONFIG_INVALID', ['config.yaml:', ...faults].join('\n  '))
  return settings
}
