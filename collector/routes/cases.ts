/** Cases: opened, filled with evidence, worked on by several officers, decided; and their reports and packs, each of which is recorded. */
import { createHash, randomUUID } from 'node:crypto'
import Type from 'typebox'
import {
  CaseDecision,
  CaseDetail,
  CaseList,
  CaseOfficer,
  CaseStatus,
  NewCase,
  NewCaseNote,
  NewPin,
  type PinRef,
  PinRemoval,
} from '../../events/cases.ts'
import { Fault } from '../../events/fault.ts'
import { pinnedOf } from '../cases/pin.ts'
import { needUser } from './alerts.ts'
import type { App, Deed, Parts } from './app.ts'

const Id = Type.String({ minLength: 1, maxLength: 128 })
const Params = Type.Object({ id: Id })
const PinParams = Type.Object({ id: Id, pin: Id })

/** Ids of the alerts among the evidence of a case. */
const alertsOf = ({ pins }: CaseDetail): string[] =>
  pins.flatMap(({ removed, pinned: { ref } }) =>
    removed === null && ref.kind === 'alert' ? [ref.alert] : [],
  )

/** What closes the alerts of a case that are still open. */
function closeAlerts(detail: CaseDetail, decision: CaseDecision, { alerts }: Parts): Deed[] {
  const { status, verdict = null, note = '' } = decision
  if (status !== 'closed' || decision.close_alerts !== true) return []
  return alertsOf(detail).flatMap((alert): Deed[] => {
    const from = alerts.find(alert)?.status
    if (from === undefined || from === 'closed') return []
    return [{ kind: 'alert.decided', data: { alert, status, verdict, note, from } }]
  })
}

export function cases(app: App, parts: Parts): void {
  const read = { access: 'user', needs: 'dossiers.read' } as const
  const change = { access: 'user', needs: 'cases.decide' } as const
  const answer = { 200: CaseDetail }

  const pinDeed = async (id: string, pin: PinRef, note: string): Promise<Deed> => {
    const pinned = await pinnedOf(pin, parts)
    return { kind: 'case.pinned', data: { case: id, pin: randomUUID(), note, pinned } }
  }
  /** One that takes evidence and notes. Throws Fault ERR_CONFLICT. */
  const needOpen = (id: string, user: string): CaseDetail => {
    const detail = parts.cases.detail(id, user)
    if (detail.case.status === 'closed')
      throw new Fault('ERR_CONFLICT', 'this case is closed; open it again to add to it')
    return detail
  }

  app.get(
    '/api/v1/cases',
    {
      config: read,
      schema: {
        querystring: Type.Object({ status: Type.Optional(CaseStatus) }),
        response: { 200: CaseList },
      },
    },
    async ({ principal, query }) => ({
      cases: [...parts.cases.list(principal.user, query.status)],
    }),
  )

  app.get(
    '/api/v1/cases/:id',
    { config: read, schema: { params: Params, response: answer } },
    async ({ principal, params }) => parts.cases.detail(params.id, principal.user),
  )

  app.post(
    '/api/v1/cases',
    { config: change, schema: { body: NewCase, response: answer } },
    async ({ principal, body }) => {
      const id = randomUUID()
      const opened: Deed = { kind: 'case.opened', data: { case: id, title: body.title.trim() } }
      const pins = body.pin ? [await pinDeed(id, body.pin, '')] : []
      await parts.decide(principal, [opened, ...pins])
      return parts.cases.detail(id, principal.user)
    },
  )

  app.post(
    '/api/v1/cases/:id/pins',
    { config: change, schema: { params: Params, body: NewPin, response: answer } },
    async ({ principal, params: { id }, body }) => {
      needOpen(id, principal.user)
      await parts.decide(principal, [await pinDeed(id, body.pin, body.note?.trim() ?? '')])
      return parts.cases.detail(id, principal.user)
    },
  )

  app.post(
    '/api/v1/cases/:id/pins/:pin/removal',
    { config: change, schema: { params: PinParams, body: PinRemoval, response: answer } },
    async ({ principal, params: { id, pin }, body }) => {
      const { pins } = needOpen(id, principal.user)
      if (!pins.some(each => each.id === pin && each.removed === null))
        throw new Fault('ERR_NOT_FOUND', 'this is not among the evidence; look at the case again')
      const data = { case: id, pin, reason: body.reason.trim() }
      await parts.decide(principal, [{ kind: 'case.unpinned', data }])
      return parts.cases.detail(id, principal.user)
    },
  )

  app.post(
    '/api/v1/cases/:id/notes',
    { config: change, schema: { params: Params, body: NewCaseNote, response: answer } },
    async ({ principal, params: { id }, body }) => {
      needOpen(id, principal.user)
      await parts.decide(principal, [{ kind: 'case.noted', data: { case: id, note: body.note } }])
      return parts.cases.detail(id, principal.user)
    },
  )

  app.post(
    '/api/v1/cases/:id/officers',
    { config: change, schema: { params: Params, body: CaseOfficer, response: answer } },
    async ({ principal, params: { id }, body }) => {
      needOpen(id, principal.user)
      const { joins } = body
      if (joins && body.user !== 'me') needUser(body.user, parts)
      const user = body.user === 'me' ? principal.user : body.user
      await parts.decide(principal, [{ kind: 'case.joined', data: { case: id, user, joins } }])
      return parts.cases.detail(id, principal.user)
    },
  )

  app.post(
    '/api/v1/cases/:id/decisions',
    { config: change, schema: { params: Params, body: CaseDecision, response: answer } },
    async ({ principal, params: { id }, body }) => {
      const detail = parts.cases.detail(id, principal.user)
      const { status, verdict = null, note = '' } = body
      if (status === 'closed' && verdict === null)
        throw new Fault(
          'ERR_INPUT_INVALID',
          'closing a case needs a verdict: true_positive, false_positive, benign, suspicious or duplicate',
        )
      if (status === detail.case.status)
        throw new Fault('ERR_CONFLICT', 'somebody else decided just before; look at the case again')
      const from = detail.case.status
      const data = { case: id, status, from, verdict: status === 'closed' ? verdict : null, note }
      const alerts = closeAlerts(detail, body, parts)
      await parts.decide(principal, [{ kind: 'case.decided', data }, ...alerts])
      return parts.cases.detail(id, principal.user)
    },
  )

  caseFiles(app, parts)
}

const sha256 = (data: Uint8Array | string): string =>
  createHash('sha256').update(data).digest('hex')
const Binary = { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) }
const Format = Type.Object({ format: Type.Union([Type.Literal('html'), Type.Literal('pdf')]) })

/** Reports and packs. */
function caseFiles(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'evidence.export' } as const

  async function page(id: string, user: string) {
    const detail = parts.cases.detail(id, user)
    const ids = detail.case.people.flatMap(({ id: person }) => person ?? [])
    const taken = new Map(ids.map(person => [person, parts.exposures.of(person)]))
    const { reportOf } = await import('../cases/report.ts')
    const made = { madeBy: user, madeAt: parts.now() }
    const key = parts.signingKey.publicKey.x
    return { detail, made, html: reportOf({ detail, taken, ...made, key }) }
  }

  app.post(
    '/api/v1/cases/:id/report',
    { config, schema: { params: Params, body: Format, response: Binary } },
    async ({ principal, params: { id }, body: { format } }, reply) => {
      const { html } = await page(id, principal.user)
      const { pdfOf } = await import('../cases/pdf.ts')
      const file = format === 'pdf' ? await pdfOf(html) : Buffer.from(html)
      const files = { [`report.${format}`]: sha256(file) }
      await parts.decide(principal, [{ kind: 'case.exported', data: { case: id, files } }])
      reply.type(format === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8')
      reply.header('content-disposition', `attachment; filename="case-${id}.${format}"`)
      return reply.send(file)
    },
  )

  app.post(
    '/api/v1/cases/:id/evidence',
    { config, schema: { params: Params, response: Binary } },
    async ({ principal, params: { id } }, reply) => {
      const { detail, made, html } = await page(id, principal.user)
      const { aboutCase, digestsOf, proofOf, zipOf } = await import('../evidence/pack.ts')
      const files = {
        'report.html': html,
        'case.json': `${JSON.stringify({ ...made, ...detail }, null, 2)}\n`,
      }
      const data = { case: id, files: digestsOf(files) }
      await parts.decide(principal, [{ kind: 'case.exported', data }])
      const { journal, signingKey } = parts
      const isAbout = aboutCase(id, alertsOf(detail))
      const proof = await proofOf(isAbout, { journal, key: signingKey.publicKey })
      if (proof.links.at(-1)?.signature == null)
        throw new Fault('ERR_CONFLICT', 'somebody decided at the same moment; export once more')
      reply.type('application/zip')
      reply.header('content-disposition', `attachment; filename="case-${id}.zip"`)
      return reply.send(Buffer.from(zipOf(files, proof)))
    },
  )
}
