/** How rules do, the budget of noise, what could be left out. */
export default {
  intro:
    'What officers said of alerts comes back here: which rules are worth reading, and what could be left out. Figures of the last {days, number} days.',
  loading: 'Reading how rules do',
  empty: 'No rule has found anything yet',
  emptyText:
    'Once alerts are closed with a verdict, each rule shows here how many of its alerts were confirmed and how many dismissed.',
  budget: 'Noise this week',
  budgetOf:
    '{dismissed, plural, one {# alert} other {# alerts}} dismissed; the budget is {budget, number}',
  budgetMeans:
    'A budget of false alarms by how many people are watched. Closed as false or as approved counts as dismissed.',
  over: 'More was dismissed this week than the budget allows.',
  eats: '“{title}” took {percent, number} % of the week’s budget: {count, plural, one {# of its alerts was} other {# of its alerts were}} dismissed.',
  suggestions: 'Could be left out',
  suggestionsMeans:
    'Dismissed alerts of a rule share this, and no confirmed one has it. Somebody else has to accept what you propose.',
  suggestion:
    '{count, plural, one {# dismissed alert} other {# dismissed alerts}}, none confirmed{open, plural, =0 {} one {, # open} other {, # open}}',
  trait: {
    device: 'the drive <value></value>',
    place: 'the place <value></value>',
    program: 'the program <value></value>',
    endpoint: 'the endpoint <value></value>',
  },
  of: '“{title}” without <trait></trait>',
  propose: 'Propose…',
  proposeTitle: 'Leave this out of “{title}”',
  proposeWhy: 'Why is it harmless?',
  proposeDo: 'Propose it',
  exclusions: 'Exclusions',
  exclusionsMeans:
    'Findings that raise no alert: every event of theirs has the trait. They are kept and counted.',
  state: {
    proposed: 'proposed',
    'in force': 'in force',
    refused: 'refused',
    withdrawn: 'withdrawn',
  },
  proposedBy: 'proposed by {user} <time></time>',
  decidedBy: 'decided by {user} <time></time>',
  keptOut: '{count, plural, one {# finding} other {# findings}} kept out',
  accept: 'Accept…',
  refuse: 'Refuse…',
  withdraw: 'Withdraw…',
  acceptTitle: 'Put this exclusion in force',
  refuseTitle: 'Refuse this exclusion',
  withdrawTitle: 'Withdraw this exclusion',
  acceptDo: 'Put in force',
  refuseDo: 'Refuse',
  withdrawDo: 'Withdraw',
  why: 'Why?',
  touch: 'Change what rules leave out',
  rules: 'Rules',
  rule: 'Rule',
  findings: 'Findings',
  open: 'Open',
  confirmed: 'Confirmed',
  dismissed: 'Dismissed',
  thisWeek: 'This week',
  right: 'Right',
  bar: '{confirmed, number} confirmed, {dismissed, number} dismissed',
} as const
