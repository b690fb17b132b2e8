/** Kinds of places as sentences to people name them. */
import type { PlaceKind } from '../../events/policy.ts'

export const placeInWords: Record<PlaceKind, string> = {
  removable: 'removable media',
  network: 'a network drive',
  'cloud-sync': 'a cloud folder',
  folder: 'a watched folder',
  phone: 'a phone',
  printer: 'a printer',
  clipboard: 'the clipboard',
  crm: 'the CRM',
}
