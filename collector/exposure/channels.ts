/** Where customers went, and what that means: still inside, or out. The numbers are stored; they never change their meaning. */

import type { FileActivity } from '../../events/file-activity.ts'
import type { PlaceKind } from '../../events/policy.ts'
import type { ExposureStage } from '../../events/taken.ts'

export interface Channel {
  readonly id: number
  readonly name: PlaceKind
  readonly stage: ExposureStage
}

/** A network share and a watched folder are the company's own until a policy says otherwise; a drive and a sync client carry out. */
const channels: readonly Channel[] = [
  { id: 1, name: 'removable', stage: 'out' },
  { id: 2, name: 'cloud-sync', stage: 'out' },
  { id: 3, name: 'network', stage: 'staged' },
  { id: 4, name: 'folder', stage: 'staged' },
]

const byName = new Map(channels.map(channel => [channel.name, channel]))
const byId = new Map(channels.map(channel => [channel.id, channel]))

/** The channel of a stored number. */
export const channelOf = (id: number): Channel | undefined => byId.get(id)

/** The channel that a file event is evidence of; undefined where nothing was taken. */
export function channelOfEvent({ activity_name, unmapped }: FileActivity): Channel | undefined {
  if (activity_name === 'Delete') return undefined
  return byName.get(unmapped.clientkeep.place.kind)
}
