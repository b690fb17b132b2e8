/** First run and after: five steps with their state, each finished here in under a minute, and what happens next. */
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Combobox.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import type { Setup } from '../../../events/api.ts'
import { AccountsStep } from '../parts/accounts-step.tsx'
import { EndpointsStep } from '../parts/endpoints-step.tsx'
import { Failure } from '../parts/failure.tsx'
import { ImportStep } from '../parts/import-step.tsx'
import { customersImport, peopleImport } from '../parts/imports.ts'
import css from '../parts/setup.module.css'
import { Bones } from '../parts/skeleton.tsx'
import { Step, type StepMark } from '../parts/step.tsx'
import { WatchStep } from '../parts/watch-step.tsx'
import { setupQuery } from '../queries.ts'
import { useTitle } from '../title.ts'
import { count, plural } from '../words.ts'

/** How far each step is; the first one to do is open. */
function marksOf(setup: Setup): Record<string, StepMark> {
  const { customers, people, accounts, watch, endpoints } = setup
  const isWatching = watch.policy.places.length > 0 || watch.policy.removable_drives
  const isSound = endpoints.some(({ online, degraded }) => online && degraded.length === 0)
  return {
    customers: customers.state,
    people: people.state,
    accounts: people.count > 0 && accounts.length === 0 ? 'done' : 'todo',
    watch: isWatching ? 'done' : 'todo',
    endpoints: isSound ? 'done' : endpoints.some(({ online }) => online) ? 'look' : 'todo',
  }
}

/** Without these no alert can come. */
const essential = ['customers', 'people', 'watch', 'endpoints'] as const

function Next({ isReady }: { readonly isReady: boolean }) {
  return (
    <section className={css.next} aria-labelledby="next-title">
      <h2 id="next-title">What happens next</h2>
      {isReady ? (
        <p>
          Clientkeep is watching. When somebody who is leaving copies customers to a watched place,
          an alert appears in the <Link href="/alerts">queue</Link> within seconds.
        </p>
      ) : (
        <p>
          Once customers and people are here and a place is watched, an alert appears in the{' '}
          <Link href="/alerts">queue</Link> within seconds of a copy. Each step can be skipped and
          done later.
        </p>
      )}
      <ul>
        <li>
          To try it, copy a file with a few dozen of your customers to a watched place, under the
          account of somebody with a last working day.
        </li>
        <li>People stay pseudonyms until somebody asks for a name with a reason.</li>
        <li>
          The content of files never leaves the endpoint; what travels is a count and keyed tokens.
        </li>
      </ul>
    </section>
  )
}

function Steps({ setup }: { readonly setup: Setup }) {
  const marks = marksOf(setup)
  const done = Object.values(marks).filter(mark => mark === 'done').length
  const total = Object.keys(marks).length
  const first = location.hash.slice(1) || Object.keys(marks).find(step => marks[step] !== 'done')
  useEffect(() => {
    document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [])
  const { customers, people, accounts, watch, endpoints, rules } = setup
  const places = watch.policy.places.length + (watch.policy.removable_drives ? 1 : 0)
  const step = (id: string) => ({ id, mark: marks[id] ?? 'todo', isOpenFirst: id === first })
  return (
    <>
      <p className={css.progress}>
        <progress value={done} max={total} aria-label="Steps done" />
        <span className="num">
          {done} of {total} done
        </span>
      </p>
      <Step
        {...step('customers')}
        title="Customers"
        summary={
          customers.count > 0
            ? `${plural(customers.count, 'customer')}, known by ${count(customers.emails)} e-mails and ${count(customers.phones)} phones`
            : 'The base that must not leave: a CSV export of your CRM'
        }
      >
        <ImportStep kind={customersImport} region={customers.default_region} />
      </Step>
      <Step
        {...step('people')}
        title="People"
        summary={
          people.count > 0
            ? `${plural(people.count, 'person', 'people')}, ${count(people.departing)} leaving`
            : 'Who works here and who leaves when: a CSV from HR'
        }
      >
        <ImportStep kind={peopleImport} region={customers.default_region} />
      </Step>
      <Step
        {...step('accounts')}
        title="Who is who"
        summary={
          accounts.length > 0
            ? `${plural(accounts.length, 'account')} seen on endpoints, not bound to a person yet`
            : people.count > 0
              ? 'No account waits for a person'
              : 'Whose accounts the endpoints report; after people are imported'
        }
      >
        <AccountsStep accounts={accounts} hasPeople={people.count > 0} />
      </Step>
      <Step
        {...step('watch')}
        title="Watched folders and drives"
        summary={
          places > 0
            ? [
                ...watch.policy.places.map(({ label }) => label),
                ...(watch.policy.removable_drives ? ['every removable drive'] : []),
              ].join(', ')
            : 'Where customers could leave through: sticks, synced folders, network drives'
        }
      >
        <WatchStep watch={watch} endpoints={endpoints} />
      </Step>
      <Step
        {...step('endpoints')}
        title="Endpoints and rules"
        summary={`${plural(endpoints.filter(({ online }) => online).length, 'endpoint')} online, ${plural(rules.length, 'rule')} on`}
      >
        <EndpointsStep endpoints={endpoints} rules={rules} version={watch.version} />
      </Step>
      <Next isReady={essential.every(id => marks[id] !== 'todo')} />
    </>
  )
}

export function SetupPage() {
  useTitle('Set-up')
  const setup = useQuery(setupQuery)
  return (
    <div className="page narrow">
      <h1>Set-up</h1>
      {setup.isPending && <Bones label="Loading the set-up" rows={5} />}
      {setup.isError && !setup.data && (
        <Failure error={setup.error} onRetry={() => setup.refetch()} />
      )}
      {setup.data && <Steps setup={setup.data} />}
    </div>
  )
}
