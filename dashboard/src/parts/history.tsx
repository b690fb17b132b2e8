/** Who decided what on an alert, and why. Oldest first, as it happened. */
import type { AlertDetail } from '../../../events/api.ts'
import { t } from '../text.ts'
import { exact, statusWord, verdictWord } from '../words.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { NoteForm } from './alert-work.tsx'
import { Heading } from './heading.tsx'

type Note = AlertDetail['history'][number]

/** What was done, in words; a note's own text stands under it. */
function whatOf({ what, status, verdict, note }: Note): string {
  if (what === 'noted') return t('queue.did.noted')
  if (what === 'assigned')
    return note === '' ? t('queue.did.unassigned') : t('queue.did.assigned', { user: note })
  if (what === 'snoozed') {
    const time = Date.parse(note.split(' ')[0] ?? '')
    return Number.isNaN(time) ? t('queue.did.woken') : t('queue.did.snoozed', { time: exact(time) })
  }
  return verdict ? t('alert.closedWord', { verdict: verdictWord(verdict) }) : statusWord(status)
}

const textOf = ({ what, note }: Note): string =>
  what === 'decided' || what === 'noted' ? note : ''

export function History({ id, notes }: { readonly id: string; readonly notes: readonly Note[] }) {
  return (
    <section className={css.section}>
      <Heading below={1}>{t('alert.decisions')}</Heading>
      {notes.length === 0 && <p className="quiet">{t('alert.noDecision')}</p>}
      <ol className={css.history}>
        {notes.map(note => (
          <li key={`${note.time} ${note.what} ${note.status}`}>
            <span>
              {t.rich('alert.decidedBy', {
                what: whatOf(note),
                by: note.by,
                b: words => <b>{words}</b>,
                time: () => <Age time={note.time} isSentence />,
              })}
            </span>
            {textOf(note) !== '' && <p>{textOf(note)}</p>}
          </li>
        ))}
      </ol>
      <NoteForm id={id} />
    </section>
  )
}
