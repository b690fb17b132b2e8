/** Who asked to see whose name, why and until when; a privacy officer agrees where policy asks for it, and hands out or deletes what is kept about somebody. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { RevealRow } from '../../../events/api-people.ts'
import { identityApi } from '../api-identity.ts'
import css from '../parts/access.module.css'
import { Age } from '../parts/age.tsx'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PersonData } from '../parts/person-data.tsx'
import { revealsQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

function stateOf({ state, decided_by: user, refused: reason }: RevealRow): string {
  const word = t(`access.revealState.${state}`)
  if (user === null) return word
  return reason === null
    ? t('access.revealBy', { state: word, user })
    : t('access.revealRefused', { state: word, user, reason })
}

export default function Reveals() {
  useTitle(t('nav.reveals'))
  const client = useQueryClient()
  const may = useMay()
  const reveals = useQuery(revealsQuery)
  const [open, setOpen] = useState<{ readonly row: RevealRow; readonly agreed: boolean } | null>(
    null,
  )
  return (
    <div className="page narrow">
      <h1>{t('access.reveals')}</h1>
      <p className="quiet">{t('access.revealsText')}</p>
      <Loaded
        query={reveals}
        label={t('access.loadingReveals')}
        isEmpty={list => list.reveals.length === 0}
        empty={<Empty icon={EyeOff} title={t('access.noReveal')} />}
      >
        {list => (
          <ul className={css.rows}>
            {list.reveals.map(row => (
              <li key={row.id} className={css.row} data-testid="reveal">
                <div className={css.main}>
                  <strong>
                    {row.viewer} → {row.pseudonym}
                  </strong>
                  <div className={css.facts}>
                    <span>“{row.reason}”</span>
                    <span>
                      {t.rich('access.asked', {
                        time: () => <Age time={row.asked_at} isSentence />,
                      })}
                    </span>
                    <span
                      className={
                        row.state === 'shown' || row.state === 'waiting' ? css.weak : undefined
                      }
                    >
                      {stateOf(row)}
                    </span>
                  </div>
                </div>
                {row.state === 'waiting' && may('reveals.approve') && (
                  <div className={css.end}>
                    <Button size="xs" onClick={() => setOpen({ row, agreed: true })}>
                      {t('access.agreeMore')}
                    </Button>
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => setOpen({ row, agreed: false })}
                    >
                      {t('access.refuseMore')}
                    </Button>
                  </div>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {may('subject-access.export') && <PersonData />}
      {open && (
        <AskDialog
          title={t(open.agreed ? 'touch.show' : 'touch.doNotShow', {
            viewer: open.row.viewer,
            pseudonym: open.row.pseudonym,
          })}
          what={t('access.why')}
          action={open.agreed ? t('access.agree') : t('access.refuse')}
          run={async reason => {
            const list = await identityApi.decideReveal(open.row, { agreed: open.agreed, reason })
            client.setQueryData(revealsQuery.queryKey, list)
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
