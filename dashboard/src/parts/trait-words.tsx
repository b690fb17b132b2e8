/** What an exclusion names, in words, with the value as it stands in events. */
import type { Trait } from '../../../events/tuning.ts'
import { t } from '../text.ts'

export const TraitWords = ({ trait: { kind, value } }: { readonly trait: Trait }) => (
  <>{t.rich(`tuning.trait.${kind}`, { value: () => <code>{value}</code> })}</>
)
