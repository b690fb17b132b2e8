/** Requests for approval: make one, look at those that are one's own or to decide, decide with a touch, answer a question, revoke. */
import Type, { type Static } from 'typebox'
import {
  Approval,
  ApprovalDecision,
  ApprovalList,
  ApprovalReply,
  ApprovalRequest,
  Askable,
} from '../../events/approvals.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { reachOf } from '../../events/roles.ts'
import { answerApproval } from '../approvals/answer.ts'
import { askableOf } from '../approvals/askable.ts'
import { newApproval } from '../approvals/asking.ts'
import { requestApproval } from '../approvals/request.ts'
import type { ApprovalRow } from '../approvals/rows.ts'
import { approvalView, seesApproval } from '../approvals/view.ts'
import type { Principal } from '../identity/access.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

const Query = Type.Object({
  list: Type.Optional(
    Type.Union([Type.Literal('open'), Type.Literal('past'), Type.Literal('own')], {
      description: 'own: what the caller asked for; the others are what they may decide or did',
    }),
  ),
  who: Type.Optional(
    Type.String({ maxLength: 128, description: 'Only and all of this person, by id or pseudonym' }),
  ),
})
type Query = Static<typeof Query>

const seesAll = ({ method, roles }: Principal): boolean =>
  method === 'console' || reachOf(roles, 'approvals.read') === 'all'

function needApproval(principal: Principal, id: string, { approvals }: Parts): ApprovalRow {
  const row = approvals.get(id)
  if (row && seesApproval(principal, row, { seesAll: seesAll(principal), approvals })) return row
  throw new Fault('ERR_NOT_FOUND', 'there is no such request, or it is not yours to see')
}

function listFor(principal: Principal, { list = 'open', who }: Query, parts: Parts): ApprovalList {
  const { approvals, directory } = parts
  const { person } = principal
  const sees = (row: ApprovalRow) =>
    row.person !== person &&
    seesApproval(principal, row, { seesAll: seesAll(principal), approvals })
  const open = approvals.open().filter(sees)
  const own = () => (person === null ? [] : approvals.of(person, limits.pageRowsMax))
  const of = (given: string) => {
    const id = (directory.get(given) ?? directory.byPseudonym(given))?.id
    return id === undefined ? [] : approvals.of(id, limits.pageRowsMax).filter(sees)
  }
  const shown = {
    open: () => open,
    past: () => approvals.past(limits.pageRowsMax).filter(sees),
    own,
  }
  const rows = who === undefined ? shown[list]() : of(who)
  const views = open.map(row => approvalView(principal, row, parts))
  return {
    approvals: rows === open ? views : rows.map(row => approvalView(principal, row, parts)),
    waiting: views.filter(({ state, may }) => state === 'waiting' && may.approve).length,
  }
}

export function approvals(app: App, parts: Parts): void {
  const self = { access: 'user', needs: 'self' } as const
  const decide = { access: 'user', needs: 'approvals.decide', stepUp: 'approve' } as const
  const reply = { 200: Approval }
  const shown = (principal: Principal, id: string) =>
    approvalView(principal, needApproval(principal, id, parts), parts)

  app.get(
    '/api/v1/approvals',
    { config: self, schema: { querystring: Query, response: { 200: ApprovalList } } },
    async ({ principal, query }) => listFor(principal, query, parts),
  )

  app.post(
    '/api/v1/approvals',
    { config: self, schema: { body: ApprovalRequest, response: reply } },
    async ({ principal, body }) => {
      const made = await requestApproval(principal, newApproval(principal, body, parts), parts)
      return shown(principal, made.id)
    },
  )

  app.get(
    '/api/v1/askable',
    { config: self, schema: { response: { 200: Askable } } },
    async ({ principal }) => askableOf(principal.person, parts),
  )

  app.get(
    '/api/v1/approvals/:id',
    { config: self, schema: { params: IdParams, response: reply } },
    async ({ principal, params }) => shown(principal, params.id),
  )

  app.post(
    '/api/v1/approvals/:id/decision',
    { config: decide, schema: { params: IdParams, body: ApprovalDecision, response: reply } },
    async ({ principal, params, body, touch = null }) => {
      const row = needApproval(principal, params.id, parts)
      await answerApproval(principal, row, { ...body, touch }, parts)
      return shown(principal, row.id)
    },
  )

  app.post(
    '/api/v1/approvals/:id/reply',
    { config: self, schema: { params: IdParams, body: ApprovalReply, response: reply } },
    async ({ principal, params, body }) => {
      const { id } = needOwn(principal, params.id)
      await parts.decide(principal, [
        { kind: 'approval.replied', data: { id, text: body.text.trim() } },
      ])
      return shown(principal, id)
    },
  )

  app.post(
    '/api/v1/approvals/:id/withdrawal',
    { config: self, schema: { params: IdParams, body: ApprovalReply, response: reply } },
    async ({ principal, params, body }) => {
      const { id } = needOwn(principal, params.id)
      await parts.decide(principal, [
        { kind: 'approval.withdrawn', data: { id, reason: body.text.trim() } },
      ])
      return shown(principal, id)
    },
  )

  app.post(
    '/api/v1/approvals/:id/revocation',
    { config: decide, schema: { params: IdParams, body: ApprovalReply, response: reply } },
    async ({ principal, params, body }) => {
      const row = needApproval(principal, params.id, parts)
      if (!approvalView(principal, row, parts).may.revoke)
        throw new Fault('ERR_CONFLICT', 'there is nothing in force that you could revoke')
      await parts.decide(principal, [
        { kind: 'approval.revoked', data: { id: row.id, reason: body.text.trim() } },
      ])
      return shown(principal, row.id)
    },
  )

  /** An open request of the caller's own. */
  function needOwn(principal: Principal, id: string): ApprovalRow {
    const row = needApproval(principal, id, parts)
    if (principal.person !== row.person && principal.user !== row.requested_by)
      throw new Fault('ERR_ACCESS_DENIED', 'only who asked does this')
    if (row.decided_ms === null) return row
    throw new Fault('ERR_CONFLICT', `this is over: it was ${row.state}`)
  }
}
