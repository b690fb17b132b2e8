/** The watch list while it is edited: rows with a key of their own. Pure. */
import type { WatchKind, WatchPlace, WatchPolicy } from '../../../events/policy.ts'

export interface DraftPlace extends WatchPlace {
  readonly key: number
}

/** All of the policy: what the form does not show is saved as it was. */
export interface Draft extends Omit<WatchPolicy, 'places'> {
  readonly places: readonly DraftPlace[]
}

export const kinds: readonly WatchKind[] = ['removable', 'cloud-sync', 'network', 'folder']

let lastKey = 0
const newKey = (): number => {
  lastKey += 1
  return lastKey
}

export const draftOf = (policy: WatchPolicy): Draft => ({
  ...policy,
  places: policy.places.map(place => ({ ...place, key: newKey() })),
})

export const newPlace = (): DraftPlace => ({
  key: newKey(),
  path: '',
  kind: 'removable',
  label: '',
})

/** The last folder of a path, as a label to start from. */
const lastFolder = (path: string): string => path.split(/[/\\]/).filter(Boolean).at(-1) ?? path

/** What is saved: trimmed, an empty label filled from the path. */
export const policyOf = (draft: Draft): WatchPolicy => ({
  ...draft,
  places: draft.places.map(({ path, kind, label }) => ({
    path: path.trim(),
    kind,
    label: label.trim() || lastFolder(path.trim()),
  })),
})

/** By what the form can change. */
export const isSame = (one: WatchPolicy, other: WatchPolicy): boolean =>
  JSON.stringify([
    one.places.map(({ path, kind, label }) => [path, kind, label]),
    one.removable_drives,
  ]) ===
  JSON.stringify([
    other.places.map(({ path, kind, label }) => [path, kind, label]),
    other.removable_drives,
  ])
