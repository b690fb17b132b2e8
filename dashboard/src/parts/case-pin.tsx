/** One piece of evidence of a case, as it was when it was pinned. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { CasePin, Pinned } from '../../../events/cases.ts'
import { caseApi, useCase } from '../cases.ts'
import { activityWords, headlineWords, reasonWords, titleWords } from '../said/words.ts'
import { t } from '../text.ts'
import { count, exact } from '../words.ts'
import { AskDialog } from './ask-dialog.tsx'
import css from './cases.module.css'
import { Copyable } from './copyable.tsx'

const hashCharsShown = 10

/** Where the thing itself is. */
function hrefOf({ ref, person, from }: Pinned): string {
  if (ref.kind === 'alert') return `/alerts/${ref.alert}`
  const who = person === null ? '' : `person=${encodeURIComponent(person)}&`
  const to = ref.kind === 'time' ? ref.to : from + 1000
  return `/hunt?${who}from=${from}&to=${to}`
}

function Rows({ rows, rows_total }: Pinned) {
  if (rows.length === 0) return null
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('cases.rows')}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('alert.columns.when')}</th>
              <th scope="col">{t('alert.columns.file')}</th>
              <th scope="col">{t('alert.columns.customers')}</th>
              <th scope="col">{t('alert.columns.where')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={`${row.time} ${row.activity} ${row.name} ${row.sha256}`}>
                <td data-label={t('alert.columns.when')}>{exact(row.time)}</td>
                <td data-label={t('alert.columns.file')}>
                  <b>{row.name || t('alert.copiedText')}</b>
                  <small>
                    {activityWords(row.activity)}
                    {row.path !== null && ` · ${row.path}`}
                  </small>
                  {row.sha256 !== null && (
                    <Copyable
                      text={row.sha256}
                      shown={`${row.sha256.slice(0, hashCharsShown)}…`}
                      label={t('alert.hashOf', { file: row.name || t('alert.theCopy') })}
                    />
                  )}
                </td>
                <td className="num" data-label={t('alert.columns.customers')}>
                  {count(row.customers)}
                </td>
                <td data-label={t('alert.columns.where')}>
                  {row.place ?? '–'}
                  <small>{row.endpoint}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows_total > rows.length && (
        <p className="gap-note">{t('cases.moreRows', { count: rows_total - rows.length })}</p>
      )}
    </>
  )
}

interface Props {
  readonly id: string
  readonly pin: CasePin
  readonly number: number
  readonly canChange: boolean
}

export function CasePinCard({ id, pin, number, canChange }: Props) {
  const [isRemoving, setRemoving] = useState(false)
  const unpin = useCase((reason: string) => caseApi.unpin(id, pin.id, reason))
  const { pinned, removed, note } = pin
  const { title, pseudonym, from, to, customers, rules, ref } = pinned
  return (
    <li className={css.pin} data-removed={removed !== null || undefined} data-testid="exhibit">
      <p className={css.kind}>
        {t('cases.exhibit', { number })} · {t(`cases.kinds.${ref.kind}`)}
      </p>
      <h3>
        <Link href={hrefOf(pinned)}>
          {title === '' ? pseudonym : `${pseudonym}: ${headlineWords(title)}`}
        </Link>
      </h3>
      <p className="quiet">
        {from === to ? exact(from) : t('hunt.between', { from: exact(from), to: exact(to) })}
        {customers !== null && ` · ${t('words.customers', { count: customers })}`}
      </p>
      {removed && (
        <p className="gap-note">
          {t('cases.removed', { by: removed.by, time: exact(removed.at) })} {removed.reason}
        </p>
      )}
      {note !== '' && <p className={css.note}>{note}</p>}
      {rules.length > 0 && (
        <ul className={css.rules}>
          {[...Map.groupBy(rules, ({ title: rule }) => rule)].map(([rule, same]) => (
            <li key={rule}>
              <b>{titleWords(rule)}</b>
              {same.length > 1 && <small> {t('words.findings', { count: same.length })}</small>}{' '}
              {reasonWords(same[0]?.reason ?? '', same[0]?.why).join('; ')}
            </li>
          ))}
        </ul>
      )}
      <Rows {...pinned} />
      <p className={css.foot}>
        <small>{t('cases.pinnedBy', { by: pin.by, time: exact(pin.at) })}</small>
        {canChange && removed === null && (
          <Button
            className={css.screen}
            variant="default"
            size="compact-xs"
            onClick={() => setRemoving(true)}
          >
            {t('cases.unpin')}
          </Button>
        )}
      </p>
      {isRemoving && (
        <AskDialog
          title={t('cases.unpin')}
          what={t('cases.unpinWhy')}
          action={t('cases.unpin')}
          run={reason => unpin.mutateAsync(reason)}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  )
}
