/** What of the journal is about one person: events of their accounts, findings on them, decisions on them and on what is theirs. Reads only. */
import { accountOf } from '../detect/enrich.ts'
import { wantedFrames } from '../detect/wanted.ts'
import { admit } from '../ingest/admission.ts'
import { type Decision, readDecision } from '../journal/decisions.ts'
import { bodyOf, type JournalReader } from '../journal/journal.ts'
import { type Directory, foldAlias } from '../people/directory.ts'
import type { Known } from './known.ts'

const breathe = () => new Promise(resolve => setImmediate(resolve))

/** Journal offsets of events up to `end` of accounts that are the person's now. */
export async function eventsOf(
  { person, accounts, aliases }: Known,
  { journal, directory, end }: { journal: JournalReader; directory: Directory; end: number },
): Promise<number[]> {
  const named = [...aliases].map(account => ({ account, endpoint: '' }))
  const isWanted = wantedFrames([...accounts, ...named], 0)
  const found: number[] = []
  for (let after = 0; after < end; ) {
    const { batches, reached } = journal.readMatching(after, isWanted)
    if (reached === after) return found
    after = reached
    for (const { source, lines } of batches) {
      for (const line of lines) {
        const { offset } = line
        const { event } = admit(bodyOf(line), source)
        const account = event && accountOf(event)
        if (account === undefined || offset > end) continue
        const owner = directory.resolve(account, event?.device?.hostname ?? '')
        if (owner?.id === person.id) found.push(offset)
      }
    }
    await breathe()
  }
  return found
}

const idFields = ['person', 'alert', 'hold', 'case', 'pin', 'id'] as const

/** Ids that a decision is about. */
function subjectsOf({ data }: Decision): readonly string[] {
  const fields: Readonly<Record<string, unknown>> = data
  const ids = idFields.map(name => fields[name])
  if ('content' in data) ids.push(data.content.id, data.content.person)
  return ids.filter(id => typeof id === 'string')
}

/** Whether a decision is about the person, or about what is theirs. */
function isAbout(decision: Decision, { person, theirs, user }: Known): boolean {
  if (decision.kind === 'key.revoked' || decision.kind === 'key.registered') return false
  const { data } = decision
  const isUser = decision.kind === 'user.set' || decision.kind === 'user.subject-bound'
  if ('user' in data && data.user === user && isUser) return true
  return subjectsOf(decision).some(id => id === person.id || theirs.has(id))
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value.toLowerCase()
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* textsIn(inner)
}

/** What names the person in a text, in small letters. */
const partsOf = ({ person }: Known): string[] =>
  [person.email, person.name ?? ''].filter(Boolean).map(foldAlias)

/** Whether a text somewhere in a value names the person, or may: better once too often. */
export function isNaming(value: unknown, known: Known): boolean {
  const parts = partsOf(known)
  return [...textsIn(value)].some(
    text => known.aliases.has(text.trim()) || parts.some(part => text.includes(part)),
  )
}

/** Whether it stands there by itself, and not as a piece of another's name or address: `an@firm.example` is not in `jan@firm.example`. */
function hasWhole(text: string, part: string): boolean {
  const before = part.includes('@') ? /[\p{L}\p{N}._+-]$/u : /[\p{L}\p{N}]$/u
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const [head, rest] = [text.slice(0, at), text.slice(at + part.length)]
    if (!before.test(head) && !/^[\p{L}\p{N}]/u.test(rest)) return true
  }
  return false
}

/** Whether the record of a colleague names the person: what it says is emptied, so that one of somebody with a like name is not enough. */
function isColleagueOf(value: unknown, known: Known): boolean {
  const parts = partsOf(known)
  return [...textsIn(value)].some(
    text => known.aliases.has(text.trim()) || parts.some(part => hasWhole(text, part)),
  )
}

export interface Told {
  readonly findings: number[]
  /** On them. */
  readonly decisions: number[]
  /** Of colleagues that name them, by the colleague's id. */
  readonly colleagues: ReadonlyMap<string, readonly number[]>
  /** On something else, that name them. */
  readonly naming: number[]
}

/** Findings and decisions up to `end`, sorted by what is to become of them. */
export async function toldOf(
  known: Known,
  { journal, end }: { journal: JournalReader; end: number },
): Promise<Told> {
  const findings: number[] = []
  const decisions: number[] = []
  const naming: number[] = []
  const colleagues = new Map<string, number[]>()
  for (let after = 0; ; ) {
    const entries = await journal.readTold(after, 500)
    const last = entries.at(-1)
    if (!last || after >= end) return { findings, decisions, colleagues, naming }
    after = last.offset
    for (const { kind, body, offset } of entries) {
      if (offset > end || body === '') continue
      if (kind === 'finding' && (body.includes(known.person.id) || known.findings.has(offset)))
        findings.push(offset)
      const decision = kind === 'decision' ? readDecision(body) : undefined
      if (!decision) continue
      if (isAbout(decision, known)) decisions.push(offset)
      else if (decision.kind !== 'person.set') {
        if (isNaming(decision.data, known)) naming.push(offset)
      } else if (isColleagueOf(decision.data, known)) {
        const { id } = decision.data
        colleagues.set(id, [...(colleagues.get(id) ?? []), offset])
      }
    }
    await breathe()
  }
}
