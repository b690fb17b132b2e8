/** What can be done about a person now: what waits for a decision, what is plugged in, whether they have keys, what is not known. */
import { useQuery } from '@tanstack/react-query'
import { HelpCircle, KeyRound, Stamp, Usb } from 'lucide-react'
import { Link } from 'wouter'
import type { PersonHistory } from '../../../events/history.ts'
import { useNow } from '../clock.ts'
import { personApprovalsQuery } from '../person-queries.ts'
import { t } from '../text.ts'
import { age, exact } from '../words.ts'
import css from './person.module.css'

interface Props {
  readonly who: string
  readonly history: PersonHistory
}

function Waiting({ who }: { readonly who: string }) {
  const list = useQuery(personApprovalsQuery(who))
  const now = useNow()
  const open = (list.data?.approvals ?? []).filter(
    ({ state }) => state === 'waiting' || state === 'asked_back',
  )
  if (list.data && open.length === 0)
    return (
      <li>
        <Stamp size={15} aria-hidden /> <span>{t('person.next.nothingHeld')}</span>
      </li>
    )
  return open.map(({ id, content: { source, expires_at } }) => (
    <li key={id} data-urgent>
      <Stamp size={15} aria-hidden />
      <Link href={`/approvals/${id}`}>
        {t('person.next.held', { name: source.name, left: age(now, Math.max(now, expires_at)) })}
      </Link>
    </li>
  ))
}

/** Sticks, disks and phones that were plugged in and not pulled out again, as last told. */
function Plugged({ who, history }: Props) {
  const there = history.devices.filter(device => device.is_present && !device.is_key)
  return there.map(({ label, last_at }) => (
    <li key={label} data-urgent>
      <Usb size={15} aria-hidden />
      <Link href={`/hunt?person=${encodeURIComponent(who)}&q=${encodeURIComponent(label)}`}>
        {t('person.next.plugged', { label, time: exact(last_at) })}
      </Link>
    </li>
  ))
}

function Keys({ history: { keys, devices } }: Pick<Props, 'history'>) {
  const isPresent = devices.some(device => device.is_key && device.is_present)
  const word =
    keys === null
      ? t('person.next.noAccount')
      : t(isPresent ? 'person.next.keysPresent' : 'person.next.keys', { count: keys.length })
  return (
    <li>
      <KeyRound size={15} aria-hidden /> <span>{word}</span>
    </li>
  )
}

export function PersonNext({ who, history }: Props) {
  const { gaps, endpoints, to } = history
  const since = endpoints[0]?.last_at
  const lost = gaps.filter(({ kind }) => kind === 'lost').length
  return (
    <section className={css.card} aria-labelledby="next">
      <h2 id="next">{t('person.next.title')}</h2>
      <ul className={css.next}>
        <Waiting who={who} />
        <Plugged who={who} history={history} />
        <Keys history={history} />
        {gaps.length > 0 && (
          <li data-unknown>
            <HelpCircle size={15} aria-hidden />
            <a href="#time-line">{t('person.next.gaps', { count: gaps.length, lost })}</a>
          </li>
        )}
        {since === undefined ? (
          <li data-unknown>
            <HelpCircle size={15} aria-hidden /> <span>{t('person.next.noEndpoint')}</span>
          </li>
        ) : (
          to - since > 86_400_000 && (
            <li data-unknown>
              <HelpCircle size={15} aria-hidden />
              <span>{t('person.next.silent', { age: age(since, to) })}</span>
            </li>
          )
        )}
      </ul>
    </section>
  )
}
