/** How well a file could be read. Whatever was not read is a gap and looks like one. */
import type { AlertDetail } from '../../../events/api.ts'
import { t } from '../text.ts'

type Scan = AlertDetail['findings'][number]['evidence'][number]['scan']

interface Props {
  readonly scan: Scan
  readonly reason: string | null
}

export function ScanState({ scan, reason }: Props) {
  if (scan === 'complete') return <small>{t('alert.scan.complete')}</small>
  return (
    <span className="gap-note" data-testid="scan-gap">
      <b>{t(`alert.scan.${scan}`)}</b>
      {reason === null ? '' : `: ${reason}`}
      {(scan === 'truncated' || scan === 'encrypted') && t('alert.maybeMore')}
    </span>
  )
}
