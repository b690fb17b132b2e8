/** Reads what we add to correlations under `clientkeep`: baseline, absence and suppress. */
import { didYouMean, type Report } from '../faults.ts'
import { type Reader, reader } from '../reader.ts'
import type { YamlMap } from '../yaml.ts'
import type { Baseline, CorrelationType, Deviation, Reference } from './correlation.ts'
import { readTimespan } from './timespan.ts'

/** The keys of `clientkeep` that only correlations have. */
export const correlationKeys = ['baseline', 'absence', 'suppress'] as const

/** What our keys add to a correlation. */
export interface Additions {
  readonly baseline?: Baseline
  readonly isAbsence: boolean
  readonly suppressMs: number
}

const daysMax = 90

function numberAt(
  read: Reader,
  key: string,
  [min, max]: readonly [number, number],
): number | undefined {
  const found = read.node(key)
  const value = found?.kind === 'scalar' ? found.value : undefined
  return typeof value === 'number' && value >= min && value <= max ? value : undefined
}

function readDeviation(read: Reader, owner: string, report: Report): Deviation | undefined {
  const forms = (['deviations', 'percentile'] as const).filter(key => read.node(key))
  const [form] = forms
  const days = read.integer('days', [1, daysMax], true)
  const minimum = read.integer('minimum', [1, owner === 'own' ? (days ?? daysMax) : 1000], true)
  if (!form || forms.length > 1) {
    const at = read.at(form ?? 'deviations')
    return void report(at, `"baseline.${owner}" needs either "deviations" or "percentile"`)
  }
  const value = numberAt(read, form, [0, form === 'percentile' ? 100 : 1000])
  if (value === undefined) {
    const most = form === 'percentile' ? 100 : 1000
    return void report(read.at(form), `"${form}" must be a number from 0 to ${most}`)
  }
  return days === undefined || minimum === undefined ? undefined : { [form]: value, days, minimum }
}

const deviationKeys = ['days', 'minimum', 'deviations', 'percentile'] as const

function readBaseline(map: YamlMap, report: Report): Baseline | undefined {
  const read = reader(map, 'clientkeep.baseline', report)
  read.only(['own', 'peers'])
  const ownMap = read.map('own', false)
  const peersMap = read.map('peers', false)
  if (!ownMap && !peersMap) report(map.at, '"clientkeep.baseline" needs "own", "peers" or both')
  const readOwn = ownMap && reader(ownMap, 'baseline.own', report)
  const readPeers = peersMap && reader(peersMap, 'baseline.peers', report)
  readOwn?.only(deviationKeys)
  readPeers?.only(['field', ...deviationKeys])
  const own = readOwn && readDeviation(readOwn, 'own', report)
  const field = readPeers?.text('field', true)
  const peers = readPeers && readDeviation(readPeers, 'peers', report)
  return {
    ...(own && { own }),
    ...(peers && field !== undefined && { peers: { ...peers, field } }),
  }
}

/** The rule whose absence is meant must be the last of at least two, in order. */
function readAbsence(
  read: Reader,
  type: CorrelationType | undefined,
  references: readonly Reference[],
  report: Report,
): boolean {
  const text = read.text('absence', false)
  if (text === undefined) return false
  const last = references.at(-1)?.text
  if (type !== undefined && type !== 'temporal_ordered') {
    report(read.at('absence'), '"absence" needs the type temporal_ordered')
  }
  if (references.length < 2) {
    report(
      read.at('absence'),
      '"absence" needs two rules: one that happens and one that must follow',
    )
  } else if (last !== undefined && text !== last) {
    const hint = didYouMean(text, [last])
    report(
      read.at('absence'),
      `"absence" must name the last of the correlation's rules, "${last}"${hint}`,
    )
  }
  return true
}

/** Reads our keys out of a `clientkeep` block, reporting every fault in them. */
export function readAdditions(
  block: YamlMap | undefined,
  type: CorrelationType | undefined,
  references: readonly Reference[],
  report: Report,
): Additions {
  if (!block) return { isAbsence: false, suppressMs: 0 }
  const read = reader(block, 'clientkeep', report)
  const isAbsence = readAbsence(read, type, references, report)
  const wrong = (message: string) => report(read.at('suppress'), `"clientkeep.suppress" ${message}`)
  const suppressMs = readTimespan(read, 'suppress', wrong, false) ?? 0
  const map = read.map('baseline', false)
  if (map && type?.startsWith('temporal')) {
    report(map.at, '"clientkeep.baseline" needs a count or a value: temporal types have none')
  }
  const baseline = map && readBaseline(map, report)
  return { isAbsence, suppressMs, ...(baseline && { baseline }) }
}
