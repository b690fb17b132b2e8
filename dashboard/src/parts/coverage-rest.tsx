/** What coverage rests on besides the agents: keys, feeds, the filter's spread, how far detection is, the noise of the week. Each leads to its page. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Setup } from '../../../events/api.ts'
import { baseQuery, connectorsQuery } from '../admin-api.ts'
import { coverageQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { tuningQuery } from '../tuning.ts'
import { count } from '../words.ts'
import { Age } from './age.tsx'
import css from './coverage.module.css'
import { Loaded } from './loaded.tsx'

interface CardProps {
  readonly name: 'keys' | 'feeds' | 'filter' | 'journal' | 'noise'
  readonly href: string
  readonly weak?: ReactNode
  readonly children: ReactNode
}

function Card({ name, href, weak, children }: CardProps) {
  return (
    <Link href={href} className={css.card} data-testid={`rest-${name}`}>
      <b>{t(`coverage.rest.${name}`)}</b>
      <span className="num">{children}</span>
      {weak && <span className="gap-note">{weak}</span>}
    </Link>
  )
}

function Keys() {
  const query = useQuery(coverageQuery)
  return (
    <Loaded query={query} label={t('coverage.rest.keys')} shape="chart">
      {({ users, with_key, with_two, without }) => (
        <Card
          name="keys"
          href="/access"
          weak={without.length > 0 && t('coverage.rest.keysDue', { count: without.length })}
        >
          {t('coverage.rest.keysText', {
            two: count(with_two),
            one: count(with_key - with_two),
            none: count(users - with_key),
          })}
        </Card>
      )}
    </Loaded>
  )
}

function Feeds() {
  const query = useQuery(connectorsQuery)
  return (
    <Loaded query={query} label={t('coverage.rest.feeds')} shape="chart">
      {({ connectors }) => {
        const bad = connectors.filter(({ failure }) => failure !== null).length
        return (
          <Card
            name="feeds"
            href="/connections"
            weak={bad > 0 && t('coverage.rest.feedsBad', { count: bad })}
          >
            {t('coverage.rest.feedsText', { count: connectors.length - bad })}
          </Card>
        )
      }}
    </Loaded>
  )
}

function Filter() {
  const query = useQuery(baseQuery)
  return (
    <Loaded query={query} label={t('coverage.rest.filter')} shape="chart">
      {({ filter: { current, endpoints, older } }) => (
        <Card
          name="filter"
          href="/base"
          weak={older.length > 0 && older.map(({ hostname }) => hostname).join(', ')}
        >
          {t('coverage.rest.filterText', { current: count(current), endpoints: count(endpoints) })}
        </Card>
      )}
    </Loaded>
  )
}

function Noise() {
  const query = useQuery(tuningQuery)
  return (
    <Loaded query={query} label={t('coverage.rest.noise')} shape="chart">
      {({ budget: { dismissed_this_week: dismissed, per_week } }) => (
        <Card name="noise" href="/tuning" weak={dismissed > per_week && t('tuning.over')}>
          {t('coverage.rest.noiseText', { dismissed: count(dismissed), budget: count(per_week) })}
        </Card>
      )}
    </Loaded>
  )
}

/** Behind by less is the ordinary work of a moment. */
const behindMsShown = 5000

interface Props extends Pick<Setup, 'detection'> {
  /** When that was so, UTC epoch milliseconds. */
  readonly at: number
}

export function CoverageRest({ detection: { entries, ms }, at }: Props) {
  const may = useMay()
  return (
    <section className={css.section} aria-labelledby="rest-title">
      <h2 id="rest-title">{t('coverage.rest.title')}</h2>
      <div className={css.rest}>
        {may('identity.read') && <Keys />}
        {may('connectors.read') && <Feeds />}
        <Filter />
        <Card
          name="journal"
          href={may('audit.read') ? '/audit' : '/hunt'}
          weak={
            ms > behindMsShown &&
            t.rich('coverage.rest.journalBehind', { time: () => <Age time={at - ms} /> })
          }
        >
          {t('coverage.rest.journalText', { entries })}
        </Card>
        {may('tuning.read') && <Noise />}
      </div>
    </section>
  )
}
