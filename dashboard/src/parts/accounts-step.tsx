/** Accounts that endpoints reported and nobody is bound to: choose whose each one is. */
import { Button, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonChip, Setup } from '../../../events/api.ts'
import { api } from '../api.ts'
import { useNow } from '../clock.ts'
import { notify } from '../notices.ts'
import { peopleQuery } from '../queries.ts'
import { t } from '../text.ts'
import { departure } from '../words.ts'
import { Age } from './age.tsx'
import { Failure } from './failure.tsx'
import { isRevealed } from './person-chip.tsx'
import { RevealDialog } from './reveal-dialog.tsx'
import css from './setup.module.css'

type Account = Setup['accounts'][number]

interface Props {
  readonly accounts: readonly Account[]
  readonly hasPeople: boolean
}

/** `Heron-41 · sales manager · leaves in 6 d`, with the name while it is revealed. */
const labelOf = (person: PersonChip, now: number): string =>
  [
    isRevealed(person, now) ? `${person.name} (${person.pseudonym})` : person.pseudonym,
    person.title,
    departure(person),
  ]
    .filter(Boolean)
    .join(' · ')

/** People as options, by department. */
function optionsOf(people: readonly PersonChip[], now: number) {
  const groups = Object.groupBy(people, person => person.department ?? t('setup.noDepartment'))
  return Object.entries(groups).map(([group, members = []]) => ({
    group,
    items: members.flatMap(person =>
      person.id === null ? [] : [{ value: person.id, label: labelOf(person, now) }],
    ),
  }))
}

function AccountRow({ account }: { readonly account: Account }) {
  const client = useQueryClient()
  const now = useNow()
  const people = useQuery(peopleQuery)
  const [chosen, setChosen] = useState<string | null>(null)
  const [isRevealing, setRevealing] = useState(false)
  const person = people.data?.people.find(({ id }) => id === chosen)
  const alias = `${account.account}@${account.endpoint}`
  const bind = useMutation({
    mutationFn: (id: string) => api.bind(id, alias),
    onSuccess: async chip => {
      notify(t('setup.bound', { alias, pseudonym: chip.pseudonym }))
      await client.invalidateQueries()
    },
  })
  return (
    <li className={css.account}>
      <div>
        {t.rich('setup.accountOn', { ...account, b: words => <b className="mono">{words}</b> })}
        <small>
          {t.rich('setup.accountEvents', {
            count: account.events,
            time: () => <Age time={account.last_at} isSentence />,
          })}
        </small>
      </div>
      <Select
        aria-label={t('setup.whoIs', { alias })}
        placeholder={people.isPending ? t('setup.loadingPeople') : t('setup.choosePerson')}
        data={optionsOf(people.data?.people ?? [], now)}
        searchable
        limit={100}
        withScrollArea={false}
        comboboxProps={{ withinPortal: false }}
        styles={{ options: { maxHeight: 240, overflowY: 'auto' } }}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage={t('setup.nobodyMatches')}
      />
      <div className={css.accountActions}>
        <Button
          size="sm"
          disabled={chosen === null}
          loading={bind.isPending}
          onClick={() => chosen !== null && bind.mutate(chosen)}
        >
          {t('setup.bind')}
        </Button>
        {person?.id && !isRevealed(person, now) && (
          <button type="button" className="link-button" onClick={() => setRevealing(true)}>
            {t('setup.whoIsPerson', { pseudonym: person.pseudonym })}
          </button>
        )}
      </div>
      {people.isError && <Failure error={people.error} onRetry={() => people.refetch()} />}
      {bind.isError && <Failure error={bind.error} />}
      {isRevealing && person?.id && (
        <RevealDialog
          person={person.id}
          pseudonym={person.pseudonym}
          suggestion={t('setup.toBind', { alias })}
          onClose={() => setRevealing(false)}
        />
      )}
    </li>
  )
}

export function AccountsStep({ accounts, hasPeople }: Props) {
  if (accounts.length === 0) {
    return <p>{t('setup.accountsEmpty')}</p>
  }
  if (!hasPeople) {
    return <p>{t('setup.accountsLater', { count: accounts.length })}</p>
  }
  return (
    <>
      <p>{t.rich('setup.accountsText', { code: words => <code>{words}</code> })}</p>
      <ul className={css.accounts}>
        {accounts.map(account => (
          <AccountRow key={`${account.account}@${account.endpoint}`} account={account} />
        ))}
      </ul>
    </>
  )
}
