/** Canary customers: make some for an export or a person, list them, and hear of mail that comes in for one. */
import { createHash, randomInt } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import Value from 'typebox/value'
import {
  CanaryList,
  CanaryRequest,
  CanaryRows,
  MailNotice,
  MailReply,
} from '../../events/canaries.ts'
import { canaryMail } from '../../events/email-activity.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { type MailHead, parseAddresses, readMailHead } from '../exports/mail-head.ts'
import { oneEvent } from '../ingest/records.ts'
import { nobody } from '../people/viewer.ts'
import type { App, Parts } from './app.ts'
import { needPerson } from './exposure.ts'

/** The export and person that canaries are for. Throws Fault ERR_NOT_FOUND, and ERR_INPUT_INVALID for neither. */
function ownerOf({ export: number, person }: CanaryRequest, { exports, directory }: Parts) {
  if (number === undefined && person === undefined) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'a canary tells who leaked it: name the export, the person, or both that it is for',
    )
  }
  const known = number === undefined ? undefined : exports.get(number)
  if (number !== undefined && !known) {
    throw new Fault(
      'ERR_NOT_FOUND',
      `there is no export ${number}; \`clientkeep exports list\` names them`,
    )
  }
  const owner = person === undefined ? known?.person : needPerson(person, nobody, directory).id
  return { export: number ?? null, person: owner ?? null }
}

function noticeOf(body: unknown): MailHead {
  if (!Value.Check(MailNotice, body)) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'send {"recipient": …} with an address or a list of them, or the mail itself as message/rfc822',
    )
  }
  const { recipient, sender = '', message_id = null } = body
  return {
    recipients: [recipient].flat().flatMap(parseAddresses),
    sender: parseAddresses(sender)[0] ?? null,
    messageId: message_id?.replaceAll(/[<>\s]/g, '').slice(0, 250) ?? null,
  }
}

export function canaries(app: App, parts: Parts): void {
  const { base, directory, now } = parts
  const config = { access: 'user', needs: 'canaries.use' } as const

  app.addContentTypeParser('message/rfc822', (_request, payload, done) => done(null, payload))

  app.post(
    '/api/v1/canaries',
    { config, schema: { body: CanaryRequest, response: { 200: CanaryRows } } },
    async request => {
      const { count, domains, header, rows = [] } = request.body
      const owner = ownerOf(request.body, parts)
      const [{ plantCanaries }, { canaryRows, plainHeader }, { rebuildFilter }] = await Promise.all(
        [
          import('../exports/canaries.ts'),
          import('../exports/canary-rows.ts'),
          import('../customers/rebuild-filter.ts'),
        ],
      )
      const share = parts.baseShare.begin()
      const ids = plantCanaries({ count, domains, owner }, parts)
      rebuildFilter(base)
      await share()
      const data = { ...owner, domains, canaries: ids }
      await parts.decide(request.principal, [{ kind: 'canaries.planted', data }])
      const model = { header: header ?? [...plainHeader], rows }
      const shown = base.canaries.list(count).map(canary => canary.shown)
      return {
        header: [...model.header],
        rows: canaryRows(shown.toReversed(), model, below => randomInt(below)),
      }
    },
  )

  app.get(
    '/api/v1/canaries',
    { config, schema: { response: { 200: CanaryList } } },
    async request => {
      const listed = base.canaries.list(limits.pageRowsMax)
      await parts.decide(request.principal, [
        { kind: 'canaries.viewed', data: { shown: listed.length } },
      ])
      const list = listed.map(({ export: number, person: id, time_ms, shown }) => {
        const person = id === null ? undefined : directory.get(id)
        const { name, company, emails } = shown
        return {
          ...{ export: number, person: person ? directory.chip(person, now()) : null },
          ...{ made_at: time_ms, name, company, email: emails[0] ?? '' },
        }
      })
      return { canaries: list, total: base.canaries.total() }
    },
  )

  app.post(
    '/api/v1/canaries/mail',
    { config: { access: 'mail' }, schema: { response: { 200: MailReply } } },
    async (request: FastifyRequest) => {
      const isMail = request.headers['content-type']?.startsWith('message/rfc822') ?? false
      const head = isMail ? await readMailHead(request.body) : noticeOf(request.body)
      return { canaries: await sighted(head, parts) }
    },
  )
}

/** Journals a mail to canaries, once however often it is told; gives how many it is to. */
async function sighted(head: MailHead, { base, journal, now, version }: Parts): Promise<number> {
  const { canariesAt } = await import('../exports/canaries.ts')
  const found = canariesAt(head.recipients, base)
  if (found.length === 0) return 0
  const to = found.flatMap(({ email }) => email)
  const time = now()
  const name = createHash('sha256')
    .update(JSON.stringify([head.messageId ?? `${head.sender} ${time}`, to]))
    .digest('hex')
    .slice(0, 32)
  const event = canaryMail(
    { name: 'Clientkeep', vendor_name: 'Clientkeep', version },
    {
      ...{ uid: name, time, to, from: head.sender, messageId: head.messageId },
      canaries: found.map(({ id }) => id),
    },
  )
  await journal.appendEvents(oneEvent(`mail:${name}`, event))
  return found.length
}
