/** Who asked to see whose name, why and until when; a privacy officer agrees where policy asks for it. */
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RevealRow } from '../../../events/api-people.ts'
import { identityApi } from '../api-identity.ts'
import css from '../parts/access.module.css'
import { Age } from '../parts/age.tsx'
import { AskDialog } from '../parts/ask-dialog.tsx'
import { Failure } from '../parts/failure.tsx'
import { Bones } from '../parts/skeleton.tsx'
import { revealsQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { useTitle } from '../title.ts'

const stateWords: Record<RevealRow['state'], string> = {
  waiting: 'waits for a second person',
  shown: 'shown now',
  over: 'over',
  refused: 'refused',
}

export function Reveals() {
  useTitle('Reveals')
  const client = useQueryClient()
  const may = useMay()
  const reveals = useQuery(revealsQuery)
  const [open, setOpen] = useState<{ readonly row: RevealRow; readonly agreed: boolean } | null>(
    null,
  )
  if (reveals.isPending) return <Bones label="Loading reveals" />
  if (reveals.isError) return <Failure error={reveals.error} onRetry={() => reveals.refetch()} />
  const rows = reveals.data.reveals
  return (
    <div className="page narrow">
      <h1>Who saw whose name</h1>
      <p className="quiet">
        People are pseudonyms until somebody gives a reason. Each time stands here, and in the
        signed record.
      </p>
      {rows.length === 0 ? (
        <p>No name was revealed yet.</p>
      ) : (
        <ul className={css.rows}>
          {rows.map(row => (
            <li key={row.id} className={css.row} data-testid="reveal">
              <div className={css.main}>
                <strong>
                  {row.viewer} → {row.pseudonym}
                </strong>
                <div className={css.facts}>
                  <span>“{row.reason}”</span>
                  <span>
                    asked <Age time={row.asked_at} isSentence />
                  </span>
                  <span
                    className={
                      row.state === 'shown' || row.state === 'waiting' ? css.weak : undefined
                    }
                  >
                    {stateWords[row.state]}
                    {row.decided_by !== null && ` by ${row.decided_by}`}
                    {row.refused !== null && `: ${row.refused}`}
                  </span>
                </div>
              </div>
              {row.state === 'waiting' && may('reveals.approve') && (
                <div className={css.end}>
                  <Button size="xs" onClick={() => setOpen({ row, agreed: true })}>
                    Agree…
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => setOpen({ row, agreed: false })}
                  >
                    Refuse…
                  </Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {open && (
        <AskDialog
          title={`${open.agreed ? 'Show' : 'Do not show'} ${open.row.viewer} who ${open.row.pseudonym} is`}
          what="Why?"
          action={open.agreed ? 'Agree' : 'Refuse'}
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
