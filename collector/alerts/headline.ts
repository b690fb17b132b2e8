/** The worst fact of an alert in words, from its findings. Pure. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { PlaceKind } from '../../events/policy.ts'

const where: Record<PlaceKind, string> = {
  removable: 'removable media',
  network: 'a network drive',
  'cloud-sync': 'a cloud folder',
  folder: 'a watched folder',
}

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
  if (!place || file === undefined) return customers === 0 ? title : `${count}: ${title}`
  const target = `${where[place.kind]} "${place.label}"`
  if (customers === 0) return `${title}: ${file} on ${target}`
  const source = finding.unmapped.clientkeep.exports?.[0]
  const from = source
    ? `: ${source.rows.toLocaleString('en-US')} of the ${source.of.toLocaleString('en-US')} rows of export ${source.number}`
    : ''
  return `${count} copied to ${target} in ${file}${from}`
}
