/** One row of the queue: a person, the worst fact, what is out, how old. The whole row is one link. */
import { Link } from 'wouter'
import type { AlertSummary } from '../../../events/api.ts'
import { t } from '../text.ts'
import { isOut, statusWord, verdictWord } from '../words.ts'
import { Addends } from './addends.tsx'
import { Age } from './age.tsx'
import { PersonChip, PersonFacts } from './person-chip.tsx'
import { Places } from './places.tsx'
import css from './queue.module.css'
import { SeverityMark } from './severity-mark.tsx'

interface Props {
  readonly alert: AlertSummary
  readonly href: string
  readonly isOpen: boolean
  readonly hasArrived: boolean
  /** The open row was chosen once more. */
  readonly onAgain: () => void
  readonly isPicked?: boolean
  /** Where rows can be chosen for something that is done with many. */
  readonly onPick?: ((id: string) => void) | undefined
  /** In a long list: its place, how many there are, and who measures it. */
  readonly index?: number
  readonly count?: number
  readonly rowRef?: (element: HTMLElement | null) => void
}

function Status({ alert: { status, verdict } }: { readonly alert: AlertSummary }) {
  return (
    <span className={css.status} data-status={status}>
      <i aria-hidden />
      {status === 'closed' && verdict ? verdictWord(verdict) : statusWord(status)}
    </span>
  )
}

export function AlertRow({ alert, href, isOpen, hasArrived, onAgain, ...more }: Props) {
  const { index, count, onPick } = more
  return (
    <li
      ref={more.rowRef}
      data-index={index}
      {...(index !== undefined && { 'aria-posinset': index + 1, 'aria-setsize': count })}
      className={css.row}
      data-testid="alert-row"
      data-alert={alert.id}
      data-open={isOpen}
      data-arrived={hasArrived}
    >
      <div className={css.risk}>
        <b className="num" title={t('queue.riskMeans')}>
          <span className="hidden">{t('queue.risk')} </span>
          {alert.risk}
        </b>
        <SeverityMark severity={alert.severity} />
        {onPick && (
          <span className={css.pick}>
            <input
              type="checkbox"
              aria-label={t('queue.pick', { who: alert.person.pseudonym })}
              checked={more.isPicked ?? false}
              onChange={() => onPick(alert.id)}
            />
          </span>
        )}
      </div>
      <div className={css.person}>
        <Link
          href={href}
          className={css.link}
          aria-current={isOpen ? 'true' : undefined}
          onClick={isOpen ? onAgain : undefined}
        >
          <PersonChip person={alert.person} />
        </Link>
        <PersonFacts person={alert.person} />
      </div>
      <div className={css.fact}>
        <p>{alert.headline}</p>
        <Addends addends={alert.addends} />
      </div>
      <div className={css.customers}>
        <b
          className="num"
          data-testid="alert-customers"
          data-out={isOut(alert)}
          data-none={alert.customers === 0}
        >
          {alert.customers === 0
            ? t('queue.noCustomers')
            : t(isOut(alert) ? 'queue.customersOut' : 'words.customers', {
                count: alert.customers,
              })}
        </b>
        <Places places={alert.places} />
      </div>
      <div className={css.meta}>
        <Age time={alert.last_at} />
        <span className={`num ${css.findings}`}>
          {t('words.findings', { count: alert.findings })}
        </span>
        <Status alert={alert} />
        {alert.assignee !== null && (
          <span className={css.who}>{t('queue.assignedTo', { user: alert.assignee })}</span>
        )}
      </div>
    </li>
  )
}
