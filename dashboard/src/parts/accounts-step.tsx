/** Accounts that endpoints reported and nobody is bound to: choose whose each one is. */
import { Button, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PersonChip, Setup } from '../../../events/api.ts'
import { api } from '../api.ts'
import { useNow } from '../clock.ts'
import { notify } from '../notices.ts'
import { peopleQuery } from '../queries.ts'
import { departure, plural } from '../words.ts'
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
  const groups = Object.groupBy(people, person => person.department ?? 'No department')
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
      notify(`${alias} is ${chip.pseudonym} from now on.`)
      await client.invalidateQueries()
    },
  })
  return (
    <li className={css.account}>
      <div>
        <b className="mono">{account.account}</b> on {account.endpoint}
        <small>
          {plural(account.events, 'event')}, last <Age time={account.last_at} isSentence />
        </small>
      </div>
      <Select
        aria-label={`Who is ${alias}`}
        placeholder={people.isPending ? 'Loading people …' : 'Choose a person'}
        data={optionsOf(people.data?.people ?? [], now)}
        searchable
        limit={100}
        withScrollArea={false}
        comboboxProps={{ withinPortal: false }}
        styles={{ options: { maxHeight: 240, overflowY: 'auto' } }}
        value={chosen}
        onChange={setChosen}
        nothingFoundMessage="Nobody matches"
      />
      <div className={css.accountActions}>
        <Button
          size="sm"
          disabled={chosen === null}
          loading={bind.isPending}
          onClick={() => chosen !== null && bind.mutate(chosen)}
        >
          Bind
        </Button>
        {person?.id && !isRevealed(person, now) && (
          <button type="button" className="link-button" onClick={() => setRevealing(true)}>
            Who is {person.pseudonym}?
          </button>
        )}
      </div>
      {people.isError && <Failure error={people.error} onRetry={() => people.refetch()} />}
      {bind.isError && <Failure error={bind.error} />}
      {isRevealing && person?.id && (
        <RevealDialog
          person={person.id}
          pseudonym={person.pseudonym}
          suggestion={`To bind the account ${alias}`}
          onClose={() => setRevealing(false)}
        />
      )}
    </li>
  )
}

export function AccountsStep({ accounts, hasPeople }: Props) {
  if (accounts.length === 0) {
    return (
      <p>
        Accounts appear here when an agent sees one that no person has as an alias. Until it is
        bound, what the account does is shown under a stand-in such as Account-3f9a.
      </p>
    )
  }
  if (!hasPeople) {
    return <p>{plural(accounts.length, 'account')} can be bound once people are imported.</p>
  }
  return (
    <>
      <p>
        Rules about leavers need to know whose account it is. Choose here, or add the account to the
        person's <code>aliases</code> in the people file and import it again. It counts for what the
        account does from now on, and is recorded.
      </p>
      <ul className={css.accounts}>
        {accounts.map(account => (
          <AccountRow key={`${account.account}@${account.endpoint}`} account={account} />
        ))}
      </ul>
    </>
  )
}
