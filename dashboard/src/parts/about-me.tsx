/** What is kept about who is signed in: what, why and how long, whether they are watched, and who saw their name. */
import { useQuery } from '@tanstack/react-query'
import type { KeptKind } from '../../../events/api-people.ts'
import { aboutMeQuery } from '../queries.ts'
import { t } from '../text.ts'
import { shortDate } from '../words.ts'
import css from './access.module.css'
import { Failure } from './failure.tsx'
import { Bones } from './skeleton.tsx'
import { Stale } from './stale.tsx'

const howLong = ({ days }: KeptKind): string =>
  days === null ? t('about.forever') : t('about.days', { count: days })

function Kept({ kept }: { readonly kept: readonly KeptKind[] }) {
  return (
    <ul className={css.rows}>
      {kept.map(each => (
        <li key={each.kind} className={css.row}>
          <div className={css.main}>
            <strong>{t(`about.what.${each.kind}`)}</strong>
            <p className={css.facts}>
              <span>{t(`about.why.${each.kind}`)}</span>
              <span>{howLong(each)}</span>
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}

export function AboutMe() {
  const about = useQuery(aboutMeQuery)
  return (
    <section className={css.section} aria-labelledby="about-title" data-testid="about-me">
      <header>
        <h2 id="about-title">{t('about.title')}</h2>
      </header>
      {about.isPending && <Bones label={t('about.title')} rows={4} />}
      {about.isError && !about.data && (
        <Failure error={about.error} onRetry={() => about.refetch()} />
      )}
      <Stale query={about} />
      {about.data && (
        <>
          {about.data.pseudonym === null ? (
            <p>{t('about.nobody')}</p>
          ) : (
            <p>
              {t('about.known', {
                pseudonym: about.data.pseudonym,
                accounts: about.data.accounts.join(', ') || '–',
              })}
            </p>
          )}
          {about.data.watched && (
            <p>
              {about.data.watched.until === null
                ? t('about.watched')
                : t('about.watchedUntil', { date: shortDate(about.data.watched.until) })}
            </p>
          )}
          <Kept kept={about.data.kept} />
          {about.data.reveals.map(({ asked_at, reason }) => (
            <p key={asked_at}>{t('about.revealed', { date: shortDate(asked_at), reason })}</p>
          ))}
        </>
      )}
    </section>
  )
}
