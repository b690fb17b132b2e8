/** A person as everybody may see one: a pseudonym, and the name only while it is revealed. */
import { Bird, CircleHelp, Eye } from 'lucide-react'
import type { PersonChip as Person } from '../../../events/api.ts'
import { useNow } from '../clock.ts'
import { t } from '../text.ts'
import { departure } from '../words.ts'

/** Whether the name may be shown at this moment. */
export const isRevealed = (person: Person, now: number): boolean =>
  person.name !== null && person.revealed_until !== null && person.revealed_until > now

export function PersonChip({ person }: { readonly person: Person }) {
  const isShown = isRevealed(person, useNow())
  const Icon = isShown ? Eye : person.id === null ? CircleHelp : Bird
  return (
    <span className="chip">
      <Icon size={14} aria-hidden />
      <span>{isShown ? person.name : person.pseudonym}</span>
      {isShown && <small>{person.pseudonym}</small>}
    </span>
  )
}

/** `sales manager, Sales · leaves in 6 d`. */
export function PersonFacts({ person }: { readonly person: Person }) {
  const leaves = departure(person)
  const work = [person.title, person.department].filter(text => text !== null).join(', ')
  const known = person.id === null ? t('queue.unbound') : work
  return (
    <span className="person-facts">
      {known !== '' && <span>{known}</span>}
      {leaves && <strong>{leaves}</strong>}
    </span>
  )
}
