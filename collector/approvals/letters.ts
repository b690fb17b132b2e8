/** Who hears of what: approvers of requests, requesters of answers, and those who are told of a person who was secured or has left. By pseudonym, with a link that leads to the sign-in and then the page; it decides nothing. */
import type { Unread } from '../../events/scan.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Letter } from '../notify/letters.ts'
import { closingLetter } from '../people/closing-letter.ts'
import type { RequestParts } from './request.ts'
import type { ApprovalRow } from './rows.ts'

type Parts = Pick<RequestParts, 'approvals' | 'directory' | 'identity'> & {
  readonly dashboardUrl: string | undefined
  readonly exits: Parameters<typeof closingLetter>[2]['exits']
}

const count = (value: number): string => value.toLocaleString('en-US')
const utc = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const unreadWords: Readonly<Record<Unread, string>> = {
  encrypted: 'that needs a password: what is in it is not known',
  truncated: 'that could not be read to its end',
  unreadable: 'that could not be read',
}

/** What is asked for, in one line. */
function wordsOf({ content }: ApprovalRow): string {
  const { source, facts, pseudonym } = content
  const customers = `${count(facts.customers)} customers (${facts.share_percent} % of the base)`
  if (source.kind === 'permit')
    return `${pseudonym} asks to take ${count(source.rows_max)} rows on a stick`
  if (source.kind === 'hold' && source.unread && facts.customers === 0)
    return `${pseudonym} asks for a held file ${unreadWords[source.unread]}`
  const what = source.kind === 'export' ? `an export from ${source.via}` : 'a held file'
  return `${pseudonym} asks for ${what}: ${count(facts.rows)} rows, ${customers}`
}

function addressesOf(people: readonly string[], officers: boolean, parts: Parts): string[] {
  const { directory, identity } = parts
  const asOfficers = officers
    ? identity.users
        .list()
        .flatMap(({ roles, disabled, person }) =>
          !disabled && roles.includes('officer') && person !== null ? [person] : [],
        )
    : []
  const all = [...people, ...asOfficers].flatMap(id => directory.get(id)?.email ?? [])
  return [...new Set(all)]
}

const ends: Readonly<Record<string, string>> = {
  approved: 'was approved',
  refused: 'was refused',
  expired: 'was not decided in time, which is as good as refused',
  revoked: 'was revoked',
  asked_back: 'has a question to you',
}

const asks: Readonly<Partial<Record<Decision['kind'], string>>> = {
  'approval.requested': 'Your decision is asked for',
  'approval.reminded': 'Reminder: your decision is asked for',
  'approval.escalated': 'Your decision is asked for, because nobody answered',
  'approval.replied': 'Your question was answered',
}

function secured(decision: Decision, offset: number, { directory }: Parts): Letter[] {
  const { kind, data, time } = decision
  if (kind !== 'person.secured' && kind !== 'person.unsecured') return []
  const pseudonym = directory.get(data.person)?.pseudonym ?? 'somebody'
  const isOver = kind === 'person.unsecured'
  const text = isOver
    ? `${pseudonym} is not secured any more: ${data.reason}`
    : `${pseudonym} is secured until ${utc(data.until)}: ${data.reason}. Back up the CRM now.`
  const action = isOver ? 'none' : 'back-up'
  const until = isOver ? null : data.until
  return [
    {
      ...{ id: `secured-${offset}`, time, kind: 'secured', to: [], text: `${text}\n` },
      subject: `[Clientkeep] ${isOver ? 'no longer secured' : 'secured'}: ${pseudonym}`,
      data: { person: pseudonym, secured: !isOver, until, action, securing: data.id },
    },
  ]
}

function lettersOf(decision: Decision, offset: number, parts: Parts): Letter[] {
  const { kind, data, time } = decision
  if (!kind.startsWith('approval.'))
    return [...secured(decision, offset, parts), ...closingLetter(decision, offset, parts)]
  const id = 'content' in data ? data.content.id : 'id' in data ? data.id : ''
  const row = parts.approvals.get(id)
  if (!row) return []
  const url = parts.dashboardUrl && `${parts.dashboardUrl.replace(/\/$/, '')}/approvals/${id}`
  const asking = asks[kind]
  const ending = ends[row.state]
  const isAsking = asking !== undefined && row.state === 'waiting'
  if (!isAsking && (asking !== undefined || ending === undefined)) return []
  const to = isAsking
    ? addressesOf(row.people, row.officers, parts)
    : addressesOf(row.person === null ? [] : [row.person], false, parts)
  // Mails on their end go to the requester alone, never to whom the channel tells otherwise.
  if (!isAsking && to.length === 0) return []
  const said = isAsking ? `${asking}: ${wordsOf(row)}.` : `Your request ${ending}.`
  const why = isAsking
    ? [`Why: ${row.content.why || 'nobody has said yet'}`, `Until: ${utc(row.expires_ms)}`]
    : []
  const key = isAsking
    ? ['You sign in with your key and decide there; this mail decides nothing.']
    : []
  return [
    {
      ...{ id: `approval-${offset}`, time, kind: 'approvals', to },
      subject: isAsking ? `[Clientkeep] ${asking}` : `[Clientkeep] Your request ${ending}`,
      text: `${[said, ...why, ...(url ? [url] : []), ...key].join('\n')}\n`,
      data: {
        ...{ approval: id, event: kind, state: row.state, person: row.content.pseudonym },
        ...(url ? { url } : {}),
      },
    },
  ]
}

/** Letters on a decision, as things are when it can be read: nobody is asked about what is over. */
export const openLetters =
  ({ reached, ...parts }: Parts & { readonly reached: (offset: number) => Promise<void> }) =>
  async (decision: Decision, offset: number): Promise<Letter[]> => {
    await reached(offset)
    return lettersOf(decision, offset, parts)
  }
