/** A request for approval in words: who wants what, until when, and the facts of it, the weightiest first. */
import type { Approval } from '../../../events/approvals.ts'
import { useNow } from '../clock.ts'
import { titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import { day, exact } from '../words.ts'
import css from './approvals.module.css'

/** Who asks: by name where the viewer may see it. */
export const askerOf = ({ person }: Approval): string => person.name ?? person.pseudonym

/** `Wren-07 wants an export of 4,100 rows from crm: customers.csv`. */
export function wantsOf(approval: Approval): string {
  const { source, facts } = approval.content
  const who = askerOf(approval)
  const { name } = source
  if (source.kind === 'permit')
    return t('approvals.wants.permit', { who, name, rows: source.rows_max })
  if (source.kind === 'hold') return t('approvals.wants.hold', { who, name, rows: facts.rows })
  return t('approvals.wants.export', { who, name, rows: facts.rows, via: source.via })
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long there still is: `1 h 42 min`, from two days on `3 d`. */
function left(ms: number): string {
  if (ms >= 2 * dayMs) return t('words.days', { count: Math.floor(ms / dayMs) })
  const hours = Math.floor(ms / hourMs)
  const minutes = t('words.minutes', { count: Math.ceil((ms % hourMs) / minuteMs) })
  return hours === 0 ? minutes : `${t('words.hours', { count: hours })} ${minutes}`
}

const isOpen = ({ state }: Approval): boolean => state === 'waiting' || state === 'asked_back'

/** Its state, and how long there is to decide. */
export function ApprovalState({ approval }: { readonly approval: Approval }) {
  const now = useNow()
  const { expires_at } = approval.content
  return (
    <span className={css.state} data-state={approval.state}>
      <span>{t(`approvals.state.${approval.state}`)}</span>
      {isOpen(approval) && (
        <time dateTime={new Date(expires_at).toISOString()} title={exact(expires_at)}>
          {expires_at > now
            ? t('approvals.expires', { time: left(expires_at - now) })
            : t('approvals.expired')}
        </time>
      )}
    </span>
  )
}

/** Where it would go, for what is not an export. */
function sourceFact({ source }: Approval['content']): string | undefined {
  if (source.kind === 'export') return undefined
  if (source.kind === 'hold')
    return t('approvals.atEndpoint', { endpoint: source.endpoint, place: source.place })
  const { label, serial } = source.device
  const until = exact(source.until)
  if (source.endpoint === undefined) return t('approvals.onStick', { label, serial, until })
  return t('approvals.onStickAt', { label, serial, until, endpoint: source.endpoint.hostname })
}

function factsOf({
  content,
}: Approval): { readonly key: string; readonly text: string; readonly weight?: 'high' }[] {
  const { facts, source } = content
  const { history } = facts
  const where = sourceFact(content)
  const unread = source.kind === 'hold' ? source.unread : undefined
  const isCounted = source.kind !== 'permit' && (unread === undefined || facts.customers > 0)
  const share = `${facts.share_percent.toLocaleString(document.documentElement.lang)} %`
  return [
    ...(unread === undefined
      ? []
      : [{ key: 'unread', text: t(`approvals.unread.${unread}`), weight: 'high' as const }]),
    ...(isCounted
      ? [
          {
            key: 'customers',
            text: t('approvals.customers', { count: facts.customers, share }),
            weight: 'high' as const,
          },
          { key: 'shares', text: t('approvals.shares', { own: facts.own, others: facts.others }) },
        ]
      : []),
    ...(facts.leaves_on === null
      ? []
      : [
          {
            key: 'leaves',
            text: t('approvals.leaves', { date: day(facts.leaves_on) }),
            weight: 'high' as const,
          },
        ]),
    ...(facts.columns.length === 0
      ? []
      : [{ key: 'columns', text: t('approvals.columns', { names: facts.columns.join(', ') }) }]),
    ...(where === undefined ? [] : [{ key: 'where', text: where }]),
    {
      key: 'history',
      text: t(history.exports === 0 ? 'approvals.noHistory' : 'approvals.history', {
        exports: history.exports,
        rows: history.rows_most,
        asked: history.asked,
        refused: history.refused,
      }),
    },
    { key: 'out', text: t('approvals.outBefore', { count: history.customers_out }) },
    ...facts.rules.map(({ name, title }) => ({
      key: `rule ${name}`,
      text: t('approvals.rule', { title: title === '' ? name : titleWords(title) }),
    })),
  ]
}

/** All that is decided on. */
export function ApprovalFacts({ approval }: { readonly approval: Approval }) {
  const { why, talk, needed } = approval.content
  const given = approval.answers.filter(
    ({ verdict, fate }) => verdict === 'approve' && fate === 'counted',
  ).length
  return (
    <div className={css.facts}>
      <p className={css.why}>
        <small>{t('approvals.why')}</small>
        {why === '' ? <strong>{t('approvals.noWhy')}</strong> : <q>{why}</q>}
      </p>
      <ul>
        {factsOf(approval).map(({ key, text, weight }) => (
          <li key={key} data-weight={weight}>
            {text}
          </li>
        ))}
        {talk.map(({ by, text, at }) => (
          <li key={`${by} ${at}`} data-weight="high">
            {t(by === 'approver' ? 'approvals.question' : 'approvals.reply', { text })}
          </li>
        ))}
        {needed > 1 && <li data-weight="high">{t('approvals.needed', { given })}</li>}
      </ul>
    </div>
  )
}
