/** Exclusions with who proposed and who decided, and what can be decided on each. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Exclusion, ExclusionDecision, RuleEffect } from '../../../events/tuning.ts'
import { useReadAgain } from '../read-again.ts'
import { titleWords } from '../said/words.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { decideExclusion, tuningQuery } from '../tuning.ts'
import access from './access.module.css'
import { Age } from './age.tsx'
import { AskDialog } from './ask-dialog.tsx'
import { TraitWords } from './trait-words.tsx'
import css from './tuning.module.css'

type Action = ExclusionDecision['action']

const actionsOf = ({ state }: Exclusion): readonly Action[] => {
  if (state === 'proposed') return ['accept', 'refuse']
  return state === 'in force' ? ['withdraw'] : []
}

const Facts = ({ exclusion }: { readonly exclusion: Exclusion }) => (
  <div className={access.facts}>
    <span>“{exclusion.reason}”</span>
    <span>
      {t.rich('tuning.proposedBy', {
        user: exclusion.proposed_by,
        time: () => <Age time={exclusion.proposed_at} isSentence />,
      })}
    </span>
    {exclusion.decided_by !== null && exclusion.decided_at !== null && (
      <span>
        {t.rich('tuning.decidedBy', {
          user: exclusion.decided_by,
          time: () => <Age time={exclusion.decided_at ?? 0} isSentence />,
        })}
      </span>
    )}
    <span>{t('tuning.keptOut', { count: exclusion.kept_out })}</span>
  </div>
)

export function ExclusionRows({
  exclusions,
  rules,
}: {
  readonly exclusions: readonly Exclusion[]
  readonly rules: readonly RuleEffect[]
}) {
  const readAgain = useReadAgain()
  const may = useMay()
  const [open, setOpen] = useState<{ exclusion: Exclusion; action: Action } | null>(null)
  const titleOf = (name: string) =>
    titleWords(rules.find(({ rule }) => rule === name)?.title ?? name)
  return (
    <section className={css.section}>
      <h2>{t('tuning.exclusions')}</h2>
      <p className="quiet">{t('tuning.exclusionsMeans')}</p>
      <ul className={access.rows}>
        {exclusions.map(exclusion => (
          <li key={exclusion.id} className={access.row} data-testid="exclusion">
            <div className={access.main}>
              <strong>
                {t.rich('tuning.of', {
                  title: titleOf(exclusion.rule),
                  trait: () => <TraitWords trait={exclusion.trait} />,
                })}
              </strong>{' '}
              <span className={css.state} data-state={exclusion.state}>
                {t(`tuning.state.${exclusion.state}`)}
              </span>
              <Facts exclusion={exclusion} />
            </div>
            {may('rules.change') && (
              <div className={access.end}>
                {actionsOf(exclusion).map(action => (
                  <Button
                    key={action}
                    size="xs"
                    variant={action === 'accept' ? 'filled' : 'default'}
                    onClick={() => setOpen({ exclusion, action })}
                  >
                    {t(`tuning.${action}`)}
                  </Button>
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
      {open && (
        <AskDialog
          title={t(`tuning.${open.action}Title`)}
          what={t('tuning.why')}
          action={t(`tuning.${open.action}Do`)}
          run={async reason => {
            await decideExclusion(open.exclusion.id, { action: open.action, reason })
            readAgain(tuningQuery.queryKey)
          }}
          onClose={() => setOpen(null)}
        >
          <p>
            <TraitWords trait={open.exclusion.trait} />
          </p>
        </AskDialog>
      )}
    </section>
  )
}
