/** Who may call what: sessions, the console's key, other origins, other host names. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '../../events/limits.ts'
import { cleanUp, type Rig, startRig } from './harness.ts'

let rig: Rig
let now = Date.now()

beforeEach(async () => {
  now = Date.now()
  rig = await startRig({ now: () => now })
})
afterEach(cleanUp)

const inject = (options: {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  url: string
  headers?: Record<string, string>
  payload?: object
}) =>
  rig.collector.app.inject({
    method: 'GET',
    ...options,
    headers: { host: '127.0.0.1', ...options.headers },
  })

async function signIn(): Promise<string> {
  const token = rig.collector.parts.access.newSignInToken()
  const reply = await inject({ method: 'POST', url: '/api/v1/session', payload: { token } })
  expect(reply.statusCode).toBe(200)
  return `${reply.cookies[0]?.name}=${reply.cookies[0]?.value}`
}

describe('every route', () => {
  it('that is not public refuses a caller without credentials', async () => {
    const document: { paths: Record<string, Record<string, unknown>> } = (
      await inject({
        url: '/api/v1/openapi.json',
        headers: { authorization: `Bearer ${rig.collector.parts.consoleKey}` },
      })
    ).json()
    const probes = ['GET /healthz', 'GET /readyz', 'GET /metrics']
    const open = [
      ...probes,
      'GET /api/v1/health',
      'POST /api/v1/session',
      'GET /.well-known/jwks.json',
      'POST /api/v1/key-sign-ins',
      'POST /api/v1/key-sign-ins/answer',
      'POST /api/v1/session/resumptions/answer',
      'POST /api/v1/invitations/ceremony',
      'POST /api/v1/invitations/key',
      'POST /api/v1/agents/enrol',
      'GET /api/v1/oidc',
      'GET /api/v1/oidc/start',
      'GET /api/v1/oidc/callback',
    ]
    const answers: string[] = []
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const name of Object.keys(methods)) {
        const method = name.toUpperCase() as 'GET'
        if (open.includes(`${method} ${path}`)) continue
        const reply = await inject({ method, url: path.replaceAll(/\{\w+\}/g, 'x') })
        if (reply.statusCode !== 401) answers.push(`${method} ${path}: ${reply.statusCode}`)
      }
    }
    expect(Object.keys(document.paths).length).toBeGreaterThan(10)
    expect(answers).toEqual([])
  })

  it('answers with a strict content-security policy and no caching', async () => {
    const { headers } = await inject({ url: '/api/v1/health' })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('refuses a host name that is not its own, as after DNS rebinding', async () => {
    const reply = await inject({ url: '/api/v1/health', headers: { host: 'evil.example' } })
    expect(reply.statusCode).toBe(403)
  })
})

describe('a sign-in link', () => {
  it('works once', async () => {
    const token = rig.collector.parts.access.newSignInToken()
    const use = () => inject({ method: 'POST', url: '/api/v1/session', payload: { token } })
    expect((await use()).statusCode).toBe(200)
    const second = await use()
    expect(second.statusCode).toBe(401)
    expect(second.json().error).toMatchObject({ code: 'ERR_ACCESS_LINK_USED' })
  })

  it('expires', async () => {
    const token = rig.collector.parts.access.newSignInToken()
    now += limits.signInLinkMs + 1
    expect(
      (await inject({ method: 'POST', url: '/api/v1/session', payload: { token } })).statusCode,
    ).toBe(401)
  })

  it('is made by the console only, not by a signed-in page', async () => {
    const cookie = await signIn()
    const reply = await inject({
      method: 'POST',
      url: '/api/v1/sign-in-links',
      headers: { cookie, 'x-clientkeep': '1' },
    })
    expect(reply.statusCode).toBe(403)
  })
})

describe('a session', () => {
  it("reads with its cookie, and changes things only with the page's own header", async () => {
    const cookie = await signIn()
    expect((await inject({ url: '/api/v1/setup', headers: { cookie } })).statusCode).toBe(200)
    const put = {
      method: 'PUT',
      url: '/api/v1/policy/watch',
      payload: { places: [], removable_drives: false },
    } as const
    expect((await inject({ ...put, headers: { cookie } })).statusCode).toBe(403)
    expect((await inject({ ...put, headers: { cookie, 'x-clientkeep': '1' } })).statusCode).toBe(
      200,
    )
  })

  it('sets a cookie that scripts and other sites do not get', async () => {
    const token = rig.collector.parts.access.newSignInToken()
    const reply = await inject({ method: 'POST', url: '/api/v1/session', payload: { token } })
    expect(reply.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
  })

  it('ends with its time, and at once when signed out', async () => {
    const first = await signIn()
    await inject({
      method: 'DELETE',
      url: '/api/v1/session',
      headers: { cookie: first, 'x-clientkeep': '1' },
    })
    expect((await inject({ url: '/api/v1/session', headers: { cookie: first } })).statusCode).toBe(
      401,
    )
    const second = await signIn()
    now += limits.sessionMs + 1
    expect((await inject({ url: '/api/v1/session', headers: { cookie: second } })).statusCode).toBe(
      401,
    )
  })
})

describe("the console's key", () => {
  it('that is wrong is refused, whatever its length', async () => {
    for (const key of [
      'x',
      `${rig.collector.parts.consoleKey}x`,
      rig.collector.parts.consoleKey.replace(/^./, '~'),
    ]) {
      expect(
        (await inject({ url: '/api/v1/setup', headers: { authorization: `Bearer ${key}` } }))
          .statusCode,
      ).toBe(403)
    }
  })
})

describe('the watched places', () => {
  it('refuse a relative path and one that is named twice, in words', async () => {
    const put = (places: object[]) =>
      rig.call<{ error: { message: string } }>('PUT', '/api/v1/policy/watch', {
        places,
        removable_drives: true,
      })
    const relative = await put([{ path: 'media/usb', kind: 'removable', label: 'x' }])
    expect(relative.status).toBe(400)
    expect(relative.body.error.message).toContain('is not absolute')
    const twice = { path: '/media/usb', kind: 'removable', label: 'x' }
    expect((await put([twice, twice])).body.error.message).toContain('twice')
  })
})
