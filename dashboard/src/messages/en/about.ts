/** What is kept about who is signed in. */
export default {
  title: 'What is kept about you',
  nobody:
    'You are signed in without an entry in the directory, so nothing is kept under your name but what you do here.',
  known: 'In lists you appear as {pseudonym}. Your accounts: {accounts}.',
  watched: 'Because you gave notice, more is looked at.',
  watchedUntil: 'Because you gave notice, more is looked at until {date}.',
  forever: 'Kept without an end.',
  days: 'Kept for {count, plural, one {# day} other {# days}}.',
  revealed: 'On {date} somebody saw your name: {reason}',
  what: {
    directory:
      'Name, address, department, title, manager, accounts, working hours and zone, notice and last working day',
    events:
      'Files, copies, prints and devices on work endpoints: names and counts of customers, never contents',
    alerts: 'Alerts with their evidence, and what was decided on them',
    records: 'Sign-ins, and who saw the name behind a pseudonym, with the reason',
    backups: 'Copies of all of it, made by the administrator',
  },
  why: {
    directory: 'To know whose account is whose, and who leaves',
    events: 'To notice when customers are carried out of the company',
    alerts: 'To answer what was taken, and to correct mistakes',
    records: 'To hold those who look to account',
    backups: 'To survive a broken disk; what is deleted here stays in them until they are deleted',
  },
} as const
