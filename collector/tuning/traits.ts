/** What the events behind a finding have in common: what an exclusion names. Only what a thief cannot simply call the same. Pure. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { type Trait, type TraitKind, traitKinds } from '../../events/tuning.ts'

type Evidence = DetectionFinding['evidences'][number]
type Shown = DetectionFinding['unmapped']['clientkeep']['evidence'][number]

const readers: Readonly<
  Record<TraitKind, (evidence: Evidence | undefined, shown: Shown) => string | undefined>
> = {
  device: (_, { drive }) => drive,
  // Anybody can give a stick the label of another.
  place: (_, { place }) =>
    place && place.kind !== 'removable' ? `${place.kind} ${place.label}` : undefined,
  // A name says nothing; where it was started from, only those who may write there can change.
  program: evidence => evidence?.actor?.process?.file?.path,
  endpoint: evidence => evidence?.device?.hostname,
}

/** A trait counts where every event of the finding has it: what a stick and a web page gave together is about neither. */
export function traitsOf({ evidences, unmapped }: DetectionFinding): readonly Trait[] {
  const shown = unmapped.clientkeep.evidence
  return traitKinds.flatMap(kind => {
    const values = new Set(shown.map((each, index) => readers[kind](evidences[index], each)))
    const [value] = values
    return values.size === 1 && value !== undefined && value !== '' ? [{ kind, value }] : []
  })
}
