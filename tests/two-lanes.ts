/** The order in which test files run on two workers: what brings a browser, a machine or a broker beside what does not, the long ones first, so that neither core is crowded or idle. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Whatever is tested here is several programs at once. */
const crowded = ['virtual-endpoint', 'e2e', 'cluster', 'windows', 'packaging']

/** Seconds that files take, roughly, where it is more than a few. One that is missing or wrong makes the run longer, and nothing else. */
const seconds: Readonly<Record<string, number>> = {
  'virtual-endpoint/endpoint': 80,
  'e2e/admin': 50,
  'e2e/states': 40,
  'cluster/cluster': 60,
  'e2e/access': 35,
  'e2e/approvals': 33,
  'windows/agent': 27,
  'e2e/gateway': 26,
  'e2e/main-job': 25,
  'e2e/officer': 22,
  'packaging/deb': 20,
  'e2e/demo-pseudonyms': 9,
  'windows/platform': 8,
  'e2e/presence': 6,
  'collector/notify/notify': 35,
  'collector/backup': 17,
  'cli/rules': 17,
  'evaluation/evaluate': 15,
  'collector/probes': 15,
  'collector/people/departures': 15,
  'cli/cli': 13,
  'collector/ingest': 13,
  'collector/crash-storm': 13,
  'cli/operate': 13,
  'collector/attack/fuzz': 13,
  'collector/main-job': 11,
  'collector/detect': 11,
  'rules/sigma-corpus': 10,
}
const secondsOtherwise = 2.5

interface File {
  readonly specification: TestSpecification
  readonly seconds: number
  readonly isCrowded: boolean
}

function fileOf(specification: TestSpecification): File {
  const [, name = ''] = /tests\/(.+)\.test\.ts$/.exec(specification.moduleId) ?? []
  const isCrowded = crowded.some(folder => name.startsWith(`${folder}/`))
  return { specification, seconds: seconds[name] ?? secondsOtherwise, isCrowded }
}

/** Deals files as two workers will take them: at most one of the crowded is under way while there are others. */
function dealt(files: readonly File[]): readonly File[] {
  const byLength = files.toSorted((one, other) => other.seconds - one.seconds)
  const crowds = byLength.filter(({ isCrowded }) => isCrowded)
  const others = byLength.filter(({ isCrowded }) => !isCrowded)
  const order: File[] = []
  let [free, busyUntil, crowdedUntil] = [0, 0, 0]
  for (;;) {
    const wanted = crowdedUntil <= free ? crowds : others
    const next = wanted.shift() ?? others.shift() ?? crowds.shift()
    if (!next) return order
    order.push(next)
    const end = free + next.seconds
    if (next.isCrowded) crowdedUntil = end
    free = Math.min(busyUntil, end)
    busyUntil = Math.max(busyUntil, end)
  }
}

export class TwoLanes extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    return dealt(specifications.map(fileOf)).map(({ specification }) => specification)
  }
}
