/** Makes the filter for endpoints from the base, after an import. Loads the phone library, so it is loaded itself only when needed. */
import { buildFilter } from '../../content/filter.ts'
import { phonePlan } from '../../content/normalise.ts'
import type { CustomerBase } from './base.ts'

/** Builds the filter over all identifiers and keeps it in the base. */
export function rebuildFilter(base: CustomerBase): void {
  const { key, tokens, atoms, kinds, screen, regions } = base.filterInputs()
  const phonePlans = regions.flatMap(region => phonePlan(region) ?? [])
  const hasAtoms = atoms.kinds.length > 0
  base.keepFilter(
    buildFilter({ tokens, key, phonePlans, kinds, screen, ...(hasAtoms && { atoms }) }),
  )
}
