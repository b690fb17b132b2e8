/** Under which conditions something is approved: rows, columns, canaries, for how long. Then the key. */
import { Button, NativeSelect, NumberInput } from '@mantine/core'
import '@mantine/core/styles/NumberInput.css'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Approval, ApprovalConditions } from '../../../events/approvals.ts'
import { t } from '../text.ts'
import { wantsOf } from './approval-words.tsx'
import css from './approvals.module.css'
import { Dialog } from './dialog.tsx'
import { Failure } from './failure.tsx'

const dayMs = 86_400_000
const dayChoices = [1, 3, 7, 14] as const

interface Props {
  readonly approval: Approval
  /** The digest of what is shown is known. */
  readonly isReady: boolean
  readonly run: (conditions: ApprovalConditions) => Promise<unknown>
  readonly onClose: () => void
}

export function ApproveDialog({ approval, isReady, run, onClose }: Props) {
  const { source, facts } = approval.content
  const most = source.kind === 'permit' ? source.rows_max : facts.rows
  const isExport = source.kind === 'export'
  const [rows, setRows] = useState(most)
  const [dropped, setDropped] = useState<readonly string[]>([])
  const [canaries, setCanaries] = useState(isExport)
  const [days, setDays] = useState(1)
  const send = useMutation({
    mutationFn: () => {
      const until = Date.now() + days * dayMs
      return run({
        rows_max: rows < most ? rows : null,
        drop_columns: [...dropped],
        canaries,
        until: source.kind === 'permit' ? Math.min(source.until, until) : until,
      })
    },
    onSuccess: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  const toggle = (name: string, isDropped: boolean) =>
    setDropped(isDropped ? [...dropped, name] : dropped.filter(other => other !== name))
  return (
    <Dialog title={wantsOf(approval)} onClose={onClose}>
      <form onSubmit={submit} className="form">
        <p className="quiet">
          {source.kind === 'hold' ? t('approvals.whole') : t('approvals.limits')}
        </p>
        {source.kind !== 'hold' && most > 0 && (
          <NumberInput
            label={t('approvals.rowsMax')}
            min={1}
            max={most}
            value={rows}
            allowDecimal={false}
            onChange={value => setRows(typeof value === 'number' ? value : most)}
          />
        )}
        {isExport && facts.columns.length > 1 && (
          <fieldset className={css.columns}>
            <legend>{t('approvals.dropColumns')}</legend>
            {facts.columns.map(name => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={dropped.includes(name)}
                  onChange={event => toggle(name, event.currentTarget.checked)}
                />
                {name}
              </label>
            ))}
          </fieldset>
        )}
        {isExport && (
          <label className={css.check}>
            <input
              type="checkbox"
              checked={canaries}
              onChange={event => setCanaries(event.currentTarget.checked)}
            />
            {t('approvals.canaries')}
          </label>
        )}
        <NativeSelect
          label={t('approvals.until')}
          value={String(days)}
          onChange={event => setDays(Number(event.currentTarget.value))}
          data={dayChoices.map(count => ({
            value: String(count),
            label: t('approvals.days', { count }),
          }))}
        />
        {send.isError && <Failure error={send.error} />}
        <footer>
          <Button variant="default" onClick={onClose}>
            {t('alert.cancel')}
          </Button>
          <Button type="submit" data-first loading={send.isPending} disabled={!isReady}>
            {t('approvals.sign')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
