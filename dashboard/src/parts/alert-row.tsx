/** One row of the queue: a person, the worst fact, what is out, how old. The whole row is one link. */
import { memo } from 'react'
import { Link } from 'wouter'
import type { AlertSummary } from '../../../events/api.ts'
import { headlineWords } from '../said/words.ts'
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
  /** While it flies by: who, how bad and what, without the rest. */
  readonly isLight?: boolean
  readonly isPicked?: boolean
  /** Where rows can be chosen for something that is done with many. */
  readonly onPick?: ((id: string) => void) | undefined
  /** In a long list: its place, how many there are, and who measures it. */
  readonly index?: number
  readonly count?: number
  readonly rowRef?: ((element: HTMLElement | null) => void) | undefined
}

function Status({ alert: { status, verdict } }: { readonly alert: AlertSummary }) {
  return (
    <span className={css.status} data-status={status}>
      <i aria-hidden />
      {status === 'closed' && verdict ? verdictWord(verdict) : statusWord(status)}
    </span>
  )
}

function WholeParts({ alert, href, isOpen, onAgain, onPick, isPicked }: Props) {
  return (
    <>
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
              checked={isPicked ?? false}
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
        <p>{headlineWords(alert.headline)}</p>
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
    </>
  )
}

function LightParts({ alert, href }: Pick<Props, 'alert' | 'href'>) {
  return (
    <>
      <div className={css.risk}>
        <b className="num">{alert.risk}</b>
      </div>
      <div className={css.person}>
        <Link href={href} className={css.link}>
          {alert.person.pseudonym}
        </Link>
      </div>
      <div className={css.fact}>
        <p>{headlineWords(alert.headline)}</p>
      </div>
    </>
  )
}

/** Drawn anew only where something of it is another: many scroll by. */
export const AlertRow = memo(function AlertRow(props: Props) {
  const { alert, href, isOpen, hasArrived, index, count, rowRef, isLight } = props
  return (
    <li
      ref={rowRef}
      data-index={index}
      {...(index !== undefined && { 'aria-posinset': index + 1, 'aria-setsize': count })}
      className={css.row}
      data-testid="alert-row"
      data-alert={alert.id}
      data-open={isOpen}
      data-arrived={hasArrived}
    >
      {isLight ? <LightParts alert={alert} href={href} /> : <WholeParts {...props} />}
    </li>
  )
})
