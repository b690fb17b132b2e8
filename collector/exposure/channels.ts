/** Where customers went, and what that means: still inside, or out. The numbers are stored; they never change their meaning. */
import type { PlaceKind } from '../../events/policy.ts'
import type { SeenEvent } from '../../events/seen-event.ts'
import type { ExposureStage } from '../../events/taken.ts'

export interface Channel {
  readonly id: number
  readonly name: PlaceKind
  readonly stage: ExposureStage
}

/** A network share, a watched folder and the clipboard are the company's own until a policy says otherwise; a drive, a sync client, a phone and paper carry out. */
const channels: readonly Channel[] = [
  { id: 1, name: 'removable', stage: 'out' },
  { id: 2, name: 'cloud-sync', stage: 'out' },
  { id: 3, name: 'network', stage: 'staged' },
  { id: 4, name: 'folder', stage: 'staged' },
  { id: 5, name: 'phone', stage: 'out' },
  { id: 6, name: 'printer', stage: 'out' },
  { id: 7, name: 'clipboard', stage: 'staged' },
  { id: 20, name: 'crm', stage: 'exported' },
]

const byName = new Map(channels.map(channel => [channel.name, channel]))
const byId = new Map(channels.map(channel => [channel.id, channel]))

/** The channel of a stored number. */
export const channelOf = (id: number): Channel | undefined => byId.get(id)

/** The channels of a stage. */
export const channelsOf = (stage: ExposureStage): readonly Channel[] =>
  channels.filter(channel => channel.stage === stage)

/** What takes customers somewhere; reading, deleting and finding them does not. */
const taking: ReadonlySet<string> = new Set([
  ...['Create', 'Update', 'Rename', 'Write', 'Print'],
  ...['Export', 'Release'],
])
const denied = 2

/** The channel that an event is evidence of; undefined where nothing was taken. */
export function channelOfEvent({
  activity_name,
  action_id,
  unmapped,
}: SeenEvent): Channel | undefined {
  const { kind } = unmapped.clientkeep.place
  // What the gateway holds or refuses was not handed out.
  if (!taking.has(activity_name) || (kind === 'crm' && action_id === denied)) return undefined
  return byName.get(kind)
}

/** Whether customers were looked at in an application: no exposure, but counted in the person's budget. */
export const isView = ({ activity_name, unmapped }: SeenEvent): boolean =>
  activity_name === 'Read' && unmapped.clientkeep.place.kind === 'crm'
