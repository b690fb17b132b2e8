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
import { Stale } from '../parts/stale.tsx'
import { Step, type StepMark } from '../parts/step.tsx'
import { WatchStep } from '../parts/watch-step.tsx'
import { setupQuery } from '../queries.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { count } from '../words.ts'

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

/** What makes a trial a watch, and where it is done. */
const then = [
  ['others', '/coverage#enrol'],
  ['tellMe', '/connections'],
  ['letIn', '/access'],
  ['keepSafe', '/backups'],
] as const

interface NextProps {
  readonly isReady: boolean
  /** Nobody is known to leave. */
  readonly hasNoLeaver: boolean
  /** Endpoints that are enrolled. */
  readonly endpoints: number
}

function Next({ isReady, hasNoLeaver, endpoints }: NextProps) {
  const steps = then.filter(([name]) => name !== 'others' || endpoints < 2)
  return (
    <section className={css.next} aria-labelledby="next-title">
      <h2 id="next-title">{t('setup.next')}</h2>
      <p>
        {t.rich(isReady ? 'setup.nextReady' : 'setup.nextTodo', {
          link: words => <Link href="/alerts">{words}</Link>,
        })}
      </p>
      {hasNoLeaver && (
        <p className="gap-note">
          {t.rich('setup.nobodyLeaves', { link: words => <Link href="/leavers">{words}</Link> })}
        </p>
      )}
      <ul>
        <li>{t('setup.toTry')}</li>
        {isReady &&
          steps.map(([name, href]) => (
            <li key={name}>
              {t.rich(`setup.${name}`, { link: words => <Link href={href}>{words}</Link> })}
            </li>
          ))}
        <li>{t('setup.pseudonyms')}</li>
        <li>{t('setup.contentStays')}</li>
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
        <progress value={done} max={total} aria-label={t('setup.stepsDone')} />
        <span className="num">{t('setup.progress', { done, total })}</span>
      </p>
      <Step
        {...step('customers')}
        title={t('setup.customers')}
        summary={
          customers.count > 0
            ? t('setup.customersSummary', {
                customers: t('words.customers', { count: customers.count }),
                emails: count(customers.emails),
                phones: count(customers.phones),
              })
            : t('setup.customersTodo')
        }
      >
        <ImportStep kind={customersImport} region={customers.default_region} />
      </Step>
      <Step
        {...step('people')}
        title={t('setup.people')}
        summary={
          people.count > 0
            ? t('setup.peopleSummary', {
                people: t('words.people', { count: people.count }),
                departing: people.departing,
              })
            : t('setup.peopleTodo')
        }
      >
        <ImportStep kind={peopleImport} region={customers.default_region} />
      </Step>
      <Step
        {...step('accounts')}
        title={t('setup.accounts')}
        summary={
          accounts.length > 0
            ? t('setup.accountsSummary', { count: accounts.length })
            : people.count > 0
              ? t('setup.accountsNone')
              : t('setup.accountsTodo')
        }
      >
        <AccountsStep accounts={accounts} hasPeople={people.count > 0} />
      </Step>
      <Step
        {...step('watch')}
        title={t('setup.watch')}
        summary={
          places > 0
            ? [
                ...watch.policy.places.map(({ label }) => label),
                ...(watch.policy.removable_drives ? [t('setup.everyDrive')] : []),
              ].join(', ')
            : t('setup.watchTodo')
        }
      >
        <WatchStep watch={watch} endpoints={endpoints} />
      </Step>
      <Step
        {...step('endpoints')}
        title={t('setup.endpoints')}
        summary={t('setup.endpointsSummary', {
          endpoints: t('words.endpoints', {
            count: endpoints.filter(({ online }) => online).length,
          }),
          rules: t('words.rules', { count: rules.length }),
        })}
      >
        <EndpointsStep endpoints={endpoints} rules={rules} version={watch.version} />
      </Step>
      <Next
        isReady={essential.every(id => marks[id] !== 'todo')}
        hasNoLeaver={people.count > 0 && people.departing === 0}
        endpoints={endpoints.length}
      />
    </>
  )
}

export default function SetupPage() {
  useTitle(t('nav.setup'))
  const setup = useQuery(setupQuery)
  return (
    <div className="page narrow">
      <h1>{t('nav.setup')}</h1>
      {setup.isPending && <Bones label={t('setup.loading')} rows={5} />}
      {setup.isError && !setup.data && (
        <Failure error={setup.error} onRetry={() => setup.refetch()} />
      )}
      <Stale query={setup} />
      {setup.data && <Steps setup={setup.data} />}
    </div>
  )
}
