/** What a touch of a key is for, and what can go wrong with it. */
export default {
  title: 'Touch your key',
  signs: 'Your key signs exactly this, and the signature is kept in the record.',
  cancel: 'Cancel',
  again: 'Touch again',
  notTouched: 'The key was not touched in time, or the request was cancelled. Try again.',
  registeredAlready: 'This key is registered already. Plug in another one.',
  otherAddress:
    'Keys work only on the address that they are made for. Open Clientkeep under its own name, on this machine http://localhost.',
  cancelled: 'Cancelled: nothing was done.',
  anotherKey: 'Register another key',
  setUser: 'Set the user {id}: {count, plural, =0 {no role} other {{roles}}}',
  invite: 'Let {id} register a key',
  revoke: 'Revoke the key {label} of {user}',
  keyRules: 'Change the rules for keys',
  emergencyKey: 'Break-glass: a new key for {user}',
  emergencyRole:
    'Break-glass: {user} becomes {role} for {minutes, plural, one {# minute} other {# minutes}}',
  agree: 'Agree to the emergency of {user}',
  newKey: 'A new key for {user}',
  reveal: 'Reveal who {pseudonym} is',
  show: 'Show {viewer} who {pseudonym} is',
  doNotShow: 'Do not show {viewer} who {pseudonym} is',
  watch: 'Change what endpoints watch',
  find: 'Look up who has the address {email}',
  handOut: 'Hand out everything that is kept about {who}',
  delete: 'Delete everything about {who}',
} as const
