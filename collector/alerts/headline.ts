/** The worst fact of an alert in words, from its findings. Pure. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import { placeInWords } from './place-words.ts'

/** `1,204 customers copied to removable media "KINGSTON" in customers.csv`; of several events, how many and the rule. */
export function headlineOf(finding: DetectionFinding): string {
  const { customers, evidence } = finding.unmapped.clientkeep
  const { title } = finding.finding_info
  const count = `${customers.toLocaleString('en-US')} customer${customers === 1 ? '' : 's'}`
  if (evidence.length > 1) {
    return customers === 0 ? title : `${count} in ${evidence.length} events: ${title}`
  }
  const place = evidence[0]?.place
  const file = finding.evidences[0]?.file?.name
  if (place?.kind === 'crm' && customers > 0) return `${count} exported from ${place.label}`
  if (place?.kind === 'clipboard' && customers > 0) return `${count} copied in ${place.label}`
  if (!place || file === undefined) return customers === 0 ? title : `${count}: ${title}`
  const target = `${placeInWords[place.kind]} "${place.label}"`
  if (place.kind === 'printer' && customers > 0)
    return `${count} printed on "${place.label}": ${file}`
  if (customers === 0) return `${title}: ${file} on ${target}`
  const source = finding.unmapped.clientkeep.exports?.[0]
  const from = source
    ? `: ${source.rows.toLocaleString('en-US')} of the ${source.of.toLocaleString('en-US')} rows of export ${source.number}`
    : ''
  return `${count} copied to ${target} in ${file}${from}`
}
