/** Health, the OpenAPI document, sign-in links for the console, and the live stream. */
import type { ServerResponse } from 'node:http'
import Type from 'typebox'
import type { StreamEvents } from '../../events/api.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { App, Parts } from './app.ts'

const keepAliveMs = 15_000

/** Holds one response open as server-sent events (WHATWG HTML, 9.2). A client too slow to read is cut off and comes back. */
function stream(raw: ServerResponse, parts: Parts): void {
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const send = (name: keyof StreamEvents, data: string) => {
    if (raw.writableLength > limits.streamBufferBytesMax) raw.destroy()
    else raw.write(`event: ${name}\ndata: ${data}\n\n`)
  }
  send('hello', JSON.stringify({ version: parts.version }))
  const off = parts.live.subscribe(send)
  const alive = setInterval(() => raw.write(': alive\n\n'), keepAliveMs)
  const end = () => raw.end()
  parts.stopping.addEventListener('abort', end)
  raw.on('close', () => {
    off()
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
    { config: { access: 'user' }, schema: { hide: true, response: { 200: Type.Any() } } },
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
        config: { access: 'user' },
        schema: { response: { 200: Type.Object({ token: Type.String() }) } },
      },
      async request => {
        if (request.principal.user !== 'console')
          throw new Fault(
            'ERR_ACCESS_DENIED',
            'one-time tokens are made at the console: `clientkeep sign-in` or `clientkeep enrol`',
          )
        return { token: newToken() }
      },
    )
  }

  app.get(
    '/api/v1/stream',
    {
      config: { access: 'user' },
      schema: { produces: ['text/event-stream'], response: { 200: Type.String() } },
    },
    (_request, reply) => {
      if (parts.live.listeners >= limits.streamClientsMax) {
        throw new Fault(
          'ERR_BUSY',
          `${limits.streamClientsMax} dashboards are open already; close one`,
        )
      }
      reply.hijack()
      stream(reply.raw, parts)
    },
  )
}
