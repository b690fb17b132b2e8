/** How well the endpoints are covered. */
export default {
  which: 'Which endpoints',
  all: 'all endpoints',
  state: {
    silent: 'not heard from',
    degraded: 'sees less than it should',
    behind: 'has an older policy',
    sound: 'sound',
  },
  column: {
    endpoint: 'Endpoint',
    state: 'State',
    weak: 'What is weaker or lost',
    heard: 'Last heard',
    version: 'Agent',
    policy: 'Policy',
  },
  never: 'never',
  noneOfThese: 'No endpoint is in this state.',
  empty: 'No endpoint is enrolled yet',
  emptyText:
    'Each endpoint stands here with its sensors, the worst first: what is silent or weaker than it should be is never shown as calm.',
  enrol: 'Another endpoint',
} as const
