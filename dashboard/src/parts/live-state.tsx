/** Whether the page hears the collector: a dot and a word, and a strip across the page while it does not. */
import { WifiOff } from 'lucide-react'
import { live } from '../live.ts'
import { useStore } from '../store.ts'
import { clockTime } from '../words.ts'

const words = {
  connecting: 'connecting',
  live: 'live',
  offline: 'offline, reconnecting',
} as const

export function LiveState() {
  const { state } = useStore(live)
  return (
    <span className="live" data-testid="live-state" data-state={state} role="status">
      <i aria-hidden />
      {words[state]}
    </span>
  )
}

export function OfflineStrip() {
  const { state, lastAt } = useStore(live)
  if (state !== 'offline') return null
  return (
    <aside className="strip" data-kind="warn" aria-label="Connection">
      <WifiOff size={16} aria-hidden />
      <p>
        The collector does not answer{lastAt === null ? '' : ` since ${clockTime(lastAt)}`}. What
        you see is from then; the page reconnects by itself. Agents keep what they see until it is
        back.
      </p>
    </aside>
  )
}
