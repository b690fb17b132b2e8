/** A log-in at a real OpenID provider before the key: who gets on, and which answers do not count. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { ProviderState, UserList } from '../../../events/api-identity.ts'
import { fillCompany } from '../company.ts'
import { cleanUp, type Rig, startRig, tempDir } from '../harness.ts'
import { addUser, browse, type SignedIn, signInWith } from './users.ts'

const origin = 'https://clientkeep.firm.example'
const secret = 'the secret of the test client'

/** People as the provider knows them: `sub` is what they log in with. */
const accounts: Record<string, { email: string; email_verified: boolean }> = {
  'idp-anna': { email: 'Anna@firm.example', email_verified: true },
  'idp-mira': { email: 'mira@firm.example', email_verified: false },
  'idp-stranger': { email: 'stranger@firm.example', email_verified: true },
  'idp-other-anna': { email: 'anna@firm.example', email_verified: true },
}

async function startProvider(): Promise<{ server: Server; issuer: string }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'clientkeep',
        client_secret: secret,
        redirect_uris: [`${origin}/api/v1/oidc/callback`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...accounts[id] }),
    }),
    pkce: { required: () => true },
  })
  server.on('request', provider.callback())
  return { server, issuer }
}

/** A browser's way through the provider's pages; gives the address that it is sent back to. */
async function logInAt(start: string, login: string): Promise<URL> {
  const jar = new Map<string, string>()
  let url = new URL(start)
  let form: string | undefined
  for (let step = 0; step < 15; step += 1) {
    const reply = await fetch(url, {
      redirect: 'manual',
      method: form === undefined ? 'GET' : 'POST',
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { body: form }),
    })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const to = reply.headers.get('location')
    if (to !== null) {
      form = undefined
      url = new URL(to, url)
      if (url.origin === origin) return url
      continue
    }
    const page = await reply.text()
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (prompt === undefined) throw new Error(`${url}: ${reply.status} ${page.slice(0, 500)}`)
    form = new URLSearchParams({ prompt, login, password: 'any' }).toString()
  }
  throw new Error('the provider leads nowhere')
}

let rig: Rig
let server: Server
let issuer = ''
let anna: SignedIn
const host = { host: 'clientkeep.firm.example' }

beforeAll(async () => {
  const started = await startProvider()
  server = started.server
  issuer = started.issuer
  const dir = tempDir()
  writeFileSync(join(dir, 'secret'), `${secret}\n`)
  const oidc = { issuer, client_id: 'clientkeep', client_secret_file: join(dir, 'secret') }
  writeFileSync(join(dir, 'config.yaml'), stringify({ identity: { origin, oidc } }))
  rig = await startRig({ dir })
  await fillCompany(rig)
  anna = await addUser(rig, 'anna', ['officer'], 'anna@firm.example')
  await addUser(rig, 'mira', [], 'mira@firm.example')
})
afterAll(async () => {
  await cleanUp()
  server.closeAllConnections()
  server.close()
})

/** Begins; gives where the provider is, and the browser's cookie. */
async function begin() {
  const reply = await rig.collector.app.inject({ url: '/api/v1/oidc/start', headers: host })
  expect(reply.statusCode).toBe(302)
  const cookie = `clientkeep_first=${reply.cookies[0]?.value}`
  return { url: String(reply.headers.location), cookie }
}

/** Comes back; gives what the sign-in page learns, and the cookie to go on with. */
async function comeBack(callback: URL, cookie: string) {
  const url = callback.pathname + callback.search
  const reply = await rig.collector.app.inject({ url, headers: { ...host, cookie } })
  expect(reply.headers.location).toBe('/sign-in')
  const next = `clientkeep_first=${reply.cookies[0]?.value}`
  const { body } = await browse<ProviderState>(rig, ['GET', '/api/v1/oidc'], { cookie: next })
  return { ...body, cookie: next }
}

async function logIn(login: string) {
  const { url, cookie } = await begin()
  return comeBack(await logInAt(url, login), cookie)
}

/** A touch of a key by a browser with a cookie. */
async function touch(user: SignedIn, cookie: string) {
  const begun = await browse<{
    id: string
    options: { challenge: string; rpId: string; allowCredentials?: { id: string }[] }
  }>(rig, ['POST', '/api/v1/key-sign-ins'], { cookie })
  if (begun.status !== 200) return begun
  const answer = { id: begun.body.id, response: user.key.get(begun.body.options) }
  return browse<object>(rig, ['POST', '/api/v1/key-sign-ins/answer', answer], { cookie })
}

const refusal = 'ERR_ACCESS_PROVIDER'

describe('with an identity provider', () => {
  it('asks it with PKCE, state and nonce', async () => {
    const { url } = await begin()
    const asked = Object.fromEntries(new URL(url).searchParams)
    expect(asked).toMatchObject({
      ...{ response_type: 'code', client_id: 'clientkeep', code_challenge_method: 'S256' },
      redirect_uri: `${origin}/api/v1/oidc/callback`,
    })
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked[name]?.length).toBeGreaterThan(20)
  })

  it('lets no key in that comes without a log-in there', async () => {
    const { body } = await signInWith(rig, anna.key).catch(() => ({ body: { error: undefined } }))
    expect(body.error?.code ?? refusal).toBe(refusal)
    expect((await touch(anna, '')).body.error?.code).toBe(refusal)
  })

  it('lets in who logs in there and then touches their key, once', async () => {
    const back = await logIn('idp-anna')
    expect(back).toMatchObject({ issuer, name: 'anna', refused: null })
    const { status } = await touch(anna, back.cookie)
    expect(status).toBe(200)
    expect((await touch(anna, back.cookie)).body.error?.code).toBe(refusal)
  })

  it("takes no other person's key after it", async () => {
    const mira = await addUser(rig, 'kim', ['officer'])
    const back = await logIn('idp-anna')
    const reply = await touch(mira, back.cookie)
    expect(reply.body.error?.code).toBe('ERR_ACCESS_KEY_REFUSED')
  })

  it.each([
    ['whose address is not verified', 'idp-mira', /has not verified/],
    ['whom nobody knows here', 'idp-stranger', /nobody of that name/],
    ['who has an address that belonged to another account there', 'idp-other-anna', /release/],
  ])('refuses somebody %s', async (_name, login, reason) => {
    const back = await logIn(login)
    expect(back.name).toBeNull()
    expect(back.refused).toMatch(reason)
    expect((await touch(anna, back.cookie)).body.error?.code).toBe(refusal)
  })

  it('goes by the subject once it is bound, and binds anew after a release', async () => {
    accounts['idp-anna'] = { email: 'anna.married@firm.example', email_verified: true }
    expect((await logIn('idp-anna')).name).toBe('anna')
    const released = await rig.call<UserList>('DELETE', '/api/v1/users/anna/subject')
    expect(released.body.users.find(({ id }) => id === 'anna')?.subject).toBeNull()
    expect((await logIn('idp-anna')).refused).toMatch(/nobody of that name/)
    expect((await logIn('idp-other-anna')).name).toBe('anna')
  })

  it('refuses somebody who was switched off since', async () => {
    const change = { name: 'anna', roles: ['officer'], disabled: true }
    await rig.call('PUT', '/api/v1/users/anna', change)
    expect((await logIn('idp-other-anna')).refused).toMatch(/nobody of that name/)
    await rig.call('PUT', '/api/v1/users/anna', { ...change, disabled: false })
  })
})

describe('an answer does not count', () => {
  const changed = (change: (query: URLSearchParams) => unknown) => async () => {
    const { url, cookie } = await begin()
    const callback = await logInAt(url, 'idp-other-anna')
    change(callback.searchParams)
    return comeBack(callback, cookie)
  }

  it.each([
    ['with another state', changed(query => query.set('state', 'A'.repeat(43)))],
    ['without a state', changed(query => query.delete('state'))],
    ['of another issuer', changed(query => query.set('iss', 'https://evil.example'))],
    ['without an issuer', changed(query => query.delete('iss'))],
    ['with a code of nobody', changed(query => query.set('code', 'A'.repeat(43)))],
    [
      'in another browser than the one that asked',
      async () =>
        comeBack(await logInAt((await begin()).url, 'idp-other-anna'), (await begin()).cookie),
    ],
    [
      'in a browser that asked nothing',
      async () => comeBack(await logInAt((await begin()).url, 'idp-other-anna'), ''),
    ],
  ])('%s', async (_name, answer) => {
    const { name, refused, cookie } = await answer()
    expect(name).toBeNull()
    expect(refused).toMatch(/begin again/)
    expect((await touch(anna, cookie)).body.error?.code).toBe(refusal)
  })

  it('twice', async () => {
    const { url, cookie } = await begin()
    const callback = await logInAt(url, 'idp-other-anna')
    expect((await comeBack(callback, cookie)).name).toBe('anna')
    expect((await comeBack(callback, cookie)).refused).toMatch(/begin again/)
  })
})
