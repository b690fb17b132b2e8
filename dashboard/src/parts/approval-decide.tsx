/** The decision on a request: refuse, ask back, or approve under conditions, each with a touch of the key over what is on the page. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Approval, ApprovalDecision } from '../../../events/approvals.ts'
import { approvalQuery, approvalsApi } from '../approvals-api.ts'
import { digestOf } from '../digest.ts'
import { useReadAgain } from '../read-again.ts'
import { t } from '../text.ts'
import { askerOf, wantsOf } from './approval-words.tsx'
import css from './approvals.module.css'
import { ApproveDialog } from './approve-dialog.tsx'
import { AskDialog } from './ask-dialog.tsx'

type Open = 'approve' | 'refuse' | 'ask' | 'reply' | 'withdraw' | 'revoke'

/** The digest of what is shown; null until it is known, undefined where the collector says another. */
function useSeen({ content, digest }: Approval): string | null | undefined {
  const [seen, setSeen] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    digestOf(content).then(own => {
      if (!isGone) setSeen(own)
    })
    return () => {
      isGone = true
    }
  }, [content])
  return seen === null || seen === digest ? seen : undefined
}

const words = { approve: 'touchApprove', refuse: 'touchRefuse', ask: 'touchAsk' } as const

export function ApprovalDecide({ approval }: { readonly approval: Approval }) {
  const client = useQueryClient()
  const readAgain = useReadAgain()
  const [open, setOpen] = useState<Open | null>(null)
  const seen = useSeen(approval)
  const { id, may } = approval
  const who = askerOf(approval)
  const what = wantsOf(approval)
  const isOpen = approval.state === 'waiting' || approval.state === 'asked_back'
  const keep = (next: Approval) => {
    client.setQueryData(approvalQuery(id).queryKey, next)
    readAgain(['approvals'])
  }
  /** What was refused may be so because it changed: then the page shows what it is now. */
  const send = (call: Promise<Approval>) =>
    call.then(keep, (error: unknown) => {
      readAgain(['approvals'])
      throw error
    })
  const decide = (decision: Omit<ApprovalDecision, 'seen'>) =>
    send(
      approvalsApi.decide(
        id,
        { ...decision, seen: seen ?? '' },
        t(`approvals.${words[decision.verdict]}`, { what }),
      ),
    )
  const close = () => setOpen(null)
  const button = (name: Open, label: string, isFilled = false) => (
    <Button variant={isFilled ? 'filled' : 'default'} onClick={() => setOpen(name)}>
      {label}
    </Button>
  )

  if (seen === undefined) return <p className={css.note}>{t('approvals.changed')}</p>
  return (
    <>
      {isOpen && may.refuse && (
        <>
          {may.why_not !== null && <p className={css.note}>{may.why_not}</p>}
          <div className={css.bar}>
            {button('refuse', t('approvals.refuse'))}
            {button('ask', t('approvals.askBack'))}
            {may.approve && button('approve', t('approvals.approve'), true)}
          </div>
        </>
      )}
      {isOpen && may.reply && (
        <div className={css.bar}>
          {button('withdraw', t('approvals.withdraw'))}
          {approval.state === 'asked_back' && button('reply', t('approvals.replyDo'), true)}
        </div>
      )}
      {may.revoke && <div className={css.bar}>{button('revoke', t('approvals.revoke'))}</div>}
      {open === 'approve' && (
        <ApproveDialog
          approval={approval}
          isReady={seen !== null}
          run={conditions => decide({ verdict: 'approve', conditions })}
          onClose={close}
        />
      )}
      {open === 'refuse' && (
        <AskDialog
          title={t('approvals.refuseTitle', { who })}
          what={t('approvals.refuseWhy')}
          action={t('approvals.refuse')}
          run={reason => decide({ verdict: 'refuse', reason })}
          onClose={close}
        />
      )}
      {open === 'ask' && (
        <AskDialog
          title={t('approvals.askTitle', { who })}
          what={t('approvals.askWhat')}
          action={t('approvals.askBack')}
          run={reason => decide({ verdict: 'ask', reason })}
          onClose={close}
        />
      )}
      {open === 'reply' && (
        <AskDialog
          title={t('approvals.replyTitle')}
          what={t('approvals.replyWhat')}
          action={t('approvals.replyDo')}
          run={text => send(approvalsApi.reply(id, text))}
          onClose={close}
        />
      )}
      {open === 'withdraw' && (
        <AskDialog
          title={t('approvals.withdrawTitle')}
          what={t('approvals.withdrawWhy')}
          action={t('approvals.withdraw')}
          run={text => send(approvalsApi.withdraw(id, text))}
          onClose={close}
        />
      )}
      {open === 'revoke' && (
        <AskDialog
          title={t('approvals.revokeTitle', { who })}
          what={t('approvals.revokeWhy')}
          action={t('approvals.revoke')}
          run={text => send(approvalsApi.revoke(id, text, t('approvals.touchRevoke', { what })))}
          onClose={close}
        />
      )}
    </>
  )
}
