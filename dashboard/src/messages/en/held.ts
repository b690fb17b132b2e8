/** Files that endpoints hold. */
export default {
  text: 'Files on their way out that endpoints put aside, sealed, as policy says. Whoever needs one asks for approval; you can decide here on your own, with a reason that is recorded.',
  loading: 'Loading held files',
  none: 'No endpoint holds a file',
  noneText: 'What is held, and what only warned of or told, says the <link>policy</link>.',
  open: 'Held now',
  over: 'Over',
  customers: '{count, plural, one {# customer} other {# customers}}',
  inADay: '{counted}, with what was taken within a day {day, number}',
  at: '{endpoint}, on the way to {place}',
  since: 'held <time></time>',
  number: 'number {id}',
  state: {
    released: 'given back',
    refused: 'deleted',
    failed: 'could not be held: it stayed where it was',
  },
  decided: {
    release: 'goes back as soon as the endpoint hears of it ({by})',
    refuse: 'is deleted as soon as the endpoint hears of it ({by})',
  },
  asked: 'A request waits for a decision',
  do: { release: 'Let go…', refuse: 'Delete…', code: 'Code…' },
  title: {
    release: 'Let {name} go',
    refuse: 'Delete the held copy of {name}',
    code: 'Give a code for {name}',
  },
  note: {
    release: '{endpoint} gives the file back, unchanged, to where it was, and nowhere else.',
    refuse: '{endpoint} deletes what it holds. The original, where there is one, is not touched.',
    code: 'For an endpoint without a network: you read the code out, the person writes it into the note beside the file. It is good for today.',
  },
  why: 'Why?',
  act: { release: 'Let go', refuse: 'Delete', code: 'Show the code' },
  touch: {
    release: 'let the held file {name} go',
    refuse: 'delete the held file {name}',
    code: 'give a code for the held file {name}',
  },
  codeTitle: 'The code',
  codeText:
    'For {day} (UTC). The person writes it behind the colon of the note beside {file} and saves the note; the file comes back at once.',
  codeDone: 'Done',
} as const
