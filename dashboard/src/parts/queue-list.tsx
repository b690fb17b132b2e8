/** The rows of the queue: stable order, what waits to be shown, keyboard focus on rows. */
import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { AlertSummary } from '../../../events/api.ts'
import { arrivals } from '../live.ts'
import { useStableOrder } from '../stable-order.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import { AlertRow } from './alert-row.tsx'
import css from './queue.module.css'

interface Props {
  readonly alerts: readonly AlertSummary[]
  readonly isMatch: (alert: AlertSummary) => boolean
  readonly openId: string | undefined
  readonly hrefOf: (id: string) => string
  readonly onAgain: () => void
}

const linkSelector = `[data-alert] a`
const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(linkSelector)]

/** The alert whose row has the focus. */
export const focusedAlert = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-alert]')?.dataset.alert

export function focusRow(id: string): void {
  links()
    .find(link => link.closest<HTMLElement>('[data-alert]')?.dataset.alert === id)
    ?.focus()
}

/** Moves the focus between rows; from outside it goes to the open row or the first one. */
export function stepRow(by: 1 | -1, openId: string | undefined): void {
  const all = links()
  const from = focusedAlert() ?? openId
  const at = all.findIndex(
    link => link.closest<HTMLElement>('[data-alert]')?.dataset.alert === from,
  )
  const next = at === -1 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)]
  next?.focus()
  next?.closest('[data-alert]')?.scrollIntoView({ block: 'nearest' })
}

export function QueueList({ alerts, isMatch, openId, hrefOf, onAgain }: Props) {
  const [isFocused, setFocused] = useState(false)
  const [isHovered, setHovered] = useState(false)
  const list = useRef<HTMLUListElement>(null)
  // Not every browser tells that a row lost the focus because it was removed.
  useEffect(() => {
    if (isFocused && !list.current?.contains(document.activeElement)) setFocused(false)
  })
  const [isAsked, setAsked] = useState(false)
  const arrived = useStore(arrivals)
  const isHeld = (isFocused || isHovered) && !isAsked
  const { shown, waiting } = useStableOrder(alerts, isHeld)
  if (isAsked && waiting.length === 0) setAsked(false)
  const names = waiting.map(({ person }) => person.pseudonym).join(', ')
  return (
    <>
      <div className={css.waiting}>
        {waiting.length === 0 ? (
          alerts.length > 0 && t('queue.order')
        ) : (
          <button type="button" onClick={() => setAsked(true)}>
            <ArrowUp size={14} aria-hidden /> {t('queue.showNew', { count: waiting.length, names })}
          </button>
        )}
      </div>
      <ul
        ref={list}
        className={css.rows}
        aria-label={t('queue.list')}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      >
        {shown.filter(isMatch).map(alert => (
          <AlertRow
            key={alert.id}
            alert={alert}
            href={hrefOf(alert.id)}
            isOpen={alert.id === openId}
            hasArrived={arrived.has(alert.id)}
            onAgain={onAgain}
          />
        ))}
      </ul>
    </>
  )
}
