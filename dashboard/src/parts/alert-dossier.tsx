/** One alert in reading order: who, what they did in words, how much, why it counts, evidence, what was decided. */
import type { AlertDetail } from '../../../events/api.ts'
import { headlineWords } from '../said/words.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { isOut } from '../words.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { AlertHead } from './alert-head.tsx'
import { AlertWork } from './alert-work.tsx'
import { CustomerList } from './customer-list.tsx'
import { FindingCard } from './finding-card.tsx'
import { Heading } from './heading.tsx'
import { History } from './history.tsx'
import { KeyFigures } from './key-figures.tsx'
import { RiskSum } from './risk-sum.tsx'

/** When it happened, where, in how many files. */
function Circumstances({ detail: { alert, findings } }: { readonly detail: AlertDetail }) {
  const hosts = new Set(
    findings.flatMap(({ evidence }) => evidence.map(({ endpoint }) => endpoint.hostname)),
  )
  const said = {
    time: () => <Age time={alert.first_at} isSentence />,
    last: () => <Age time={alert.last_at} isSentence />,
    files: t('words.files', { count: alert.files }),
    hosts: hosts.size > 0 ? t('alert.onHosts', { hosts: [...hosts].join(', ') }) : '',
  }
  const isMoment = alert.last_at - alert.first_at < 60_000
  return (
    <p className={css.circumstances}>
      {isMoment ? t.rich('alert.once', said) : t.rich('alert.first', said)}
    </p>
  )
}

export function AlertDossier({ detail }: { readonly detail: AlertDetail }) {
  const { alert, findings, history } = detail
  useTitle(alert.person.pseudonym)
  const rules = findings.map(({ rule }) => rule.name)
  const anchorOf = (name: string, at: number) => (rules.indexOf(name) === at ? name : undefined)
  return (
    <>
      <AlertHead alert={alert} />
      <AlertWork alert={alert} />
      <div className={css.headline} data-out={isOut(alert)}>
        <p>{headlineWords(alert.headline)}</p>
        <Circumstances detail={detail} />
      </div>
      <KeyFigures alert={alert} />
      <RiskSum alert={alert} />
      <CustomerList alert={alert} />
      <section id="findings" className={css.section}>
        <Heading below={1}>{t('words.findings', { count: findings.length })}</Heading>
        {findings.map((finding, index) => (
          <FindingCard
            key={finding.id}
            finding={finding}
            isFirst={index === 0}
            anchor={anchorOf(finding.rule.name, index)}
          />
        ))}
        {findings.length < alert.findings && (
          <p className="gap-note">
            {t('alert.unread', { count: alert.findings - findings.length })}
          </p>
        )}
      </section>
      <History id={alert.id} notes={history} />
    </>
  )
}
