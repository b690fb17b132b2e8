/** The watch list while it is edited: rows with a key of their own, and what is wrong with each. Pure. */
import type { WatchKind, WatchPlace, WatchPolicy } from '../../../events/policy.ts'
import { t } from '../text.ts'

export interface DraftPlace extends WatchPlace {
  readonly key: number
}

export interface Draft {
  readonly places: readonly DraftPlace[]
  readonly removable_drives: boolean
}

interface PlaceFaults {
  readonly path?: string
  readonly label?: string
}

export const kinds: readonly WatchKind[] = ['removable', 'cloud-sync', 'network', 'folder']

let lastKey = 0
const newKey = (): number => {
  lastKey += 1
  return lastKey
}

export const draftOf = ({ places, removable_drives }: WatchPolicy): Draft => ({
  places: places.map(place => ({ ...place, key: newKey() })),
  removable_drives,
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
export const policyOf = ({ places, removable_drives }: Draft): WatchPolicy => ({
  places: places.map(({ path, kind, label }) => ({
    path: path.trim(),
    kind,
    label: label.trim() || lastFolder(path.trim()),
  })),
  removable_drives,
})

export const isSame = (one: WatchPolicy, other: WatchPolicy): boolean =>
  JSON.stringify([
    one.places.map(({ path, kind, label }) => [path, kind, label]),
    one.removable_drives,
  ]) ===
  JSON.stringify([
    other.places.map(({ path, kind, label }) => [path, kind, label]),
    other.removable_drives,
  ])

const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:\\/.test(path)

/** Faults by row key; rows without one are absent. */
export function faultsOf({ places }: Draft): ReadonlyMap<number, PlaceFaults> {
  const faults = new Map<number, PlaceFaults>()
  const seen = new Set<string>()
  for (const { key, path: typed } of places) {
    const path = typed.trim()
    if (path === '') faults.set(key, { path: t('setup.fault.empty') })
    else if (!isAbsolute(path)) faults.set(key, { path: t('setup.fault.relative') })
    else if (seen.has(path)) faults.set(key, { path: t('setup.fault.twice') })
    seen.add(path)
  }
  return faults
}
