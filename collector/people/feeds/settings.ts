/** What the configuration says about each people feed: what all have in common, and the options of its kind. */
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../../../events/fault.ts'
import { configFaults } from '../../config-faults.ts'
import type { Feed } from './feed.ts'
import { feedKinds } from './registry.ts'

const Common = Type.Object({
  type: Type.String(),
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$', examples: ['hr'] }),
  every_minutes: Type.Integer({ default: 60, minimum: 1, maximum: 10_080 }),
  stale_hours: Type.Integer({
    default: 26,
    minimum: 1,
    maximum: 8760,
    description: 'Older than this, what the feed says is an alarm: somebody may have left since',
  }),
})

export interface FeedSettings {
  readonly feed: Feed
  readonly common: Static<typeof Common>
  readonly options: Record<string, unknown>
}

/** The feeds that the configuration lists. Throws Fault ERR_CONFIG_INVALID that lists every fault. */
export async function readFeeds(
  items: readonly Record<string, unknown>[],
): Promise<FeedSettings[]> {
  const faults: string[] = []
  const settings: FeedSettings[] = []
  for (const [index, item] of items.entries()) {
    const where = `people_feeds[${index}]`
    const kind = typeof item.type === 'string' ? feedKinds[item.type] : undefined
    if (!kind) {
      const known = Object.keys(feedKinds).join(', ')
      faults.push(`${where}.type: "${item.type}" is no people feed; known are ${known}`)
      continue
    }
    const feed = await kind()
    const schema = Type.Object(
      { ...Common.properties, ...feed.options.properties },
      { additionalProperties: false },
    )
    const full: unknown = Value.Default(schema, structuredClone(item))
    const wrong = configFaults(schema, full, { at: where })
    faults.push(...wrong)
    if (wrong.length > 0 || !Value.Check(Common, full) || typeof full !== 'object') continue
    const own = Object.entries(full).filter(([name]) => name in feed.options.properties)
    const options = Object.fromEntries(own)
    const fault = feed.fault(options)
    if (fault !== undefined) faults.push(`${where}: ${fault}`)
    if (settings.some(({ common }) => common.name === full.name))
      faults.push(`${where}.name: "${full.name}" is used twice`)
    settings.push({ feed, common: full, options })
  }
  if (faults.length > 0)
    throw new Fault('ERR_CONFIG_INVALID', ['config.yaml:', ...faults].join('\n  '))
  return settings
}
