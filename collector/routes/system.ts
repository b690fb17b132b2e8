/** Health, the OpenAPI document, sign-in links for the console, and the live stream. */
import type { ServerResponse } from 'node:http'
import Type from 'typebox'
import type { StreamEvents } from '../../events/api.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { Principal } from '../identity/access.ts'
import type { App, Parts } from './app.ts'
import { viewerOf } from './scope.ts'

const keepAliveMs = 15_000

/** Holds one response open as server-sent events (WHATWG HTML, 9.2). A client too slow to read is cut off and comes back. */
function stream(raw: ServerResponse, principal: Principal, parts: Parts): void {
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const send = (name: keyof StreamEvents, data: string) => {
    // Ended, but not closed yet: another word would bring the collector down.
    if (raw.writableEnded) return
    if (raw.writableLength > limits.streamBufferBytesMax) raw.destroy()
    else raw.write(`event: ${name}\ndata: ${data}\n\n`)
  }
  send('hello', JSON.stringify({ version: parts.version }))
  const off = parts.live.subscribe((name, data, person) => {
    const isOpen = person === undefined || viewerOf(principal, 'cases.read', parts)?.sees(person)
    if (isOpen) send(name, data)
  })
  const alive = setInterval(() => raw.writableEnded || raw.write(': alive\n\n'), keepAliveMs)
  const end = () => raw.end()
  const offCut = parts.identity.sessions.onCut(id => id === principal.session && raw.end())
  parts.stopping.addEventListener('abort', end)
  raw.on('close', () => {
    off()
    offCut()
    clearInterval(alive)
    parts.stopping.removeEventListener('abort', end)
  })
}

export function system(app: App, parts: Parts): void {
  app.get(
    '/api/v1/health',
    {
      config: { access: 'public' },
      schema: {
        response: {
          200: Type.Object({
            status: Type.String(),
            version: Type.String(),
            detection: Type.String(),
          }),
        },
      },
    },
    async () => {
      const { failure, refused } = parts.detection.health
      return {
        status: failure === undefined && refused === undefined ? 'ok' : 'degraded',
        version: parts.version,
        detection: failure !== undefined ? 'failed' : refused !== undefined ? 'old rules' : 'ok',
      }
    },
  )

  app.get(
    '/api/v1/openapi.json',
    {
      config: { access: 'user', needs: 'api.read' },
      schema: { hide: true, response: { 200: Type.Any() } },
    },
    async () => app.swagger(),
  )

  const consoleTokens = {
    '/api/v1/sign-in-links': parts.access.newSignInToken,
    '/api/v1/enrolment-tokens': () => {
      const token = parts.access.newEnrolToken()
      const { url, pin } = parts.reached() ?? {}
      return url === undefined ? token : writeEnrolToken({ url, token, ...(pin && { pin }) })
    },
  } as const
  for (const [url, newToken] of Object.entries(consoleTokens)) {
    app.post(
      url,
      {
        config: { access: 'user', needs: 'console' },
        schema: { response: { 200: Type.Object({ token: Type.String() }) } },
      },
      async () => ({ token: newToken() }),
    )
  }

  app.get(
    '/api/v1/stream',
    {
      config: { access: 'user', needs: 'self' },
      schema: { produces: ['text/event-stream'], response: { 200: Type.String() } },
    },
    ({ principal }, reply) => {
      if (parts.live.listeners >= limits.streamClientsMax) {
        throw new Fault(
          'ERR_BUSY',
          `${limits.streamClientsMax} dashboards are open already; close one`,
        )
      }
      reply.hijack()
      stream(reply.raw, principal, parts)
    },
  )
}
