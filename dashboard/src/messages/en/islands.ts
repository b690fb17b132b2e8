/** Files at rest that hold customers. */
export default {
  text: 'Files on endpoints that hold customers of your base: the lists that grew beside the CRM. Agents search slowly, and only where the policy says so.',
  none: 'No file at rest is known to hold customers',
  noneText:
    'Switch the inventory on in the <link>policy</link> (watch.inventory); agents then begin to search.',
  loading: 'Loading files at rest',
  changed: 'changed <time></time>',
  holds: '{count, plural, one {# customer} other {# customers}}',
  nobody: 'nobody is bound to this account',
  running: '{endpoint}: {done} of {files} files searched',
  paused: '{endpoint}: paused at {done} of {files} files',
  done: '{endpoint}: all {files} files searched',
  more: 'The {shown} of {total} files with the most customers.',
} as const
