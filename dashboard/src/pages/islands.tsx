/** Files at rest that hold customers, those with the most first, by owner; and how far endpoints have searched. */
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { TreePalm } from 'lucide-react'
import type { IslandList } from '../../../events/islands.ts'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PersonChip } from '../parts/person-chip.tsx'
import { islandsQuery } from '../queries.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'
import { count } from '../words.ts'

type Search = IslandList['searches'][number]

const isState = (state: string): state is 'running' | 'paused' | 'done' =>
  ['running', 'paused', 'done'].includes(state)

function Searches({ searches }: { readonly searches: readonly Search[] }) {
  return (
    <ul className="quiet">
      {searches.map(({ endpoint, state, files, done }) => (
        <li key={endpoint}>
          {t(`islands.${isState(state) ? state : 'running'}`, {
            endpoint,
            files: count(files),
            done: count(done),
          })}
        </li>
      ))}
    </ul>
  )
}

function Rows({ islands }: Pick<IslandList, 'islands'>) {
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('islands.file')}</Table.Th>
            <Table.Th ta="right">{t('islands.customers')}</Table.Th>
            <Table.Th>{t('islands.owner')}</Table.Th>
            <Table.Th>{t('islands.endpoint')}</Table.Th>
            <Table.Th>{t('islands.modified')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {islands.map(({ path, customers, owner, endpoint, modified_at }) => (
            <Table.Tr key={`${endpoint} ${path}`} data-testid="island">
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{path}</Table.Td>
              <Table.Td ta="right">{count(customers)}</Table.Td>
              <Table.Td>{owner ? <PersonChip person={owner} /> : t('islands.nobody')}</Table.Td>
              <Table.Td>{endpoint}</Table.Td>
              <Table.Td>{modified_at !== null && <Age time={modified_at} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

export default function Islands() {
  useTitle(t('nav.islands'))
  const query = useQuery(islandsQuery)
  return (
    <div className="page">
      <h1>{t('nav.islands')}</h1>
      <p className="quiet">{t('islands.text')}</p>
      {query.data && <Searches searches={query.data.searches} />}
      <Loaded
        query={query}
        label={t('islands.loading')}
        isEmpty={({ islands }) => islands.length === 0}
        empty={
          <Empty icon={TreePalm} title={t('islands.none')}>
            {t('islands.noneText')}
          </Empty>
        }
      >
        {({ islands, total }) => (
          <>
            <Rows islands={islands} />
            {total > islands.length && (
              <p className="quiet">
                {t('islands.more', { shown: count(islands.length), total: count(total) })}
              </p>
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}
