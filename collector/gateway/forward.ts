/** Hands a request on to the application and its answer back, byte for byte, and sees to it that somebody reads what is in it. */
import type { Dispatcher } from 'undici'
import { limits } from '../../events/limits.ts'
import { isLookedAt, page, sendError, sendPage } from './answers.ts'
import { Gone, write } from './carry.ts'
import type { Desk, Exchange, Request } from './exchange.ts'
import { type Answer, gateFile, passFile } from './files.ts'
import { requestHeaders, responseHeaders } from './headers.ts'
import { fileName, kindOf } from './kind.ts'
import { mayStop } from './policy.ts'
import { tellView } from './report.ts'

/** Whether exports of this exchange have to wait for what is in them. */
const isGated = ({ rule, frozen }: Exchange): boolean =>
  mayStop(rule) || rule.canaries > 0 || frozen() !== undefined

function hasBody({ headers, httpVersionMajor, method = 'GET' }: Request): boolean {
  const length = headers['content-length']
  if (length !== undefined) return length !== '0'
  if (headers['transfer-encoding'] !== undefined) return true
  return httpVersionMajor >= 2 && !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(method)
}

async function ask(
  exchange: Exchange,
  desk: Desk,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { request, upstream, visitor, host, isSecure, address } = exchange
  const identity = await desk.visitors.identityFor(visitor, upstream.app, host)
  const passed = { host, address, isSecure, identity }
  return upstream.pool.request({
    path: request.url ?? '/',
    method: request.method ?? 'GET',
    headers: requestHeaders(request.headers, passed, { ranges: !isGated(exchange) }),
    body: hasBody(request) ? request : null,
    signal,
  })
}

/** Answers without a body of their own. */
const isBare = (method: string | undefined, status: number): boolean =>
  method === 'HEAD' || status === 204 || status === 304 || status < 200

/** Sends what is not looked into: as it comes. */
async function pass({ response }: Exchange, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, headers)
  for await (const chunk of body) await write(response, chunk)
  response.end()
}

/** A page: gathered while it is small, then sent and read. What grows beyond is taken for an export. */
async function passPage(exchange: Exchange, answer: Answer, desk: Desk): Promise<void> {
  const { response } = exchange
  const given: Uint8Array[] = []
  const pieces = answer.body[Symbol.asyncIterator]()
  let bytes = 0
  for (;;) {
    const { value, done } = await pieces.next()
    if (done) break
    given.push(value)
    bytes += value.length
    if (bytes <= limits.gatewayPageBytesMax) continue
    const rest = { [Symbol.asyncIterator]: () => pieces }
    const whole = { ...answer, given, body: rest }
    await (isGated(exchange) ? gateFile : passFile)(exchange, whole, desk)
    return
  }
  const content = given.length === 1 && given[0] ? given[0] : Buffer.concat(given)
  await desk.recogniser.room()
  response.writeHead(answer.status, answer.headers)
  if (content.length === 0) {
    response.end()
    return
  }
  response.end(content)
  const name = fileName(answer.headers, exchange.request.url ?? '/')
  const encoding = [answer.headers['content-encoding'] ?? ''].flat().join()
  tellView(exchange, name, await desk.recogniser.page(content, name, encoding), desk)
}

function dispatch(exchange: Exchange, answer: Answer, desk: Desk): Promise<void> {
  if (isBare(exchange.request.method, answer.status)) return pass(exchange, answer)
  switch (kindOf(answer.headers)) {
    case 'asset':
    case 'endless':
      return pass(exchange, answer)
    case 'page':
      return passPage(exchange, answer, desk)
    case 'file':
      return (isGated(exchange) ? gateFile : passFile)(exchange, answer, desk)
  }
}

/** Answers where the application does not; an answer that has begun is cut, so that nobody takes it for whole. */
function fail({ request, response, upstream }: Exchange, error: unknown, desk: Desk): void {
  if (error instanceof Gone || response.destroyed) {
    response.destroy()
    return
  }
  desk.log.warn({ err: error, app: upstream.app.name }, 'the application did not answer')
  if (response.headersSent) {
    response.destroy()
    return
  }
  const message = `${upstream.app.name} does not answer at the moment`
  if (isLookedAt(request.headers))
    sendPage(response, 502, page('Not reached', `<p>${message}. Try again in a moment.</p>`))
  else sendError(response, 502, { code: 'ERR_UPSTREAM', message })
}

/** Carries one exchange from end to end. Never rejects. */
export async function forward(exchange: Exchange, desk: Desk): Promise<void> {
  const { response, upstream } = exchange
  const left = new AbortController()
  const leave = () => {
    if (!response.writableEnded) left.abort(new Gone('the browser went away'))
  }
  response.once('close', leave)
  if (response.destroyed) leave()
  try {
    const { statusCode, headers, body } = await ask(exchange, desk, left.signal)
    const answer = {
      status: statusCode,
      headers: responseHeaders(headers, upstream.app.upstream),
      given: [],
      body,
    }
    try {
      await dispatch(exchange, answer, desk)
    } finally {
      // What is left unread is not wanted.
      if (!body.readableEnded) body.on('error', () => {}).destroy()
    }
  } catch (error) {
    fail(exchange, error, desk)
  } finally {
    response.off('close', leave)
  }
}
