/** The rows of the queue: stable order, what waits to be shown, keyboard focus on rows. Only rows in view are drawn. */
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import {
  type Key,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { AlertSummary } from '../../../events/api.ts'
import type { AlertQuery } from '../api.ts'
import { useFarRows } from '../far-rows.ts'
import { arrivals } from '../live.ts'
import { useStableOrder } from '../stable-order.ts'
import { useStore } from '../store.ts'
import { t } from '../text.ts'
import { AlertRow } from './alert-row.tsx'
import css from './queue.module.css'

interface Props {
  readonly alerts: readonly AlertSummary[]
  readonly query: AlertQuery
  /** Rows of the whole queue; more than `alerts` where it is long. */
  readonly total: number
  readonly isMatch: (alert: AlertSummary) => boolean
  readonly openId: string | undefined
  readonly hrefOf: (id: string) => string
  readonly onAgain: () => void
  readonly picked: ReadonlySet<string>
  readonly onPick?: ((id: string) => void) | undefined
}

const linkSelector = `[data-alert] a`
/** The height of a row before any is drawn, in pixels. */
const rowHeight = 112
const overscan = 4
/** From so many rows on all are equally high: measuring each would make the places of all others be worked out anew. */
const evenFrom = 500
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

/** While many rows fly by at once those that come are drawn with less; says which are drawn whole. */
function useWholeRows(
  items: readonly { readonly key: Key; readonly index: number }[],
  isScrolling: boolean,
): (key: Key) => boolean {
  const drawn = useRef<{ readonly whole: ReadonlySet<Key>; readonly at: number }>({
    whole: new Set(),
    at: 0,
  })
  const at = items[0]?.index ?? 0
  const isFlying = isScrolling && Math.abs(at - drawn.current.at) > 2
  const whole = isFlying ? drawn.current.whole : new Set(items.map(({ key }) => key))
  useEffect(() => {
    drawn.current = { whole, at }
  })
  return key => whole.has(key)
}

interface RowsProps extends Omit<Props, 'alerts' | 'isMatch'> {
  readonly shown: readonly AlertSummary[]
  /** Rows of the first page, whether they match or not. */
  readonly first: number
}

/** How high a row of a long list is at the list's width, as the style sheet says. */
function useEvenHeight(list: RefObject<HTMLElement | null>, isEven: boolean): number {
  const [height, setHeight] = useState(rowHeight)
  useLayoutEffect(() => {
    const element = list.current
    if (!element || !isEven) return undefined
    const watch = new ResizeObserver(() => {
      const row = element.querySelector<HTMLElement>('[data-alert]')
      if (row) setHeight(row.offsetHeight)
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [list, isEven])
  return height
}

/** The rows in view, the height of all others above and below them. */
function Rows({ shown, first, total, query, picked, ...row }: RowsProps) {
  const arrived = useStore(arrivals)
  const list = useRef<HTMLUListElement>(null)
  const count = shown.length + Math.max(0, total - first)
  const isEven = count >= evenFrom
  const height = useEvenHeight(list, isEven)
  const virtual = useWindowVirtualizer({
    count,
    // Another function would have the places of all rows worked out anew.
    estimateSize: useCallback(() => height, [height]),
    overscan,
    scrollMargin: list.current?.offsetTop ?? 0,
    getItemKey: useCallback((index: number) => shown[index]?.id ?? index, [shown]),
  })
  useLayoutEffect(() => {
    if (height > 0) virtual.measure()
  }, [virtual, height])
  const items = virtual.getVirtualItems()
  const isWhole = useWholeRows(items, isEven && virtual.isScrolling)
  const [head, tail] = [items[0], items.at(-1)]
  const rowAt = useFarRows(query, {
    first: shown.length,
    from: head?.index ?? 0,
    to: tail?.index ?? -1,
  })
  const margin = virtual.options.scrollMargin
  return (
    <ul
      ref={list}
      className={css.rows}
      data-picking={picked.size > 0}
      data-even={isEven}
      aria-label={t('queue.list')}
      style={{
        paddingTop: head ? head.start - margin : 0,
        paddingBottom: tail ? virtual.getTotalSize() - (tail.end - margin) : 0,
      }}
    >
      {items.map(({ index, key }) => {
        const alert = shown[index] ?? rowAt(index)
        if (!alert) return <li key={key} className={css.placeholder} aria-hidden />
        return (
          <AlertRow
            key={alert.id}
            rowRef={isEven ? undefined : virtual.measureElement}
            index={index}
            count={count}
            alert={alert}
            isLight={!isWhole(key)}
            href={row.hrefOf(alert.id)}
            isOpen={alert.id === row.openId}
            hasArrived={arrived.has(alert.id)}
            onAgain={row.onAgain}
            isPicked={picked.has(alert.id)}
            onPick={row.onPick}
          />
        )
      })}
    </ul>
  )
}

export function QueueList({ alerts, isMatch, ...props }: Props) {
  const [isFocused, setFocused] = useState(false)
  const [isHovered, setHovered] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  // Not every browser tells that a row lost the focus because it was removed.
  useEffect(() => {
    if (isFocused && !list.current?.contains(document.activeElement)) setFocused(false)
  })
  const [isAsked, setAsked] = useState(false)
  const isHeld = (isFocused || isHovered) && !isAsked
  const { shown, waiting } = useStableOrder(alerts, isHeld)
  if (isAsked && waiting.length === 0) setAsked(false)
  const names = waiting.map(({ person }) => person.pseudonym).join(', ')
  const matching = useMemo(() => shown.filter(isMatch), [shown, isMatch])
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the pointer and the focus are */}
      <div
        ref={list}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
      >
        {matching.length > 0 && <Rows {...props} shown={matching} first={alerts.length} />}
      </div>
    </>
  )
}
