/** What a hunt is limited to besides its form, each to be taken away; its own time; and hunts that were kept. */
import { X } from 'lucide-react'
import { Link } from 'wouter'
import { type Hunt, searchOf } from '../hunt-query.ts'
import { activityWords } from '../said/words.ts'
import { t } from '../text.ts'
import { placeWord } from '../words.ts'
import css from './hunt.module.css'
import { KeptViews } from './kept-views.tsx'

interface Props {
  readonly hunt: Hunt
  readonly go: (change: Partial<Hunt>) => void
}

/** `2026-11-26T01:30` in the viewer's zone, as date inputs want it. */
function localTime(time: number): string {
  const zoneMs = new Date(time).getTimezoneOffset() * 60_000
  return new Date(time - zoneMs).toISOString().slice(0, 16)
}

export function HuntTime({ hunt: { from, to }, go }: Props) {
  if (from === undefined || to === undefined) return null
  const set = (name: 'from' | 'to', value: string) => {
    const time = Date.parse(value)
    if (!Number.isNaN(time)) go({ from, to, [name]: time })
  }
  return (
    <span className={css.times}>
      <input
        type="datetime-local"
        aria-label={t('hunt.from')}
        defaultValue={localTime(from)}
        max={localTime(to)}
        onBlur={event => set('from', event.currentTarget.value)}
      />
      –
      <input
        type="datetime-local"
        aria-label={t('hunt.to')}
        defaultValue={localTime(to)}
        min={localTime(from)}
        onBlur={event => set('to', event.currentTarget.value)}
      />
    </span>
  )
}

export function HuntFilters({ hunt }: Pick<Props, 'hunt'>) {
  const { q, person, endpoint, activity, klass, place, customers } = hunt
  const chips: readonly { readonly name: 'endpoint' | 'activity' | 'class'; value: string }[] = [
    ...(endpoint === '' ? [] : [{ name: 'endpoint' as const, value: endpoint }]),
    ...(activity === '' ? [] : [{ name: 'activity' as const, value: activityWords(activity) }]),
    ...(klass === undefined ? [] : [{ name: 'class' as const, value: String(klass) }]),
  ]
  const without = { endpoint: { endpoint: '' }, activity: { activity: '' } }
  const named = [q, person, place && placeWord(place), ...chips.map(({ value }) => value)]
  const name = [...named, customers > 0 ? `≥ ${customers}` : ''].filter(Boolean).join(' · ')
  return (
    <nav className={css.filters} aria-label={t('hunt.limited')}>
      {chips.map(({ name: field, value }) => (
        <Link
          key={field}
          className={css.filter}
          href={searchOf({
            ...hunt,
            ...(field === 'class' ? { klass: undefined } : without[field]),
          })}
          aria-label={t('hunt.without', { field: t(`hunt.groups.${field}`), value })}
        >
          {t(`hunt.groups.${field}`)}: <b>{value}</b> <X size={12} aria-hidden />
        </Link>
      ))}
      <KeptViews page="/hunt" here={searchOf(hunt)} name={name} />
    </nav>
  )
}
