/** `--watch [KIND:]DIR`: names a folder to watch from the command line. */
import { basename } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import type { WatchKind, WatchPlace, WatchPolicy } from '../events/policy.ts'
import { absolute } from './options.ts'

const kinds: readonly WatchKind[] = ['removable', 'network', 'cloud-sync', 'folder']

/** `/mnt/stick` is watched as a removable drive; `network:/mnt/share` says another kind. */
export function parseWatch(text: string): WatchPlace {
  const match = /^([a-z-]{2,}):(.+)$/.exec(text)
  const kind = kinds.find(name => name === match?.[1])
  if (match && !kind && !/^[a-z]:/i.test(text)) {
    throw new InvalidArgumentError(
      `"${match[1]}" is no kind of place; use one of ${kinds.join(', ')}`,
    )
  }
  const path = absolute(kind ? (match?.[2] ?? '') : text)
  return { path, kind: kind ?? 'removable', label: basename(path) || path }
}

export const watchOption = (): Option =>
  new Option(
    '--watch <[kind:]dir>',
    `watch a folder, as a removable drive unless a kind stands before it (${kinds.join(', ')}); may be repeated`,
  ).argParser((text: string, before: WatchPlace[] | undefined) => [
    ...(before ?? []),
    parseWatch(text),
  ])

/** The policy with the places in it; undefined where it has them already. */
export function withPlaces(
  policy: WatchPolicy,
  places: readonly WatchPlace[],
): WatchPolicy | undefined {
  const isKnown = (place: WatchPlace) =>
    policy.places.some(({ path, kind }) => path === place.path && kind === place.kind)
  const added = places.filter(place => !isKnown(place))
  if (added.length === 0) return undefined
  const kept = policy.places.filter(({ path }) => added.every(place => place.path !== path))
  return { ...policy, places: [...kept, ...added] }
}
