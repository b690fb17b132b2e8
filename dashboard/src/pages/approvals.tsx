/** Requests for approval: an inbox for a phone, one request with its decision, what was decided before. */
import { SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/FloatingIndicator.css'
import { useQuery } from '@tanstack/react-query'
import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Approval, ApprovalList } from '../../../events/approvals.ts'
import { type ApprovalLists, approvalQuery, approvalsQuery } from '../approvals-api.ts'
import { Age } from '../parts/age.tsx'
import { ApprovalDecide } from '../parts/approval-decide.tsx'
import { ApprovalReceipt } from '../parts/approval-receipt.tsx'
import { ApprovalFacts, ApprovalState, wantsOf } from '../parts/approval-words.tsx'
import css from '../parts/approvals.module.css'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import type { PageProps } from '../registry.ts'
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
  const [list, setList] = useState<ApprovalLists>('open')
  const query = useQuery({ ...approvalsQuery(list), refetchInterval: 30_000 })
  return (
    <div className={`page narrow ${css.page}`}>
      <h1>{t('approvals.title')}</h1>
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
  return params.id === undefined ? <Inbox /> : <One id={params.id} />
}
