/** Files at rest that hold customers, those with the most first, by owner; and how far endpoints have searched. */
import { useQuery } from '@tanstack/react-query'
import { TreePalm } from 'lucide-react'
import { Link } from 'wouter'
import type { IslandList } from '../../../events/islands.ts'
import css from '../parts/access.module.css'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PersonChip } from '../parts/person-chip.tsx'
import { islandsQuery } from '../queries.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { count } from '../words.ts'

type Search = IslandList['searches'][number]

const isState = (state: string): state is 'running' | 'paused' | 'done' =>
  ['running', 'paused', 'done'].includes(state)

function Searches({ searches }: { readonly searches: readonly Search[] }) {
  return (
    <ul className={css.searches}>
      {searches.map(({ endpoint, state, files, done }) => {
        const words = t(`islands.${isState(state) ? state : 'running'}`, {
          endpoint,
          files: count(files),
          done: count(done),
        })
        return (
          <li key={endpoint}>
            {words}
            {state !== 'done' && files > 0 && (
              <progress value={done} max={files} aria-label={words} />
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Rows({ islands }: Pick<IslandList, 'islands'>) {
  return (
    <ul className={css.rows}>
      {islands.map(({ path, customers, owner, endpoint, modified_at: time }) => (
        <li key={`${endpoint} ${path}`} className={css.row} data-testid="island">
          <div className={css.main}>
            <strong className={css.path}>{path}</strong>
            <div className={css.facts}>
              <span>{owner ? <PersonChip person={owner} /> : t('islands.nobody')}</span>
              <span>{endpoint}</span>
              {time !== null && (
                <span>
                  {t.rich('islands.changed', { time: () => <Age time={time} isSentence /> })}
                </span>
              )}
            </div>
          </div>
          <strong className="num">{t('islands.holds', { count: customers })}</strong>
        </li>
      ))}
    </ul>
  )
}

export default function Islands() {
  useTitle(t('nav.islands'))
  const query = useQuery(islandsQuery)
  return (
    <div className="page">
      <h1>{t('nav.islands')}</h1>
      <p className="quiet">{t('islands.text')}</p>
      {query.data && <Searches searches={query.data.searches} />}
      <Loaded
        query={query}
        label={t('islands.loading')}
        isEmpty={({ islands }) => islands.length === 0}
        empty={
          <Empty icon={TreePalm} title={t('islands.none')}>
            {t.rich('islands.noneText', {
              link: words => <Link href="/policy">{words}</Link>,
            })}
          </Empty>
        }
      >
        {({ islands, total }) => (
          <>
            <Rows islands={islands} />
            {total > islands.length && (
              <p className="quiet">
                {t('islands.more', { shown: count(islands.length), total: count(total) })}
              </p>
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}
