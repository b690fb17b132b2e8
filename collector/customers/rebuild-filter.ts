/** Makes the filter for endpoints from the base, after an import. Loads the phone library, so it is loaded itself only when needed. */
import { buildDelta } from '../../content/build-delta.ts'
import { buildFilter, openFilter, withoutDelta } from '../../content/filter.ts'
import { phonePlan } from '../../content/normalise.ts'
import type { CustomerBase } from './base.ts'

/** Brings the filter up to date and keeps it in the base: as a delta where little changed, else built anew over all identifiers. */
export function rebuildFilter(base: CustomerBase): void {
  const { regions, ...parts } = base.filterInputs()
  const phonePlans = regions.flatMap(region => phonePlan(region) ?? [])
  const before = base.filter()?.bytes
  const delta =
    before && before.length > 0
      ? buildDelta(openFilter(withoutDelta(before)), { ...parts, phonePlans })
      : undefined
  if (delta) {
    base.keepDelta(delta)
    return
  }
  const { atoms, ...strong } = parts
  const hasAtoms = atoms.kinds.length > 0
  base.keepFilter(buildFilter({ ...strong, phonePlans, ...(hasAtoms && { atoms }) }))
}
