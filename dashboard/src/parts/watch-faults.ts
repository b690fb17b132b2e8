/** What is wrong with the rows of a watch list that is being edited, in words. */
import { t } from '../text.ts'
import type { Draft } from './watch-draft.ts'

interface PlaceFaults {
  readonly path?: string
  readonly label?: string
}

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
