/** Who must have a key that is good enough, and by when: a role, or one user. From the day after, the others are kept out. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IdentityPolicy } from '../../../events/identity-policy.ts'
import { usersQuery } from '../queries.ts'
import { roleOrder, roleWord } from '../role-words.ts'
import { t } from '../text.ts'
import { day } from '../words.ts'
import css from './access.module.css'

type Dates = NonNullable<IdentityPolicy['key_by']>

/** `role:officer` or `user:kim`, as the choice holds it. */
const wordOf = ({ role, user }: Dates[number]): string =>
  role === undefined ? (user ?? t('access.dates.everybody')) : roleWord(role)

function chosen(value: string, date: string): Dates[number] {
  const role = roleOrder.find(each => value === `role:${each}`)
  return role === undefined ? { user: value.replace('user:', ''), date } : { role, date }
}

interface Props {
  readonly dates: Dates
  readonly onChange: (dates: Dates) => void
}

export function KeyDates({ dates, onChange }: Props) {
  const users = useQuery(usersQuery)
  const [who, setWho] = useState('role:officer')
  const [date, setDate] = useState('')
  const add = () => {
    const one = chosen(who, date)
    const others = dates.filter(({ role, user }) => role !== one.role || user !== one.user)
    onChange([...others, one])
    setDate('')
  }
  return (
    <div className={css.stack}>
      <h3>{t('access.dates.title')}</h3>
      <p className="quiet">{t('access.dates.text')}</p>
      {dates.length > 0 && (
        <ul className={css.rows}>
          {dates.map(each => (
            <li key={wordOf(each)} className={css.row}>
              <div className={css.main}>
                <strong>{wordOf(each)}</strong>
                <div className={css.facts}>
                  {t('access.coverage.due', { date: day(each.date) })}
                </div>
              </div>
              <Button
                size="xs"
                variant="default"
                onClick={() => onChange(dates.filter(other => other !== each))}
              >
                {t('access.kinds.remove')}
                <span className="hidden"> {wordOf(each)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={css.lookUp}>
        <NativeSelect
          label={t('access.dates.who')}
          value={who}
          onChange={event => setWho(event.currentTarget.value)}
          data={[
            {
              group: t('access.dates.roles'),
              items: roleOrder.map(role => ({ value: `role:${role}`, label: roleWord(role) })),
            },
            {
              group: t('access.users'),
              items: (users.data?.users ?? []).map(({ id }) => ({
                value: `user:${id}`,
                label: id,
              })),
            },
          ]}
        />
        <TextInput
          type="date"
          label={t('access.dates.date')}
          value={date}
          onChange={event => setDate(event.currentTarget.value)}
        />
        <Button variant="default" disabled={date === ''} onClick={add}>
          {t('access.dates.add')}
        </Button>
      </div>
    </div>
  )
}
