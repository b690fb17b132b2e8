/** The events behind the findings on a person: when, what, customers, where to, which rule, and whether somebody allowed it. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { AlertDetail, AlertSummary } from '../../../events/api.ts'
import type { Approval } from '../../../events/approvals.ts'
import { personAlertsQuery, personApprovalsQuery } from '../person-queries.ts'
import { alertQuery } from '../queries.ts'
import { activityWords, titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import { count, placeWord } from '../words.ts'
import { Age } from './age.tsx'
import table from './alert.module.css'
import { Loaded } from './loaded.tsx'
import css from './person.module.css'
import { PinButton } from './pin-button.tsx'
import { placeIcons } from './places.tsx'

type Item = AlertDetail['findings'][number]['evidence'][number]
interface Row {
  readonly item: Item
  /** The rules that it is evidence for, each with its alert. */
  readonly rules: ReadonlyMap<string, { readonly title: string; readonly alert: string }>
}

/** Alerts that are read for it, and rows that are shown. */
const [alertsMax, rowsMax] = [6, 40] as const

function rowsOf(details: readonly AlertDetail[]): readonly Row[] {
  const rows = new Map<string, Row>()
  for (const { alert, findings } of details) {
    for (const { rule, evidence } of findings) {
      for (const item of evidence) {
        const known = rows.get(item.event_id)
        const rules = new Map(known?.rules)
        rules.set(rule.name, { title: rule.title, alert: alert.id })
        rows.set(item.event_id, { item, rules })
      }
    }
  }
  return [...rows.values()].sort((one, other) => other.item.time - one.item.time).slice(0, rowsMax)
}

/** The request that let this very file through, or did not. */
const approvalOf = ({ sha256 }: Item, approvals: readonly Approval[]): Approval | undefined =>
  sha256 === null ? undefined : approvals.find(({ content }) => content.facts.sha256 === sha256)

function Line({ row: { item, rules }, leave }: { readonly row: Row; leave: Approval | undefined }) {
  const Icon = placeIcons[item.place.kind]
  return (
    <tr>
      <td data-label={t('alert.columns.when')}>
        <Age time={item.time} isSentence />
        <small>{activityWords(item.activity)}</small>
        <PinButton
          pin={{ kind: 'event', offset: item.offset }}
          title={item.file ?? t('alert.copiedText')}
          isIcon
        />
      </td>
      <td data-label={t('alert.columns.file')}>
        <b className={table.file}>{item.file ?? t('alert.copiedText')}</b>
        {item.exports?.map(({ number, rows, of }) => (
          <small key={number}>{t('person.exportShare', { number, rows, of })}</small>
        ))}
      </td>
      <td data-label={t('alert.columns.customers')}>
        <b className="num">{count(item.customers)}</b>
      </td>
      <td data-label={t('alert.columns.where')}>
        <span className={table.place}>
          <Icon size={14} aria-hidden /> {item.place.label}
        </span>
        <small>{placeWord(item.place.kind)}</small>
      </td>
      <td data-label={t('person.columns.rule')}>
        {[...rules].map(([name, { title, alert }]) => (
          <Link key={name} href={`/alerts/${alert}#${name}`} className={css.ruleLink}>
            {titleWords(title)}
          </Link>
        ))}
      </td>
      <td data-label={t('person.columns.leave')}>
        {leave ? (
          <Link href={`/approvals/${leave.id}`}>{t(`approvals.state.${leave.state}`)}</Link>
        ) : (
          <span className="quiet">{t('person.noLeave')}</span>
        )}
      </td>
    </tr>
  )
}

function Evidence({ alerts, who }: { alerts: readonly AlertSummary[]; who: string }) {
  const details = useQueries({
    queries: alerts
      .toSorted((one, other) => other.last_at - one.last_at)
      .slice(0, alertsMax)
      .map(({ id }) => alertQuery(id)),
    combine: results => ({
      list: results.flatMap(({ data }) => data ?? []),
      isPending: results.some(({ isPending }) => isPending),
    }),
  })
  const approvals = useQuery(personApprovalsQuery(who)).data?.approvals ?? []
  const rows = rowsOf(details.list)
  if (rows.length === 0)
    return <p className="quiet">{t(details.isPending ? 'person.loading' : 'person.noEvidence')}</p>
  return (
    <div className={css.wide}>
      <table className={table.table} data-testid="person-evidence">
        <caption className="hidden">{t('person.evidence')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('alert.columns.when')}</th>
            <th scope="col">{t('alert.columns.file')}</th>
            <th scope="col">{t('alert.columns.customers')}</th>
            <th scope="col">{t('alert.columns.where')}</th>
            <th scope="col">{t('person.columns.rule')}</th>
            <th scope="col">{t('person.columns.leave')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Line key={row.item.event_id} row={row} leave={approvalOf(row.item, approvals)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function PersonEvidence({ who }: { readonly who: string }) {
  const alerts = useQuery(personAlertsQuery(who))
  return (
    <section className={`${css.card} ${css.evidence}`} aria-labelledby="evidence-of">
      <h2 id="evidence-of">{t('person.evidence')}</h2>
      <Loaded query={alerts} label={t('person.loading')} shape="form">
        {data => <Evidence alerts={data.alerts} who={who} />}
      </Loaded>
    </section>
  )
}
