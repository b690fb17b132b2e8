/** A queue without alerts: says what will appear here and what is still missing for it. */
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { Link } from 'wouter'
import type { Setup } from '../../../events/api.ts'
import { type QueueStatus, setupQuery } from '../queries.ts'
import { plural } from '../words.ts'
import css from './queue.module.css'

/** The first thing without which no alert can come, in words, with the step that mends it. */
function missingStep(setup: Setup): { readonly text: string; readonly step: string } | undefined {
  if (setup.customers.state === 'todo')
    return { text: 'Import your customers, so that they can be recognised', step: 'customers' }
  if (setup.people.state === 'todo')
    return { text: 'Import people, so that it is known who is leaving', step: 'people' }
  if (setup.watch.policy.places.length === 0 && !setup.watch.policy.removable_drives)
    return { text: 'Choose the folders and drives to watch', step: 'watch' }
  if (!setup.endpoints.some(({ online }) => online))
    return { text: 'No endpoint is online; start the agent', step: 'endpoints' }
  return undefined
}

export function EmptyQueue({ status }: { readonly status: QueueStatus }) {
  const setup = useQuery(setupQuery)
  const missing = setup.data && missingStep(setup.data)
  if (status === 'closed') {
    return (
      <div className={css.empty}>
        <h2>No closed alerts yet</h2>
        <p>Alerts that were closed with a verdict are kept here, with who decided what and why.</p>
      </div>
    )
  }
  if (status === 'watched') {
    return (
      <div className={css.empty}>
        <h2>Nobody is watched</h2>
        <p>
          Findings whose points are not yet enough for an alert gather here by person. Points fade:
          half of them are gone after 14 days.
        </p>
      </div>
    )
  }
  return (
    <div className={css.empty} data-testid="queue-empty">
      <ShieldCheck size={28} aria-hidden />
      <h2>{missing ? 'One step is missing' : 'Nothing to do'}</h2>
      {missing ? (
        <>
          <p>{missing.text}.</p>
          <Button component={Link} href={`/setup#${missing.step}`} size="sm">
            Go to this step
          </Button>
        </>
      ) : (
        <p>
          {setup.data &&
            `${plural(setup.data.endpoints.length, 'endpoint')} and ${plural(setup.data.rules.length, 'rule')} look after ${plural(setup.data.customers.count, 'customer')}. `}
          You need not reload: an alert appears by itself.
        </p>
      )}
      <p className="quiet">
        Here comes one row a person, the worst on top: somebody who is leaving copies customers to a
        stick or a cloud folder, anybody copies a large part of the base, an account is used after
        the last working day.
      </p>
    </div>
  )
}
