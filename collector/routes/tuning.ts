/** Tuning: how rules do, the budget of false alarms, suggestions, and exclusions that somebody proposes and somebody else accepts. */
import Type from 'typebox'
import {
  Exclusion,
  ExclusionDecision,
  ExclusionRequest,
  TuningReport,
} from '../../events/tuning.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

const Query = Type.Object({ days: Type.Integer({ minimum: 1, maximum: 3650, default: 90 }) })

export function tuning(app: App, parts: Parts): void {
  const change = { access: 'user', needs: 'rules.change', stepUp: 'rules' } as const

  app.get(
    '/api/v1/tuning',
    {
      config: { access: 'user', needs: 'tuning.read' },
      schema: { querystring: Query, response: { 200: TuningReport } },
    },
    async ({ query }) => parts.tuning.report(query.days),
  )

  app.post(
    '/api/v1/exclusions',
    { config: change, schema: { body: ExclusionRequest, response: { 200: Exclusion } } },
    async ({ principal, body }) => {
      const { id, deed } = parts.tuning.propose(body)
      await parts.decide(principal, [deed])
      return parts.tuning.get(id)
    },
  )

  app.post(
    '/api/v1/exclusions/:id/decision',
    {
      config: change,
      schema: { params: IdParams, body: ExclusionDecision, response: { 200: Exclusion } },
    },
    async ({ principal, body, params }) => {
      await parts.decide(principal, [parts.tuning.decide(params.id, body, principal)])
      return parts.tuning.get(params.id)
    },
  )
}
