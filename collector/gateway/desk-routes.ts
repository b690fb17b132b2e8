/** The gateway's own addresses below `/.clientkeep/` of every application: the page of a held export, asking for it, and fetching it once. */
import type { ExportDecision } from '../approvals/export-request.ts'
import { hashOf, newSecret } from '../identity/secret.ts'
import { escaped, page, type Response, sendAway, sendError, sendPage } from './answers.ts'
import { ended, write } from './carry.ts'
import type { Desk, Request } from './exchange.ts'
import type { HoldRow } from './held-exports.ts'
import { holdPage } from './hold-page.ts'
import { holdPath } from './hold-path.ts'
import { release } from './release.ts'
import type { Visitor } from './visitors.ts'

export const ownPrefix = '/.clientkeep/'

const bodyBytesMax = 16 * 1024
const linkMs = 10 * 60_000

interface Call {
  readonly request: Request
  readonly response: Response
  readonly visitor: Visitor
  readonly host: string
  readonly address: string
}

/** What is typed into a form; undefined where it is none, or too long. */
async function formOf(request: Request): Promise<URLSearchParams | undefined> {
  if (!String(request.headers['content-type']).startsWith('application/x-www-form-urlencoded'))
    return undefined
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes > bodyBytesMax) return undefined
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString())
}

/** A form of another site must not act for whoever is signed in. */
function isOwnForm({ request, host }: Call): boolean {
  const { origin } = request.headers
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false
  return new URL(origin).host === host
}

export function openDeskRoutes(desk: Desk) {
  /** One-time addresses of files: what was given, until when. */
  const links = new Map<string, { readonly hold: string; readonly until: number }>()
  const fetching = new Set<string>()

  /** A hold of who asks; of somebody else's nothing is said. */
  function ownHold(id: string, { visitor }: Call): HoldRow | undefined {
    const row = desk.heldExports.get(id)
    if (!row) return undefined
    const { person, account } = row.held
    const isOwn = person === null ? account === visitor.account : person === visitor.person
    return isOwn ? row : undefined
  }

  const decisionOn = (id: string): ExportDecision | undefined =>
    desk.approvals.decisionOn(id, desk.now())

  function show(call: Call, { held, state }: HoldRow, link?: string): void {
    const { id, person } = held
    const now = desk.now()
    const decision = decisionOn(id)
    const deciders = desk.approvals.deciders(person, now)
    const shown = { held, state, decision, deciders, link, now }
    sendPage(call.response, 200, holdPage(shown, holdPath(id)))
  }

  async function ask(call: Call, { held, state }: HoldRow): Promise<void> {
    const why = (await formOf(call.request))?.get('why')?.trim() ?? ''
    if (!isOwnForm(call) || why.length < 3 || why.length > 1000 || state !== 'held') {
      const text = 'Say in at least three letters what the export is for.'
      sendPage(call.response, 400, page('Not taken', `<p>${escaped(text)}</p>`))
      return
    }
    const { id, person, account, facts: content, rule, held_at, expires_at } = held
    await desk.approvals.requestApproval({
      ...{ id, holder: 'gateway', person, account, content, rule },
      ...{ why: held.why, justification: why, held_at, asked_at: desk.now() },
      deadline: expires_at,
    })
    sendAway(call.response, holdPath(id))
  }

  function makeLink(call: Call, row: HoldRow): void {
    const decision = decisionOn(row.held.id)
    if (!isOwnForm(call) || row.state !== 'held' || decision?.state !== 'approved') {
      sendPage(call.response, 403, page('Not approved', '<p>This export is not approved.</p>'))
      return
    }
    for (const [hash, { until }] of links) if (until <= desk.now()) links.delete(hash)
    const secret = newSecret()
    const until = Math.min(decision.until, desk.now() + linkMs)
    links.set(hashOf(secret), { hold: row.held.id, until })
    show(call, row, `${holdPath(row.held.id)}/file/${secret}`)
  }

  async function fetchFile(call: Call, row: HoldRow, secret: string): Promise<void> {
    const { id } = row.held
    const hash = hashOf(secret)
    const link = links.get(hash)
    const decision = decisionOn(id)
    const isGood =
      link?.hold === id && link.until > desk.now() && row.state === 'held' && !fetching.has(id)
    if (!isGood || decision?.state !== 'approved' || decision.until <= desk.now()) {
      const text =
        'This link was used already, or is over. Open the page of the export for a new one.'
      sendPage(call.response, 410, page('This link is over', `<p>${escaped(text)}</p>`))
      return
    }
    links.delete(hash)
    fetching.add(id)
    try {
      const { headers, body, done } = await release(row.held, decision.terms, desk)
      call.response.writeHead(200, headers)
      for await (const chunk of body) await write(call.response, chunk)
      // What did not arrive in full was not handed out: there may be another link.
      if (await ended(call.response)) await done(call.address)
    } finally {
      fetching.delete(id)
    }
  }

  /** Answers a call to one of our own addresses. Rejects where the answer cannot be sent. */
  return async (call: Call): Promise<void> => {
    const { request, response } = call
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    const [kind, id = '', rest, secret] = path.slice(ownPrefix.length).split('/')
    const row = kind === 'holds' ? ownHold(id, call) : undefined
    const isPost = request.method === 'POST'
    if (!row) sendPage(response, 404, page('Not found', '<p>There is nothing here.</p>'))
    else if (rest === undefined && isPost) await ask(call, row)
    else if (rest === undefined) show(call, row)
    else if (rest === 'link' && isPost) makeLink(call, row)
    else if (rest === 'file' && secret !== undefined && request.method === 'GET')
      await fetchFile(call, row, secret)
    else sendError(response, 405, { code: 'ERR_INPUT_INVALID', message: 'not done this way' })
  }
}
