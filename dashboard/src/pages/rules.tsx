/** Rules: which there are and how they do, and one of them or a draft to write, try and switch. */
import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import type { RuleLine, RuleList } from '../../../events/rule-book.ts'
import { huntOf, ruleDraft } from '../hunt-query.ts'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { RuleDossier } from '../parts/rule-dossier.tsx'
import css from '../parts/rules.module.css'
import type { PageProps } from '../registry.ts'
import { ruleQuery, rulesQuery } from '../rule-book.ts'
import { titleWords } from '../said/words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { count } from '../words.ts'

/** How many of the closed alerts were confirmed, as a bar. */
function Effect({ confirmed, dismissed }: Pick<RuleLine, 'confirmed' | 'dismissed'>) {
  const closed = confirmed + dismissed
  if (closed === 0) return null
  return (
    <span className={css.effect} aria-hidden>
      <i style={{ inlineSize: `${(100 * confirmed) / closed}%` }} />
    </span>
  )
}

function Row({ rule }: { readonly rule: RuleLine }) {
  const { title, name, mode, origin, findings, confirmed, dismissed, shadowed } = rule
  return (
    <tr data-testid="rule">
      <td>
        <Link href={`/rules/${rule.id}`}>{titleWords(title)}</Link>
        <small>{name}</small>
      </td>
      <td>
        <b data-mode={mode}>{t(`rules.modes.${mode}`)}</b>
        <small>{t(`rules.origins.${origin}`)}</small>
      </td>
      <td className="num" data-label={t('rules.heads.points')}>
        +{count(rule.points)}
      </td>
      <td className="num" data-label={t('rules.heads.findings')}>
        {count(findings)}
      </td>
      <td className="num" data-label={t('rules.heads.confirmed')}>
        {count(confirmed)}
        <Effect confirmed={confirmed} dismissed={dismissed} />
      </td>
      <td className="num" data-label={t('rules.heads.dismissed')}>
        {count(dismissed)}
      </td>
      <td className="num" data-label={t('rules.heads.shadowed')}>
        {count(shadowed)}
      </td>
    </tr>
  )
}

const heads = ['rule', 'mode', 'points', 'findings', 'confirmed', 'dismissed', 'shadowed'] as const

function Table({ rules }: Pick<RuleList, 'rules'>) {
  const [q, setQ] = useState('')
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rules.filter(({ title, name }) =>
    words.every(word => `${title} ${titleWords(title)} ${name}`.toLowerCase().includes(word)),
  )
  return (
    <>
      <TextInput
        className={css.search}
        type="search"
        label={t('rules.search')}
        value={q}
        onChange={event => setQ(event.currentTarget.value)}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('nav.rules')}>
        <table className={css.table}>
          <thead>
            <tr>
              {heads.map(head => (
                <th key={head} scope="col">
                  {t(`rules.heads.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.map(rule => (
              <Row key={rule.id} rule={rule} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function List() {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useQuery(rulesQuery)
  useTitle(t('nav.rules'))
  return (
    <div className="page">
      <header className={css.head}>
        <div>
          <h1>{t('nav.rules')}</h1>
          <p className="quiet">{t('rules.about')}</p>
        </div>
        {may('rules.change') && (
          <Button variant="default" size="sm" onClick={() => navigate('/rules/new')}>
            {t('rules.new')}
          </Button>
        )}
      </header>
      <Loaded<RuleList>
        query={query}
        label={t('rules.loading')}
        isEmpty={({ rules }) => rules.length === 0}
        empty={<Empty icon={Scale} title={t('rules.none')} />}
      >
        {({ rules }) => <Table rules={rules} />}
      </Loaded>
    </div>
  )
}

/** A text that another page handed over. */
const handedOver = (state: unknown): string | undefined =>
  typeof state === 'object' && state !== null && 'draft' in state && typeof state.draft === 'string'
    ? state.draft
    : undefined

function Draft() {
  const handed = handedOver(useHistoryState<unknown>())
  const [draft] = useState(() => handed ?? ruleDraft(huntOf('')))
  const query = useQuery(rulesQuery)
  useTitle(t('rules.new'))
  return (
    <div className="page">
      <Link href="/rules" className="quiet">
        {t('rules.all')}
      </Link>
      <h1>{t('rules.new')}</h1>
      <Loaded<RuleList> query={query} label={t('rules.loading')} shape="form">
        {({ fields }) => <RuleDossier detail={undefined} draft={draft} fields={fields} />}
      </Loaded>
    </div>
  )
}

function One({ id }: { readonly id: string }) {
  const query = useQuery(ruleQuery(id))
  const fields = useQuery(rulesQuery).data?.fields ?? []
  const rule = query.data?.rule
  useTitle(rule ? titleWords(rule.title) : t('nav.rules'))
  return (
    <div className="page">
      <Link href="/rules" className="quiet">
        {t('rules.all')}
      </Link>
      <h1>{rule ? titleWords(rule.title) : t('nav.rules')}</h1>
      {rule && (
        <p className="quiet">
          {t('rules.effect', {
            findings: rule.findings,
            confirmed: rule.confirmed,
            dismissed: rule.dismissed,
            shadowed: rule.shadowed,
          })}
        </p>
      )}
      <Loaded query={query} label={t('rules.loading')} shape="form">
        {detail => (
          <RuleDossier key={detail.text} detail={detail} draft={detail.text} fields={fields} />
        )}
      </Loaded>
    </div>
  )
}

export default function Rules({ params: { id } }: PageProps) {
  if (id === undefined) return <List />
  return id === 'new' ? <Draft /> : <One key={id} id={id} />
}
