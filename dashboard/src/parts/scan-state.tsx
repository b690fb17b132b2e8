/** How well a file could be read. Whatever was not read is a gap and looks like one. */
import type { AlertDetail } from '../../../events/api.ts'

type Scan = AlertDetail['findings'][number]['evidence'][number]['scan']

const words: Record<Scan, string> = {
  complete: 'read to the end',
  truncated: 'truncated',
  encrypted: 'encrypted',
  unreadable: 'unreadable',
  failed: 'could not be read',
  none: 'not read',
}

interface Props {
  readonly scan: Scan
  readonly reason: string | null
}

export function ScanState({ scan, reason }: Props) {
  if (scan === 'complete') return <small>{words.complete}</small>
  return (
    <span className="gap-note" data-testid="scan-gap">
      <b>{words[scan]}</b>
      {reason === null ? '' : `: ${reason}`}
      {(scan === 'truncated' || scan === 'encrypted') && '; there may be more customers'}
    </span>
  )
}
