/** What only dismissed alerts have in common: each can be proposed as an exclusion. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Suggestion } from '../../../events/tuning.ts'
import { useReadAgain } from '../read-again.ts'
import { titleWords } from '../said/words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { propose, tuningQuery } from '../tuning.ts'
import access from './access.module.css'
import { AskDialog } from './ask-dialog.tsx'
import { TraitWords } from './trait-words.tsx'
import css from './tuning.module.css'

export function TuningSuggestions({
  suggestions,
}: {
  readonly suggestions: readonly Suggestion[]
}) {
  const readAgain = useReadAgain()
  const may = useMay()
  const [open, setOpen] = useState<Suggestion | null>(null)
  return (
    <section className={css.section}>
      <h2>{t('tuning.suggestions')}</h2>
      <p className="quiet">{t('tuning.suggestionsMeans')}</p>
      <ul className={access.rows}>
        {suggestions.map(each => (
          <li
            key={`${each.rule} ${each.trait.kind} ${each.trait.value}`}
            className={access.row}
            data-testid="suggestion"
          >
            <div className={access.main}>
              <strong>
                {t.rich('tuning.of', {
                  title: titleWords(each.title),
                  trait: () => <TraitWords trait={each.trait} />,
                })}
              </strong>
              <div className={access.facts}>
                {t('tuning.suggestion', { count: each.dismissed, open: each.open })}
              </div>
            </div>
            {may('rules.change') && (
              <div className={access.end}>
                <Button size="xs" variant="default" onClick={() => setOpen(each)}>
                  {t('tuning.propose')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {open && (
        <AskDialog
          title={t('tuning.proposeTitle', { title: open.title })}
          what={t('tuning.proposeWhy')}
          action={t('tuning.proposeDo')}
          run={async reason => {
            await propose(open, reason)
            readAgain(tuningQuery.queryKey)
          }}
          onClose={() => setOpen(null)}
        >
          <p>
            <TraitWords trait={open.trait} />
          </p>
        </AskDialog>
      )}
    </section>
  )
}
