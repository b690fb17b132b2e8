/** Requests for approval: an inbox for a phone, one request with its decision, what was decided before. */
import { Button, SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/FloatingIndicator.css'
import { useQuery } from '@tanstack/react-query'
import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Approval, ApprovalList, Askable } from '../../../events/approvals.ts'
import {
  type ApprovalLists,
  approvalQuery,
  approvalsQuery,
  askableQuery,
} from '../approvals-api.ts'
import { Age } from '../parts/age.tsx'
import { ApprovalDecide } from '../parts/approval-decide.tsx'
import { ApprovalReceipt } from '../parts/approval-receipt.tsx'
import { ApprovalFacts, ApprovalState, wantsOf } from '../parts/approval-words.tsx'
import css from '../parts/approvals.module.css'
import { AskForHeld, AskForLeave } from '../parts/ask-approval.tsx'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import type { PageProps } from '../registry.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

const lists: readonly ApprovalLists[] = ['open', 'past', 'own']
const isList = (text: string): text is ApprovalLists => lists.some(list => list === text)

function Card({ approval }: { readonly approval: Approval }) {
  const { facts, why, asked_at } = approval.content
  const share = `${facts.share_percent.toLocaleString(document.documentElement.lang)} %`
  return (
    <li>
      <Link href={`/approvals/${approval.id}`} className={css.card} data-testid="approval">
        <strong>{wantsOf(approval)}</strong>
        {facts.customers > 0 && (
          <p>{t('approvals.customers', { count: facts.customers, share })}</p>
        )}
        {why !== '' && <p>“{why}”</p>}
        <span className={css.meta}>
          <ApprovalState approval={approval} />
          <span>
            {t.rich('approvals.asked', { time: () => <Age time={asked_at} isSentence /> })}
          </span>
        </span>
      </Link>
    </li>
  )
}

const emptyTitles = { open: 'none', past: 'nonePast', own: 'noneOwn' } as const

function Inbox() {
  useTitle(t('approvals.title'))
  const may = useMay()
  const [list, setList] = useState<ApprovalLists>(may('approvals.decide') ? 'open' : 'own')
  const query = useQuery({ ...approvalsQuery(list), refetchInterval: 30_000 })
  return (
    <div className={`page narrow ${css.page}`}>
      <header className={css.head}>
        <h1>{t('approvals.title')}</h1>
        <Button component={Link} href="/approvals/new" size="sm" variant="default">
          {t('approvals.ask.do')}
        </Button>
      </header>
      <SegmentedControl
        fullWidth
        aria-label={t('approvals.lists')}
        data={lists.map(value => ({ value, label: t(`approvals.${value}`) }))}
        value={list}
        onChange={value => isList(value) && setList(value)}
      />
      <Loaded<ApprovalList>
        query={query}
        label={t('approvals.loading')}
        isEmpty={({ approvals }) => approvals.length === 0}
        empty={
          <Empty icon={Stamp} title={t(`approvals.${emptyTitles[list]}`)}>
            {list === 'open' && <p className="quiet">{t('approvals.noneText')}</p>}
          </Empty>
        }
      >
        {({ approvals }) => (
          <ul className={css.list}>
            {approvals.map(approval => (
              <Card key={approval.id} approval={approval} />
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  )
}

/** Whom it was put to, and who was passed over. */
function AskedOf({ approval }: { readonly approval: Approval }) {
  const { approvers, officers, skipped } = approval
  const who = [
    ...approvers.map(({ name, pseudonym }) => name ?? pseudonym),
    ...(officers ? [t('approvals.officers')] : []),
  ]
  return (
    <div className={css.asked}>
      {who.length > 0 && <span>{t('approvals.askedOf', { who: who.join(', ') })}</span>}
      {skipped.map(({ pseudonym, why }) => (
        <span key={pseudonym}>
          {t('approvals.skipped', { who: pseudonym, why: t(`approvals.unfit.${why}`) })}
        </span>
      ))}
    </div>
  )
}

/** What who asked does next, once it is approved. */
function WhatNow({ approval: { state, may, page, content } }: { readonly approval: Approval }) {
  if (state !== 'approved' || !may.reply) return null
  const { kind } = content.source
  if (kind !== 'export') return <p className={css.now}>{t(`approvals.now.${kind}`)}</p>
  if (page === null) return <p className={css.now}>{t('approvals.now.gone')}</p>
  return (
    <p className={css.now}>
      <span>{t('approvals.now.export')}</span>
      <a href={page}>{t('approvals.now.fetch')}</a>
    </p>
  )
}

function New() {
  useTitle(t('approvals.ask.do'))
  const query = useQuery(askableQuery)
  return (
    <div className={`page narrow ${css.page}`}>
      <Link href="/approvals">← {t('approvals.back')}</Link>
      <h1>{t('approvals.ask.do')}</h1>
      <Loaded<Askable> query={query} label={t('approvals.loading')} shape="form">
        {askable => (
          <>
            <AskForHeld
              askable={askable}
              first={new URLSearchParams(location.search).get('hold')}
            />
            <AskForLeave askable={askable} />
          </>
        )}
      </Loaded>
    </div>
  )
}

function One({ id }: { readonly id: string }) {
  useTitle(t('approvals.title'))
  const query = useQuery({ ...approvalQuery(id), refetchInterval: 15_000 })
  return (
    <div className={`page narrow ${css.page}`}>
      <Link href="/approvals">← {t('approvals.back')}</Link>
      <Loaded<Approval> query={query} label={t('approvals.loading')} shape="form">
        {approval => (
          <>
            <p>
              <ApprovalState approval={approval} />
            </p>
            <h1>{wantsOf(approval)}</h1>
            <WhatNow approval={approval} />
            <ApprovalFacts approval={approval} />
            <AskedOf approval={approval} />
            <ApprovalDecide approval={approval} key={approval.digest} />
            <ApprovalReceipt approval={approval} />
          </>
        )}
      </Loaded>
    </div>
  )
}

export default function Approvals({ params }: PageProps) {
  if (params.id === 'new') return <New />
  return params.id === undefined ? <Inbox /> : <One id={params.id} />
}
