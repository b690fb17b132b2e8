/** Files on their way out: read as they pass where nothing can stop them, else kept until it is known what is in them, and then let go, refused or held. */
import { randomUUID } from 'node:crypto'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { packManifest } from '../exports/manifest.ts'
import { escaped, isLookedAt, page, sendAway, sendError, sendPage } from './answers.ts'
import { ended, write } from './carry.ts'
import { type Desk, type Exchange, pathOf } from './exchange.ts'
import { type ExportFindings, sharesOf } from './findings.ts'
import type { ResponseHeaders } from './headers.ts'
import { holdPath } from './hold-path.ts'
import { judge } from './judge.ts'
import { fileName } from './kind.ts'
import { type Leaving, planted } from './let-go.ts'
import { verdictOn } from './policy.ts'
import { register, type ToldExport, tellExport } from './report.ts'
import type { Sealed } from './sealed-file.ts'

/** What the application answered. `given`: what was read of the body already. */
export interface Answer {
  readonly status: number
  readonly headers: ResponseHeaders
  readonly given: readonly Uint8Array[]
  readonly body: AsyncIterable<Uint8Array>
}

const dayMs = 86_400_000

const encodingOf = ({ headers }: Answer): string =>
  [headers['content-encoding'] ?? ''].flat().join()

const toldOf = (
  exchange: Exchange,
  { name, sealed, findings }: { name: string; sealed: Sealed; findings: ExportFindings },
): ToldExport => ({
  ...{ name, sealed, findings, path: pathOf(exchange), address: exchange.address },
  ...{ app: exchange.upstream.app.name, account: exchange.visitor.account },
  rule: exchange.rule.name,
})

/** Takes the body in; `each` sees every piece first. Rejects where the application or the browser goes away. */
async function takeIn(
  answer: Answer,
  name: string,
  desk: Desk,
  each: (chunk: Uint8Array) => Promise<void> | undefined,
) {
  const id = randomUUID()
  const encoding = encodingOf(answer)
  const sealing = desk.spool.start(id)
  const reading = desk.recogniser.open(name, encoding)
  let bytes = 0
  const take = async (chunk: Uint8Array) => {
    bytes += chunk.length
    if (bytes > limits.gatewayFileBytesMax)
      throw new Fault('ERR_INPUT_TOO_LARGE', 'the file is larger than the gateway lets through')
    await Promise.all([each(chunk), sealing.write(chunk), reading.push(chunk)])
  }
  try {
    for (const chunk of answer.given) await take(chunk)
    for await (const chunk of answer.body) await take(chunk)
    const sealed = await sealing.end()
    return { sealed, body: { id, encoding, reading: reading.end() } }
  } catch (error) {
    await sealing.abort()
    reading.end().catch(() => {})
    await desk.spool.drop(id)
    throw error
  }
}

/** Lets a file through while it is read on the side; tells and registers it afterwards. */
export async function passFile(exchange: Exchange, answer: Answer, desk: Desk): Promise<void> {
  const { response, rule } = exchange
  const name = fileName(answer.headers, exchange.request.url ?? '/')
  response.writeHead(answer.status, answer.headers)
  const { sealed, body } = await takeIn(answer, name, desk, chunk => write(response, chunk))
  response.end()
  try {
    const findings = await judge(body, limits.scanMs, desk)
    const { fate } = verdictOn(rule, { ...findings, customers: findings.customers.length })
    await letGo(exchange, { name, sealed, findings }, fate === 'told' ? 'told' : 'allowed', desk)
  } finally {
    await desk.spool.drop(body.id)
  }
}

/** Registers and tells; gives its number, undefined where nobody is in it. */
async function letGo(
  exchange: Exchange,
  told: { name: string; sealed: Sealed; findings: ExportFindings },
  fate: 'allowed' | 'told',
  desk: Desk,
): Promise<number | undefined> {
  const { person, user } = exchange.visitor
  const { findings } = told
  if (findings.failure !== undefined) desk.count('unread')
  if (findings.customers.length === 0 && findings.failure === undefined) return undefined
  const number = await register(told, { name: told.name, person, user }, desk)
  desk.count('export')
  tellExport(toldOf(exchange, told), fate, desk, number)
  return number
}

/** Keeps a file until it is known what is in it. Nothing of it is sent before. */
export async function gateFile(exchange: Exchange, answer: Answer, desk: Desk): Promise<void> {
  const { rule } = exchange
  const name = fileName(answer.headers, exchange.request.url ?? '/')
  const { sealed, body } = await takeIn(answer, name, desk, () => undefined)
  let isKept = false
  try {
    const findings = await judge(body, rule.deadline_s * 1000, desk)
    const sighted = { customers: findings.customers.length, failure: findings.failure }
    const told = { name, sealed, findings }
    const frozen = exchange.frozen()
    if (frozen !== undefined && (sighted.customers > 0 || sighted.failure !== undefined)) {
      tellExport(toldOf(exchange, told), 'frozen', desk)
      refuse(exchange, desk, `Your exports are stopped: ${frozen}.`)
      return
    }
    const { fate, why } = verdictOn(rule, sighted)
    if (fate === 'denied') {
      tellExport(toldOf(exchange, told), 'denied', desk)
      refuse(exchange, desk, `The rule "${rule.name}" does not allow this export: ${why}.`)
    } else if (fate === 'held') {
      await desk.spool.keep(body.id)
      isKept = true
      await hold(exchange, answer, { ...told, id: body.id, why }, desk)
    } else {
      const as = { ...told, id: body.id, headers: answer.headers }
      await giveOut(exchange, { ...as, status: answer.status }, fate, desk)
    }
  } finally {
    if (!isKept) await desk.spool.drop(body.id)
  }
}

/** Sends what was kept, with canaries where the rule asks for them. */
async function giveOut(
  exchange: Exchange,
  { status, ...leaving }: Leaving & { readonly status: number },
  fate: 'allowed' | 'told',
  desk: Desk,
): Promise<void> {
  const { response } = exchange
  const with_ = await planted(exchange, leaving, desk)
  const { id, headers, ...told } = with_ ?? leaving
  try {
    const number = await letGo(exchange, told, fate, desk)
    if (with_ && number !== undefined) await with_.named(number)
    response.writeHead(status, headers)
    for await (const chunk of desk.spool.read(id)) await write(response, chunk)
    await ended(response)
  } finally {
    if (with_) await desk.spool.drop(id)
  }
}

function refuse({ request, response }: Exchange, desk: Desk, message: string): void {
  desk.count('denied')
  if (isLookedAt(request.headers))
    sendPage(response, 403, page('This export was not allowed', `<p>${escaped(message)}</p>`))
  else sendError(response, 403, { code: 'ERR_EXPORT_DENIED', message })
}

async function hold(
  exchange: Exchange,
  answer: Answer,
  held: { id: string; name: string; why: string; sealed: Sealed; findings: ExportFindings },
  desk: Desk,
): Promise<void> {
  const { visitor, rule, request, response, upstream } = exchange
  const { id, name, why, sealed, findings } = held
  const held_at = desk.now()
  const data = {
    id,
    ...{ person: visitor.person, user: visitor.user, account: visitor.account },
    facts: {
      ...{ app: upstream.app.name, file: name, format: findings.scan.format },
      ...{ bytes: sealed.bytes, sha256: sealed.sha256, rows: findings.manifest.rows },
      customers: findings.customers.length,
      ...sharesOf(findings.customers, visitor.person, desk),
      columns: [...findings.columns],
      fields: Object.fromEntries(
        Object.entries(findings.fields).map(([field, count]) => [field, count ?? 0]),
      ),
    },
    ...{ rule: rule.name, why, canaries: rule.canaries, path: pathOf(exchange) },
    origin: `${exchange.isSecure ? 'https' : 'http'}://${exchange.host}`,
    headers: answer.headers,
    ...{ held_at, expires_at: held_at + desk.settings.hold_days * dayMs },
    customers: packManifest(findings.manifest),
  }
  await desk.decide({ user: visitor.user }, [{ kind: 'gateway.held', data }])
  desk.count('held')
  tellExport({ ...toldOf(exchange, held), hold: id }, 'held', desk)
  if (isLookedAt(request.headers)) sendAway(response, holdPath(id))
  else {
    const message = `the export is held: ${why}. Say why it is needed, and fetch it once it is approved`
    sendError(response, 403, { code: 'ERR_EXPORT_HELD', message, url: holdPath(id) })
  }
}
