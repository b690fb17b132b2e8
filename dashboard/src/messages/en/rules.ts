/** Rules: how they do, writing them, trying them on the past. */
export default {
  about: 'What alerts are made of. Counts are of the last 90 days.',
  loading: 'Loading rules',
  none: 'No rule is in force',
  all: 'All rules',
  new: 'New rule',
  search: 'Find a rule',
  text: 'Text of the rule, YAML',
  touch: 'Change the rules',
  heads: {
    rule: 'Rule',
    mode: 'State',
    points: 'Points',
    findings: 'Findings',
    confirmed: 'Confirmed',
    dismissed: 'Dismissed',
    shadowed: 'In shadow',
  },
  modes: { on: 'On', shadow: 'Shadow', off: 'Off' },
  modeMeans: {
    on: 'Its findings raise alerts.',
    shadow: 'Its findings are counted and raise no alert.',
    off: 'Its findings are neither counted nor told.',
  },
  switch: { on: 'Switch on', shadow: 'Put in shadow', off: 'Switch off' },
  origins: {
    catalog: 'Comes with Clientkeep',
    folder: 'File in the data folder',
    own: 'Written here',
  },
  effect:
    '{findings, plural, =0 {No finding} one {# finding} other {# findings}}; alerts confirmed: {confirmed, number}, dismissed: {dismissed, number}; findings in shadow: {shadowed, number}.',
  writtenBy: 'Written by {by}, {time}',
  copy: 'Write one like it',
  remove: 'Remove',
  save: 'Save the rule',
  saveMeans:
    'A saved rule begins in shadow. It can be switched on once this very text was tried on the past.',
  why: 'Why?',
  confirm: 'Confirm',
  noId: 'The text has no id',
  tests: 'Tests',
  noTests:
    'The rule brings no test. It should have one in which it fires and one in which it is silent.',
  faults: '{count, plural, one {# fault, marked in the text} other {# faults, marked in the text}}',
  testPassed: '{name}',
  testFailed: '{name}: gave {actual, number} instead of {expected, number}',
  trial: 'Trial on the past',
  trialText:
    'Replays what is in the journal through this text. Nobody is told, nothing is changed.',
  try: 'Try',
  span: 'Time to look back',
  perWeek: 'alerts a week.',
  trialOf:
    '{findings, plural, =0 {No finding} one {# finding} other {# findings}} in {events, number} events of {days, number} days; {known, number} were known already. {time}',
  week: 'Week of {day}: {alerts, plural, one {# alert} other {# alerts}}, {findings, plural, one {# finding} other {# findings}}',
  onWhom: 'On:',
} as const
