/** The worst fact of an alert in words, from its findings. Pure. */
import type { DetectionFinding } from '../../events/detection-finding.ts'
import type { PlaceKind } from '../../events/policy.ts'

const where: Record<PlaceKind, string> = {
  removable: 'removable media',
  network: 'a network drive',
  'cloud-sync': 'a cloud folder',
  folder: 'a watched folder',
}

/** `1,204 customers copied to removable media "KINGSTON" in customers.csv`. */
export function headlineOf(finding: DetectionFinding): string {
  const { customers, evidence } = finding.unmapped.clientkeep
  const place = evidence[0]?.place
  const file = finding.evidences[0]?.file?.name
  if (!place || file === undefined) return finding.finding_info.title
  const target = `${where[place.kind]} "${place.label}"`
  if (customers === 0) return `${finding.finding_info.title}: ${file} on ${target}`
  const count = `${customers.toLocaleString('en-US')} customer${customers === 1 ? '' : 's'}`
  return `${count} copied to ${target} in ${file}`
}
