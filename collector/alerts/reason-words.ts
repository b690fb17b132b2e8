/** Why a rule matched, in English words for officers: what the engine says of fields is told of files, places and people. Pure. */

const fields: Readonly<Record<string, string>> = {
  activity_name: 'the file activity',
  'file.name': 'the file name',
  'file.path': 'the path',
  'file.size': 'the size in bytes',
  'file.ext': 'the file extension',
  'device.hostname': 'the endpoint',
  'actor.user.name': 'the account',
  'unmapped.clientkeep.place.kind': 'the kind of place',
  'unmapped.clientkeep.place.label': 'the place',
  'unmapped.clientkeep.scan.status': 'the state of the scan',
  'unmapped.clientkeep.customers.distinct': 'distinct customers in the file',
  'unmapped.clientkeep.customers.share_percent': 'share of the customer base in percent',
  'unmapped.clientkeep.person.days_to_last_day': 'days to the last working day',
  'unmapped.clientkeep.person.department': 'the department',
  'unmapped.clientkeep.person.title': 'the title',
}

/** How correlations begin to speak of what is not for officers to read. */
const openings: Readonly<Record<string, string>> = {
  'different values of unmapped.clientkeep.customers.ids in': 'different customers in',
  'sum of unmapped.clientkeep.change.records in': 'customers changed in',
  'different values of src_endpoint.ip in': 'different addresses in',
}

/** Claims about a person: what it means when the field is true, and when it is false. */
const claims: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  'unmapped.clientkeep.person.departing': ['The person is leaving', 'The person is not leaving'],
  'unmapped.clientkeep.person.after_last_day': [
    'The last working day has passed',
    'The last working day has not passed',
  ],
  'unmapped.clientkeep.person.known': [
    'The account belongs to a known person',
    'Nobody is bound to the account',
  ],
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `unmapped.clientkeep.customers.distinct ≥ 25 (was 812)` → `Distinct customers in the file ≥ 25 (was 812)`; unknown fields stay. */
export function reasonWords(reason: string): string {
  const [field = '', ...rest] = reason.split(' ')
  const said = rest.join(' ')
  const claim = claims[field]
  if (claim && said === 'is true') return claim[0]
  if (claim && said === 'is false') return claim[1]
  const [opening] = Object.entries(openings).filter(([start]) => reason.startsWith(start))
  if (opening) return capital(reason.replace(...opening))
  const words = fields[field]
  return words === undefined ? reason : capital(`${words} ${said}`)
}
