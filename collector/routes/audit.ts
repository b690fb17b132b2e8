/** The record of decisions: who, what, when; pages of it, the newest first. */
import Type from 'typebox'
import { AuditList } from '../../events/admin.ts'
import { reachOf } from '../../events/roles.ts'
import type { AuditRow } from '../audit/log.ts'
import type { Principal } from '../identity/access.ts'
import type { App, Parts } from './app.ts'

const Query = Type.Object({
  before: Type.Optional(Type.Integer({ minimum: 1 })),
  by: Type.Optional(Type.String({ maxLength: 200 })),
  area: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}$' })),
})
const page = 100

/** Of running the system: the reasons for these tell nothing of a case. */
const ofTheSystem =
  /^(agent|backup|break-glass|config|customers|device|enrolment|exclusion|identity|key|notify|policy|retention|session|step-up|user)\./

const seesReason = ({ kind }: AuditRow, { method, roles }: Principal): boolean =>
  ofTheSystem.test(kind) || method === 'console' || reachOf(roles, 'cases.read') === 'all'

export function audit(app: App, { auditLog, directory, journal }: Parts): void {
  app.get(
    '/api/v1/audit',
    {
      config: { access: 'user', needs: 'audit.read' },
      schema: { querystring: Query, response: { 200: AuditList } },
    },
    async ({ query: { before = Number.MAX_SAFE_INTEGER, by = null, area = null }, principal }) => ({
      entries: auditLog.list({ before, by, kind: area, limit: page }).map(row => ({
        ...{ offset: row.offset, at: row.at_ms, by: row.by, kind: row.kind, about: row.about },
        person: row.person === null ? null : (directory.get(row.person)?.pseudonym ?? null),
        reason: row.reason !== '' && seesReason(row, principal) ? row.reason : null,
      })),
      total: auditLog.total(),
      by: [...auditLog.authors()],
      areas: [...auditLog.areas()],
      head: journal.chainHead() ?? null,
    }),
  )
}
