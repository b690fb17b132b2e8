/** The correlation rules that the benchmark gives to every engine that reads Sigma, as YAML. */

const base = (name: string, number: number) => `title: ${name}
id: 00000000-0000-4000-8000-00000000000${number}
name: ${name}
logsource: { product: bench, category: activity }
detection:
  selection: { kind: ${name} }
  condition: selection
level: low
`

const correlation = (title: string, number: number, body: string) => `title: ${title}
id: 00000000-0000-4000-8000-00000000010${number}
name: ${title}
correlation:
${body}level: high
`

/** What is counted per person. */
export type Measure = 'event_count' | 'value_count' | 'value_sum'

const field: Record<Measure, string> = {
  event_count: '',
  value_count: 'field: target, ',
  value_sum: 'field: amount, ',
}

/** Counts per person over `seconds`; each fires from its threshold on. */
export const perPerson = (
  thresholds: Readonly<Partial<Record<Measure, number>>>,
  seconds: number,
): string =>
  [
    base('copy', 1),
    ...(['event_count', 'value_count', 'value_sum'] as const).flatMap((type, index) => {
      const least = thresholds[type]
      if (least === undefined) return []
      return [
        correlation(
          type,
          index + 1,
          `  type: ${type}\n  rules: [copy]\n  group-by: [person]\n  timespan: ${seconds}s\n  condition: { ${field[type]}gte: ${least} }\n`,
        ),
      ]
    }),
  ].join('---\n')

/** Failed sign-ins, many targets, much moved, and a success after a failure: four correlations in five minutes. */
export const mixed: string = [
  base('failed', 1),
  base('succeeded', 2),
  base('moved', 3),
  correlation(
    'failures',
    1,
    '  type: event_count\n  rules: [failed]\n  group-by: [person]\n  timespan: 5m\n  condition: { gte: 4 }\n',
  ),
  correlation(
    'targets',
    2,
    '  type: value_count\n  rules: [failed]\n  group-by: [person]\n  timespan: 5m\n  condition: { field: target, gte: 10 }\n',
  ),
  correlation(
    'amounts',
    3,
    '  type: value_sum\n  rules: [moved]\n  group-by: [person]\n  timespan: 5m\n  condition: { field: amount, gte: 50000 }\n',
  ),
  correlation(
    'guessed',
    4,
    '  type: temporal_ordered\n  rules: [failed, succeeded]\n  group-by: [person]\n  timespan: 5m\n',
  ),
].join('---\n')
