/** A rule that finds what the hunt finds, as a draft: copied into a file, tried on the past, then in force. */
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { type Hunt, ruleDraft } from '../hunt-query.ts'
import { t } from '../text.ts'
import { Copyable } from './copyable.tsx'
import { Dialog } from './dialog.tsx'

export function RuleDraftDialog({
  hunt,
  onClose,
}: {
  readonly hunt: Hunt
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(() => ruleDraft(hunt))
  return (
    <Dialog title={t('hunt.draftTitle')} onClose={onClose}>
      <div className="form">
        <p className="quiet">{t('hunt.draftText')}</p>
        <Textarea
          data-first
          label={t('hunt.draft')}
          rows={16}
          spellCheck={false}
          value={draft}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12.5 } }}
          onChange={event => setDraft(event.currentTarget.value)}
        />
        <Copyable text={draft} shown={t('hunt.draftCopy')} label={t('hunt.draft')} />
        <p>{t('hunt.draftTry')}</p>
        <Copyable text="./clientkeep rules lint data/rules" label={t('shell.command')} />
        <Copyable
          text="./clientkeep rules backtest data/rules --days 90"
          label={t('shell.command')}
        />
      </div>
    </Dialog>
  )
}
