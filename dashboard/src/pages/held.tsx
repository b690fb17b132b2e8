/** Files that endpoints hold: what is in them and whose they are; lets one go, has its copy deleted, or gives a code to read out. */
import { useQuery } from '@tanstack/react-query'
import { Vault } from 'lucide-react'
import { Link } from 'wouter'
import type { HeldFile } from '../../../events/held.ts'
import { heldQuery } from '../held-api.ts'
import css from '../parts/access.module.css'
import { Age } from '../parts/age.tsx'
import { Empty } from '../parts/empty.tsx'
import { HeldDecide } from '../parts/held-decide.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { PersonChip } from '../parts/person-chip.tsx'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

const isOpen = ({ state }: HeldFile): boolean => state === 'held' || state === 'blocked'

/** Those that it ends in. */
const states = ['released', 'refused', 'failed'] as const
const isState = (text: string): text is (typeof states)[number] =>
  states.some(state => state === text)

/** Why it is held. */
function reasonOf({ customers, day, unread }: HeldFile): string {
  const counted = t('held.customers', { count: customers })
  if (day !== null) return t('held.inADay', { counted, day })
  if (unread === null) return counted
  return customers === 0
    ? t(`approvals.unread.${unread}`)
    : `${counted}; ${t(`approvals.unread.${unread}`)}`
}

function Row({ file }: { readonly file: HeldFile }) {
  const { id, state, person, endpoint, path, place, held_at: time } = file
  return (
    <li className={css.row} data-testid="held">
      <div className={css.main}>
        <strong className={css.path}>{path}</strong>
        <p>{reasonOf(file)}</p>
        <div className={css.facts}>
          <span>
            <PersonChip person={person} />
          </span>
          <span>{t('held.at', { endpoint, place })}</span>
          <span>{t.rich('held.since', { time: () => <Age time={time} isSentence /> })}</span>
          <span>{t('held.number', { id })}</span>
        </div>
      </div>
      {isOpen(file) ? (
        <HeldDecide file={file} />
      ) : (
        <span className={css.state}>{isState(state) ? t(`held.state.${state}`) : state}</span>
      )}
    </li>
  )
}

function Rows({ title, files }: { readonly title: string; readonly files: readonly HeldFile[] }) {
  if (files.length === 0) return null
  return (
    <section className={css.section} aria-label={title}>
      <header>
        <h2>{title}</h2>
      </header>
      <ul className={css.rows}>
        {files.map(file => (
          <Row key={`${file.endpoint} ${file.id}`} file={file} />
        ))}
      </ul>
    </section>
  )
}

export default function Held() {
  useTitle(t('nav.held'))
  const query = useQuery({ ...heldQuery, refetchInterval: 30_000 })
  return (
    <div className="page">
      <h1>{t('nav.held')}</h1>
      <p className="quiet">{t('held.text')}</p>
      <Loaded
        query={query}
        label={t('held.loading')}
        isEmpty={({ files }) => files.length === 0}
        empty={
          <Empty icon={Vault} title={t('held.none')}>
            <p>{t.rich('held.noneText', { link: words => <Link href="/policy">{words}</Link> })}</p>
          </Empty>
        }
      >
        {({ files }) => (
          <>
            <Rows title={t('held.open')} files={files.filter(isOpen)} />
            <Rows title={t('held.over')} files={files.filter(file => !isOpen(file))} />
          </>
        )}
      </Loaded>
    </div>
  )
}
