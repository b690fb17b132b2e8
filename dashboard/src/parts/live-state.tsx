/** Whether the page hears the collector: a dot and a word, and a strip across the page while it does not. */
import { WifiOff } from 'lucide-react'
import { live } from '../live.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import { clockTime } from '../words.ts'

export function LiveState() {
  const { state } = useStore(live)
  return (
    <span className="live" data-testid="live-state" data-state={state} role="status">
      <i aria-hidden />
      {t(`shell.live.${state}`)}
    </span>
  )
}

export function OfflineStrip() {
  const { state, lastAt } = useStore(live)
  if (state !== 'offline') return null
  return (
    <aside className="strip" data-kind="warn" aria-label={t('shell.connection')}>
      <WifiOff size={16} aria-hidden />
      <p>
        {lastAt === null
          ? t('shell.offline')
          : t('shell.offlineSince', { time: clockTime(lastAt) })}
      </p>
    </aside>
  )
}
