/** A hunt as its address says it, and what that asks of the collector. A link to a hunt is the hunt. */
import { queryOptions } from '@tanstack/react-query'
import type { HistoryGroup, HistoryQuery } from '../../events/history.ts'
import type { PlaceKind } from '../../events/policy.ts'
import { client, take } from './client.ts'

export const dayMs = 86_400_000

export const groupNames: readonly HistoryGroup[] = [
  'person',
  'endpoint',
  'place',
  'label',
  'name',
  'activity',
  'class',
]
export const placeKinds: readonly PlaceKind[] = [
  'removable',
  'cloud-sync',
  'network',
  'folder',
  'phone',
  'printer',
  'clipboard',
  'crm',
]

/** What stands in the address; times in UTC epoch milliseconds, `days` where none are given. */
export interface Hunt {
  readonly q: string
  readonly person: string
  readonly endpoint: string
  readonly place: PlaceKind | undefined
  readonly activity: string
  readonly klass: number | undefined
  readonly customers: number
  readonly group: HistoryGroup
  readonly days: number
  readonly from: number | undefined
  readonly to: number | undefined
}

const daysFirst = 30
const numberIn = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined

export function huntOf(search: string): Hunt {
  const given = new URLSearchParams(search)
  return {
    q: given.get('q') ?? '',
    person: given.get('person') ?? '',
    endpoint: given.get('endpoint') ?? '',
    place: placeKinds.find(kind => kind === given.get('place')),
    activity: given.get('activity') ?? '',
    klass: numberIn(given.get('class')),
    customers: numberIn(given.get('customers')) ?? 0,
    group: groupNames.find(name => name === given.get('group')) ?? 'person',
    days: numberIn(given.get('days')) ?? daysFirst,
    from: numberIn(given.get('from')),
    to: numberIn(given.get('to')),
  }
}

/** Fields that can be written among the words, as `endpoint:lt-0231`. */
const fieldNames = ['person', 'endpoint', 'activity', 'class', 'place', 'customers'] as const

/** What a line of the search box asks for: its fields, and the words that are left. Pure. */
export function spokenHunt(line: string): Partial<Hunt> {
  const params = new URLSearchParams()
  const words = line.split(/\s+/).filter(word => {
    const [, name = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? []
    const isField = fieldNames.some(field => field === name)
    if (isField) params.set(name, value.replace(/^["'>=]+|["']+$/g, ''))
    return !isField && word !== ''
  })
  const found = huntOf(params.toString())
  return {
    q: words.join(' '),
    ...(params.has('person') && { person: found.person }),
    ...(params.has('endpoint') && { endpoint: found.endpoint }),
    ...(params.has('activity') && { activity: found.activity }),
    ...(params.has('class') && { klass: found.klass }),
    ...(params.has('place') && { place: found.place }),
    ...(params.has('customers') && { customers: found.customers }),
  }
}

/** The address of a hunt: nothing in it that is as it is at first. */
export function searchOf(hunt: Hunt): string {
  const params = new URLSearchParams()
  const set = (name: string, value: string | number | undefined, first: string | number = '') => {
    if (value !== undefined && value !== first) params.set(name, String(value))
  }
  set('q', hunt.q)
  set('person', hunt.person)
  set('endpoint', hunt.endpoint)
  set('place', hunt.place)
  set('activity', hunt.activity)
  set('class', hunt.klass)
  set('customers', hunt.customers, 0)
  set('group', hunt.group, 'person')
  set('days', hunt.days, daysFirst)
  set('from', hunt.from)
  set('to', hunt.to)
  const text = params.toString()
  return text === '' ? '/hunt' : `/hunt?${text}`
}

function queryOf(hunt: Hunt, now: number): HistoryQuery {
  const { q, person, endpoint, place, activity, klass, customers } = hunt
  return {
    ...(q !== '' && { q }),
    ...(person !== '' && { person }),
    ...(endpoint !== '' && { endpoint }),
    ...(place && { place }),
    ...(activity !== '' && { activity }),
    ...(klass !== undefined && { class: klass }),
    ...(customers > 0 && { customers }),
    group: hunt.group,
    from: hunt.from ?? now - hunt.days * dayMs,
    to: hunt.to ?? now,
  }
}

export const eventsQuery = (hunt: Hunt) =>
  queryOptions({
    queryKey: ['events', hunt],
    queryFn: () =>
      take(client.GET('/api/v1/events', { params: { query: queryOf(hunt, Date.now()) } })),
    placeholderData: before => before,
  })

/** The rows behind the last one that is shown. */
export const eventsBefore = (hunt: Hunt, before: number) =>
  take(
    client.GET('/api/v1/events', {
      params: { query: { ...queryOf(hunt, Date.now()), before } },
    }),
  )

export const eventQuery = (offset: number) =>
  queryOptions({
    queryKey: ['event', offset],
    queryFn: () => take(client.GET('/api/v1/events/{offset}', { params: { path: { offset } } })),
  })

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A Sigma rule that finds what this hunt finds, to be named and tried. A person is no part of a rule. Pure. */
export function ruleDraft({ q, place, activity, customers, endpoint }: Hunt): string {
  const fields = [
    ...(activity !== '' ? [`    activity_name: ${quoted(activity)}`] : []),
    ...(place ? [`    unmapped.clientkeep.place.kind: ${place}`] : []),
    ...(endpoint !== '' ? [`    device.hostname: ${quoted(endpoint)}`] : []),
    ...(customers > 0 ? [`    unmapped.clientkeep.customers.distinct|gte: ${customers}`] : []),
    ...q
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 1)
      .map(word => `    file.name|contains: ${quoted(word)}`),
  ]
  return [
    'title: Name what it finds, in words for officers',
    `id: ${crypto.randomUUID()}`,
    'name: own.describe-it-here',
    'status: experimental',
    'level: medium',
    'description: What it means when this is found.',
    'logsource: { product: clientkeep, category: file_event }',
    'detection:',
    '  selection:',
    ...(fields.length > 0 ? fields : ['    activity_name: Create']),
    '  condition: selection',
    'falsepositives: [Say what else it could be]',
    'clientkeep:',
    '  points: 4',
    '  runbook: |',
    '    1. Open the person and look at what was taken.',
    '',
  ].join('\n')
}
