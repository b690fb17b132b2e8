/** Upkeep: backups and retention for the console, legal holds for people. */
import { isAbsolute } from 'node:path'
import { Fault } from '../../events/fault.ts'
import { BackupReport, BackupRequest, HoldList, HoldRequest } from '../../events/upkeep.ts'
import { RetentionReport } from '../retention/retention.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

export function upkeep(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'console' } as const

  app.post(
    '/api/v1/backups',
    { config, schema: { body: BackupRequest, response: { 200: BackupReport } } },
    async request => {
      const { to } = request.body
      if (!isAbsolute(to) || to.includes('\0'))
        throw new Fault('ERR_INPUT_INVALID', 'to: is not an absolute path')
      const { made_at, files } = await parts.upkeep.backup(to, () =>
        parts.decide(request.principal, [{ kind: 'backup.made', data: { to } }]),
      )
      return { to, made_at, files }
    },
  )

  app.post(
    '/api/v1/retention/runs',
    { config, schema: { response: { 200: RetentionReport } } },
    async () => parts.upkeep.retention(),
  )

  app.get(
    '/api/v1/holds',
    { config: { access: 'user', needs: 'holds.read' }, schema: { response: { 200: HoldList } } },
    async () => ({
      holds: parts.holds.list().map(({ person, since, by, reason }) => ({
        person,
        pseudonym: parts.directory.get(person)?.pseudonym ?? '',
        since,
        by,
        reason,
      })),
    }),
  )

  app.put(
    '/api/v1/people/:id/hold',
    {
      config: { access: 'user', needs: 'holds.change' },
      schema: { params: IdParams, body: HoldRequest, response: { 200: HoldRequest } },
    },
    async request => {
      const { id } = request.params
      if (!parts.directory.get(id))
        throw new Fault('ERR_NOT_FOUND', 'there is no such person in the directory')
      const { held, reason } = request.body
      await parts.decide(request.principal, [
        { kind: 'person.held', data: { person: id, held, reason: reason.trim() } },
      ])
      return { held: parts.holds.has(id), reason }
    },
  )
}
