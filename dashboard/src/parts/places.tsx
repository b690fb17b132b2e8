/** Where customers went: an icon and a word per kind of place, labels on hover. */
import {
  Clipboard,
  Cloud,
  Database,
  FolderSearch,
  HardDrive,
  Printer,
  Smartphone,
  Usb,
} from 'lucide-react'
import type { AlertSummary } from '../../../events/api.ts'
import { placeWord } from '../words.ts'

type Place = AlertSummary['places'][number]

export const placeIcons = {
  removable: Usb,
  network: HardDrive,
  'cloud-sync': Cloud,
  folder: FolderSearch,
  phone: Smartphone,
  printer: Printer,
  clipboard: Clipboard,
  crm: Database,
} as const

export function Places({ places }: { readonly places: readonly Place[] }) {
  const kinds = Object.entries(Object.groupBy(places, ({ kind }) => kind))
  return (
    <span className="places">
      {kinds.map(([, same]) => {
        const first = same[0]
        if (!first) return null
        const Icon = placeIcons[first.kind]
        return (
          <span key={first.kind} title={same.map(({ label }) => label).join(', ')}>
            <Icon size={13} aria-hidden />
            {placeWord(first.kind)}
          </span>
        )
      })}
    </span>
  )
}
