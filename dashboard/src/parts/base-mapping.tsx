/** What the columns of one kind of file mean: as recognised or remembered, changeable for the next import. */
import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CustomerBaseState } from '../../../events/admin.ts'
import { adminApi, baseQuery } from '../admin-api.ts'
import { notify } from '../notices.ts'
import { useMay } from '../session.ts'
import { t } from '../text.ts'
import css from './coverage.module.css'
import { Failure } from './failure.tsx'

interface Props {
  readonly mapping: CustomerBaseState['mappings'][number]
  readonly meanings: CustomerBaseState['meanings']
}

export function BaseMapping({ mapping: { layout, columns }, meanings }: Props) {
  const client = useQueryClient()
  const may = useMay()
  const [changes, setChanges] = useState<Readonly<Record<string, string>>>({})
  const save = useMutation({
    mutationFn: () => adminApi.setMapping(layout, changes),
    onSuccess: base => {
      client.setQueryData(baseQuery.queryKey, base)
      setChanges({})
      notify(t('admin.base.mappingSaved'))
    },
  })
  const isChanged = Object.keys(changes).length > 0
  return (
    <form
      className={css.card}
      data-testid="mapping"
      onSubmit={event => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <div className={css.mapping}>
        {columns.map(({ header, meaning }) => (
          <NativeSelect
            key={header}
            size="xs"
            label={header}
            data={[...meanings]}
            value={changes[header] ?? meaning}
            disabled={!may('setup.change')}
            onChange={event => setChanges({ ...changes, [header]: event.currentTarget.value })}
          />
        ))}
      </div>
      {save.isError && <Failure error={save.error} />}
      {isChanged && (
        <footer className={css.cardEnd}>
          <Button size="xs" variant="subtle" onClick={() => setChanges({})}>
            {t('setup.discard')}
          </Button>
          <Button size="xs" type="submit" loading={save.isPending}>
            {t('setup.save')}
          </Button>
        </footer>
      )}
    </form>
  )
}
