/** Approvals as a holder of exports asks for them: the seam of `export-request.ts` over the journaled flow. */
import { askedAt } from './approvers.ts'
import type {
  Approvals as ExportApprovals,
  ExportDecision,
  ExportRequest,
} from './export-request.ts'
import { type NewApproval, type RequestParts, requestApproval } from './request.ts'
import type { AnswerRow, ApprovalRow } from './rows.ts'

const cut = (text: string): string => text.slice(0, 500)

function newApproval({ content, ...request }: ExportRequest): NewApproval {
  const { app, file, bytes, rows, customers, share_percent, own, others, columns, sha256 } = content
  return {
    person: request.person,
    pseudonym: cut(request.account),
    source: {
      kind: 'export',
      hold: request.id,
      ...{ name: cut(file), via: cut(app), holder: cut(request.holder), bytes },
    },
    taking: {
      ...{ rows, customers, share_percent, own, others, columns, sha256 },
      rules: [{ name: cut(request.rule), title: cut(request.why) }],
    },
    why: request.justification,
    expiresAt: request.deadline,
  }
}

/** Those of a verdict whose answers count. */
const counted = (answers: readonly AnswerRow[], verdict: AnswerRow['verdict']) =>
  answers.filter(each => each.verdict === verdict && each.fate === 'counted')

export function openExportApprovals(parts: RequestParts): ExportApprovals {
  const { approvals, directory, identity, secured } = parts

  const words = (people: readonly string[], officers: boolean): string[] => [
    ...people.map(id => directory.get(id)?.name ?? 'your manager'),
    ...(officers ? ['a security officer'] : []),
  ]

  function waiting(row: ApprovalRow, answers: readonly AnswerRow[]): ExportDecision {
    const until = row.expires_ms
    const question = row.content.talk.at(-1)?.text ?? ''
    if (row.state === 'asked_back') return { state: 'asked-back', question, until }
    const needed = row.content.needed - counted(answers, 'approve').length
    return { state: 'waiting', deciders: words(row.people, row.officers), until, needed }
  }

  function ended(row: ApprovalRow, answers: readonly AnswerRow[]): ExportDecision {
    const by = (verdict: AnswerRow['verdict']) => counted(answers, verdict).map(each => each.by)
    const { state, conditions } = row
    if (state === 'expired') return { state }
    if (state === 'approved' && conditions) {
      const { until, ...terms } = conditions
      return { state, by: by('approve'), terms, until }
    }
    const reason = counted(answers, 'refuse').at(-1)?.reason ?? `it was ${state}`
    return { state: 'refused', by: by('refuse'), reason }
  }

  return {
    requestApproval: async request => {
      const by = { user: request.holder }
      const row = await requestApproval(by, newApproval(request), parts)
      if (row.state !== 'asked_back') return
      const data = { id: row.id, text: request.justification }
      await parts.decide(by, [{ kind: 'approval.replied', data }])
    },
    decisionOn: (id, time) => {
      const row = approvals.bySource('export', id)
      if (!row) return undefined
      if (row.decided_ms === null && row.expires_ms <= time) return { state: 'expired' }
      const answers = approvals.answers(row.id)
      const since = row.person === null ? undefined : secured.of(row.person, time)?.since
      if (row.state === 'approved' && since !== undefined && (row.decided_ms ?? 0) < since)
        return { state: 'refused', by: [], reason: 'exports of this person are frozen; ask anew' }
      return row.decided_ms === null ? waiting(row, answers) : ended(row, answers)
    },
    deciders: (person, time) => {
      const sources = { directory, users: identity.users }
      const { people, officers } = askedAt(0, { person, needed: 1, time }, sources)
      return words(people, officers)
    },
  }
}
