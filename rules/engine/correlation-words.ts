/** Says in words why a correlation fired, as explain.ts does for detections. */
import type { Bound, CorrelationRule } from './correlation/correlation.ts'

const signs: Readonly<Record<Bound['comparison'], string>> = {
  ...{ gt: '>', gte: '≥', lt: '<', lte: '≤', eq: '=', neq: '≠' },
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
] as const

/** A span as rules write it: `7d`, `90m`, `30s`. */
function spanInWords(ms: number): string {
  const [size, unit] = units.find(([size]) => ms % size === 0) ?? [1000, 's']
  return `${ms / size}${unit}`
}

const measures: Readonly<Record<CorrelationRule['type'], string>> = {
  event_count: 'number of',
  value_count: 'different values of',
  value_sum: 'sum of',
  value_avg: 'average of',
  value_percentile: 'percentile of',
  temporal: 'all of',
  temporal_ordered: 'in this order:',
}

/** What met the condition, and for whom; `names` are the names of the referenced rules. */
export function correlationReasons(
  spec: CorrelationRule,
  names: readonly string[],
  group: Readonly<Record<string, string>>,
  value: number,
): readonly string[] {
  const within = `within ${spanInWords(spec.timespanMs)}`
  const groups = Object.entries(group).map(([field, text]) => `${field} is ${text}`)
  if (spec.isAbsence) {
    const [awaited = ''] = names.slice(-1)
    return [`${names.slice(0, -1).join(', ')} not followed by ${awaited} ${within}`, ...groups]
  }
  const rules = names.join(', ')
  const measure = measures[spec.type]
  if (spec.type.startsWith('temporal')) return [`${measure} ${rules}, ${within}`, ...groups]
  const bounds = spec.bounds.map(({ comparison, number }) => `${signs[comparison]} ${number}`)
  const what = spec.fields.length > 0 ? `${spec.fields.join(', ')} in ${rules}` : rules
  const shown = Number.isInteger(value) ? value : value.toFixed(2)
  return [`${measure} ${what}: ${shown} (${bounds.join(' and ')}) ${within}`, ...groups]
}
