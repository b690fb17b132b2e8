/** Files that endpoints hold: list them, decide on one. The decision is journaled and travels to the endpoint with its policy. */
import { Fault } from '../../events/fault.ts'
import { type HeldFile, HeldFileList, HoldDecided, HoldDecision } from '../../events/held.ts'
import { limits } from '../../events/limits.ts'
import { codeDay, releaseCode } from '../../events/permit.ts'
import type { HeldRow } from '../held/held-files.ts'
import { strangerChip } from '../people/chips.ts'
import { hideHome } from '../people/hide-home.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'

export function held(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'exports.read' } as const
  const decision = { access: 'user', needs: 'cases.decide', stepUp: 'approve' } as const
  const { heldFiles, policies, directory, now } = parts

  /** The request about a hold that is not decided on. */
  const waitingFor = (id: string) => {
    const asked = parts.approvals.bySource('hold', id)
    return asked?.decided_ms === null ? asked.id : null
  }

  function view(row: HeldRow, user: string): HeldFile {
    const { id, state, account, hostname, path, place, rows, customers, day, unread } = row
    const owner = directory.resolve(account, hostname)
    return {
      ...{ id, state, endpoint: hostname, path: hideHome(path), place },
      person: owner ? directory.chip(owner, now(), user) : strangerChip(`${account}@${hostname}`),
      ...{ rows, customers, day, unread, held_at: row.held_ms },
      ...{ decided: row.action, decided_by: row.decided_by, approval: waitingFor(id) },
    }
  }

  function need(id: string): HeldRow {
    const row = heldFiles.find(id)
    if (row) return row
    throw new Fault('ERR_NOT_FOUND', `there is no hold ${id}; \`clientkeep holds list\` names them`)
  }

  /** One officer lets nothing go that others were asked about, or of somebody who is secured. */
  function needNoApproval({ id, account, hostname }: HeldRow): void {
    const asked = waitingFor(id)
    if (asked !== null)
      throw new Fault(
        'ERR_CONFLICT',
        `approval ${asked} waits for a decision on this; decide there`,
      )
    const person = directory.resolve(account, hostname)?.id
    if (person !== undefined && parts.secured.of(person, now()))
      throw new Fault(
        'ERR_CONFLICT',
        'this person is secured: letting a file go takes an approval of two; ask for one (docs/approvals.md)',
      )
  }

  app.get(
    '/api/v1/held-files',
    { config, schema: { response: { 200: HeldFileList } } },
    async request => ({
      files: heldFiles.list(limits.pageRowsMax).map(row => view(row, request.principal.user)),
    }),
  )

  app.post(
    '/api/v1/held-files/:id/decision',
    {
      config: decision,
      schema: { params: IdParams, body: HoldDecision, response: { 200: HoldDecided } },
    },
    async request => {
      const { action, reason } = request.body
      const row = need(request.params.id)
      if (row.state !== 'held' && row.state !== 'blocked')
        throw new Fault('ERR_CONFLICT', `hold ${row.id} is over: the file was ${row.state}`)
      if (action === 'code' && row.state === 'blocked')
        throw new Fault('ERR_CONFLICT', 'a blocked file is given back over the network only')
      if (action !== 'refuse') needNoApproval(row)
      const data = {
        agent: row.agent,
        hold: row.id,
        action: action === 'refuse' ? ('refuse' as const) : ('release' as const),
        by_code: action === 'code',
        reason,
        until: now() + limits.permitMs,
      }
      await parts.decide(request.principal, [{ kind: 'hold.decided', data }])
      const day = action === 'code' ? codeDay(now()) : null
      const code = day === null ? null : releaseCode(policies.releaseKey(row.agent), row.id, day)
      return { file: view(need(row.id), request.principal.user), code, day }
    },
  )
}
