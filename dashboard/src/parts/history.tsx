/** Who decided what on an alert, and why. Oldest first, as it happened. */
import type { AlertDetail } from '../../../events/api.ts'
import { statusWords, verdictWords } from '../words.ts'
import { Age } from './age.tsx'
import css from './alert.module.css'
import { Heading } from './heading.tsx'

export function History({ notes }: { readonly notes: AlertDetail['history'] }) {
  return (
    <section className={css.section}>
      <Heading below={1}>Decisions</Heading>
      {notes.length === 0 && (
        <p className="quiet">
          Nobody has decided anything yet. Start it, or close it with a verdict.
        </p>
      )}
      <ol className={css.history}>
        {notes.map(({ time, by, status, verdict, note }) => (
          <li key={`${time} ${status}`}>
            <span>
              <b>{verdict ? `closed as ${verdictWords[verdict]}` : statusWords[status]}</b> by {by},{' '}
              <Age time={time} isSentence />
            </span>
            {note !== '' && <p>{note}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
