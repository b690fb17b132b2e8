/** What the configuration says about each channel: what all have in common, and the options of its kind. */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../events/fault.ts'
import { configFaults } from '../config-faults.ts'
import type { Channel } from './channel.ts'
import { channels } from './registry.ts'

const Common = Type.Object({
  type: Type.String(),
  name: Type.String({
    pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
    examples: ['officers'],
    description: 'Its own name; where it got to is kept under it',
  }),
  min_severity: Type.Union(
    [
      Type.Literal('informational'),
      Type.Literal('low'),
      Type.Literal('medium'),
      Type.Literal('high'),
      Type.Literal('critical'),
    ],
    { default: 'medium' },
  ),
  tells: Type.Array(
    Type.Union([
      Type.Literal('alerts'),
      Type.Literal('approvals'),
      Type.Literal('secured'),
      Type.Literal('departures'),
    ]),
    {
      default: ['alerts'],
      minItems: 1,
      uniqueItems: true,
      description:
        'alerts; requests for approval, to who is asked; that a person was secured; that somebody has left, with what is open',
    },
  ),
  group_s: Type.Integer({
    minimum: 0,
    maximum: 3600,
    default: 10,
    description: 'Waits this long for more before it tells',
  }),
  throttle_s: Type.Integer({
    minimum: 0,
    maximum: 86_400,
    default: 3600,
    description: 'An alert that grows is told again at most this often',
  }),
  give_up_h: Type.Number({
    minimum: 0,
    maximum: 720,
    default: 24,
    description: 'After so many hours of failures a message is a dead letter',
  }),
  names: Type.Boolean({ default: false, description: 'People by name, not only by pseudonym' }),
  details: Type.Boolean({ default: false, description: "With the file's and the drive's name" }),
})

export interface ChannelSettings {
  readonly channel: Channel
  readonly common: Static<typeof Common>
  readonly options: Record<string, unknown>
}

/** The channels that the configuration lists. Throws Fault ERR_CONFIG_INVALID that lists every fault. */
export function readChannels(items: readonly Record<string, unknown>[]): ChannelSettings[] {
  const faults: string[] = []
  const seen = new Set<string>()
  const settings = items.flatMap((item, index) => {
    const where = `notify.channels[${index}]`
    const channel = channels.find(({ name }) => name === item.type)
    if (!channel) {
      faults.push(
        `${where}.type: "${item.type}" is no channel; known are ${channels.map(({ name }) => name).join(', ')}`,
      )
      return []
    }
    const schema = Type.Object(
      { ...Common.properties, ...channel.options.properties },
      { additionalProperties: false },
    )
    const full: unknown = Value.Default(schema, structuredClone(item))
    faults.push(...configFaults(schema, full, { at: where }))
    if (!Value.Check(Common, full) || typeof full !== 'object') return []
    if (seen.has(full.name)) faults.push(`${where}.name: "${full.name}" is used twice`)
    seen.add(full.name)
    const options = Object.fromEntries(
      Object.entries(full).filter(([name]) => name in channel.options.properties),
    )
    return [{ channel, common: full, options }]
  })
  if (faults.length > 0)
    throw new Fault('ERR_CONFIG_INVALID', ['config.yaml:', ...faults].join('\n  '))
  return settings
}
