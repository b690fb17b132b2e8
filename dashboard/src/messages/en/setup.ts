/** The first-run page: imports, accounts, watched places, endpoints and rules. */
export default {
  loading: 'Loading the set-up',
  stepsDone: 'Steps done',
  progress: '{done, number} of {total, number} done',
  mark: { done: 'done', todo: 'to do', look: 'needs a look' },
  next: 'What happens next',
  nextReady:
    'Clientkeep is watching. When somebody who is leaving copies customers to a watched place, an alert appears in the <link>queue</link> within seconds.',
  nextTodo:
    'Once customers and people are here and a place is watched, an alert appears in the <link>queue</link> within seconds of a copy. Each step can be skipped and done later.',
  toTry:
    'To try it, copy a file with a few dozen of your customers to a watched place, under the account of somebody with a last working day.',
  pseudonyms: 'People stay pseudonyms until somebody asks for a name with a reason.',
  others:
    'Only this computer is watched so far. <link>Enrol the others</link>: each needs the agent and one line.',
  tellMe:
    '<link>Have alerts told</link> by mail, webhook or syslog, so that nobody has to keep this page open.',
  letIn:
    '<link>Give officers and admins their own sign-in</link> with a hardware key: the console’s link may do everything, as nobody in particular.',
  keepSafe: '<link>Make backups</link>: the evidence lies on this machine alone.',
  nobodyLeaves:
    'Nobody in the file leaves. If somebody does, give a last working day there, or <link>mark the person</link>: rules about leavers then apply.',
  contentStays:
    'The content of files never leaves the endpoint; what travels is a count and keyed tokens.',
  customers: 'Customers',
  customersSummary: '{customers}, known by {emails} e-mails and {phones} phones',
  customersTodo: 'The base that must not leave: an export of your CRM',
  people: 'People',
  peopleSummary: '{people}, {departing, number} leaving',
  peopleTodo: 'Who works here and who leaves when: a file from HR',
  accounts: 'Who is who',
  accountsSummary:
    '{count, plural, one {# account} other {# accounts}} seen on endpoints, not bound to a person yet',
  accountsNone: 'No account waits for a person',
  accountsTodo: 'Whose accounts the endpoints report; after people are imported',
  watch: 'Watched folders and drives',
  everyDrive: 'every removable drive',
  watchTodo: 'Where customers could leave through: sticks, synced folders, network drives',
  endpoints: 'Endpoints and rules',
  endpointsSummary: '{endpoints} online, {rules} on',

  columns: 'Which columns are understood',
  column: 'Column',
  example: 'For example',
  whatFor: 'What for',
  languages:
    'Names of columns in English, Indonesian, Russian, German, Spanish and Portuguese are understood; others are reported, not guessed.',
  region: 'Phones without a country code are read as {region}.',
  importAnnounced:
    '{file}: {added, plural, one {# row} other {# rows}} added, {refused, number} refused',
  reading: 'Reading {file} ({size}) …',
  drop: {
    customers: 'Drop a CSV or Excel file of customers here or <u>choose a file</u>',
    people: 'Drop a CSV or Excel file of people here or <u>choose a file</u>',
  },
  sameCommand: 'The same on the command line',
  intro: {
    customers:
      'Export your customers from the CRM as CSV or Excel workbook (xlsx) and drop the file here. A header row is needed; comma, semicolon and tab all work. Importing again updates.',
    people:
      'Export people from HR as CSV or Excel workbook (xlsx) and drop the file here. The HR file that Microsoft Purview takes (EmailAddress, ResignationDate, LastWorkingDate) is accepted as it is.',
  },
  note: {
    number: 'or id, code; keeps a customer the same next time',
    name: 'or first name and last name',
    recognises: 'recognises a customer in files',
    helps: 'help to read an alert',
    email: 'or email; needed',
    lastDay: 'or last day; empty for who stays',
    notice: 'or notice date',
    aliases: 'accounts on computers and in the CRM',
    shown: 'shown to officers',
  },
  outcome: {
    customers: '<b>{file}</b>: {rows} read, now <b>{total}</b> in the base.',
    people: '<b>{file}</b>: {rows} read, now <b>{total}</b> in the directory.',
  },
  tally: { added: 'added', changed: 'changed', unchanged: 'unchanged', refused: 'refused' },
  understood: 'Understood: {columns}.',
  faults:
    'Refused or read in part: correct these lines and import the file again; what is in already stays.',
  line: 'Line',
  wrong: 'What is wrong',
  nextStep: { customers: 'Next: people', people: 'Next: watched folders and drives' },

  noDepartment: 'No department',
  bound: '{alias} is {pseudonym} from now on.',
  accountOn: '<b>{account}</b> on {endpoint}',
  accountEvents: '{count, plural, one {# event} other {# events}}, last <time></time>',
  whoIs: 'Who is {alias}',
  loadingPeople: 'Loading people …',
  choosePerson: 'Choose a person',
  nobodyMatches: 'Nobody matches',
  bind: 'Bind',
  whoIsPerson: 'Who is {pseudonym}?',
  toBind: 'To bind the account {alias}',
  accountsEmpty:
    'Accounts appear here when an agent sees one that no person has as an alias. Until it is bound, what the account does is shown under a stand-in such as Account-3f9a.',
  accountsLater:
    '{count, plural, one {# account} other {# accounts}} can be bound once people are imported.',
  accountsText:
    "Rules about leavers need to know whose account it is. Choose here, or add the account to the person's <code>aliases</code> in the people file and import it again. It counts for what the account does from now on, and is recorded.",

  online: 'online',
  offline: 'offline',
  onlineDegraded: 'online, degraded',
  offlineDegraded: 'offline, degraded',
  agent: '{platform}, agent {version}',
  agentHeard: '{platform}, agent {version}, last heard <time></time>',
  notHeard:
    'Not heard from. It keeps what it sees and sends it when it is back; until then nothing is known.',
  oldPolicy:
    'Does not have the newest watch list and customer filter yet; it still works with the ones before.',
  degraded: '<b>{sensor}</b>: {reason} (<time></time>)',
  noAgent: 'No agent has reported yet. The one of this machine starts with the collector:',
  rulesOn: '{count, plural, one {# rule} other {# rules}} on',

  newPlace: 'new place',
  path: 'Path on the endpoint',
  kind: 'Kind',
  kinds: {
    removable: 'Removable drive',
    'cloud-sync': 'Cloud-synced folder',
    network: 'Network drive',
    folder: 'Plain folder',
  },
  label: 'Label',
  labelExample: 'Blue stick',
  remove: 'Remove {name}',
  watchSaved: 'Watch list saved; agents have it within seconds',
  watchText:
    'Agents read files in these places for customers when they are written. Drives and synced folders count as outside the company; plain folders and network drives as inside.',
  everyDriveSwitch: 'Every removable drive, when it is plugged in',
  addPlace: 'Add a place',
  discard: 'Discard changes',
  save: 'Save',
  fault: {
    empty: 'Give the path of a folder or a mounted drive',
    relative: 'Write it from the root: /media/usb or D:\\Export',
    twice: 'Is in the list already',
  },
  noEndpoint: 'No endpoint is there yet to take this list.',
  inForce: '{count, plural, one {In force on the endpoint.} other {In force on all # endpoints.}}',
  inForcePart:
    'In force on {current, number} of {endpoints}; the others take it when they are next heard.',
} as const
