/** A real nginx in front of an application: in with a key alone, told who it is, and nothing that a browser claims gets through. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { peripheralActivity } from '../../../events/peripheral-activity.ts'
import { origin } from '../../events/samples.ts'
import { fillCompany } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig, tempDir } from '../harness.ts'
import { addUser, browse, type SignedIn, setPolicy } from './users.ts'

const noNginx = existsSync('/usr/sbin/nginx')
  ? undefined
  : 'there is no /usr/sbin/nginx; install nginx-light'
if (noNginx) console.warn(`skipped, forward-auth behind nginx: ${noNginx}`)

const example = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'packaging',
  'forward-auth',
  'nginx.conf',
)

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createTcp().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

describe.skipIf(noNginx)('behind nginx', () => {
  let rig: Rig
  let url = ''
  let front = ''
  let nginx: ChildProcess
  let crm: Server
  let seen: IncomingHttpHeaders = {}
  let anna: SignedIn

  beforeAll(async () => {
    rig = await startRig()
    await fillCompany(rig)
    url = await rig.collector.listen()
    crm = createServer((request, reply) => {
      seen = request.headers
      reply.end('the CRM')
    }).listen(0, '127.0.0.1')
    await once(crm, 'listening')
    const address = crm.address()
    const crmPort = typeof address === 'object' && address ? address.port : 0
    const port = await freePort()
    front = `http://127.0.0.1:${port}`
    const dir = tempDir()
    mkdirSync(join(dir, 'logs'))
    const server = readFileSync(example, 'utf8')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
      .replace('http://127.0.0.1:8080', `http://127.0.0.1:${crmPort}`)
      .replace('http://127.0.0.1:8787', url)
      .replace('Host clientkeep.firm.example', 'Host localhost')
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      name => `${name}_temp_path ${dir}/${name};`,
    )
    writeFileSync(
      join(dir, 'nginx.conf'),
      `daemon off; master_process off; pid ${dir}/pid; error_log ${dir}/logs/error.log;\nevents {}\nhttp { access_log off; ${temporary.join(' ')}\n${server}\n}`,
    )
    nginx = spawn('/usr/sbin/nginx', ['-p', dir, '-c', join(dir, 'nginx.conf')], {
      stdio: 'ignore',
    })
    await eventually(
      () =>
        fetch(front, { redirect: 'manual' }).then(
          ({ status }) => status,
          () => undefined,
        ),
      'nginx',
    )
    anna = await addUser(rig, 'heron', [], 'anna@firm.example')
  })
  afterAll(async () => {
    nginx?.kill()
    crm?.close()
    await cleanUp()
  })

  const get = (headers: Record<string, string> = {}) =>
    fetch(`${front}/customers`, { redirect: 'manual', headers })

  it('sends who has no session to the sign-in page, and the application hears nothing of it', async () => {
    seen = {}
    const reply = await get({ 'x-clientkeep-user': 'admin', 'x-clientkeep-identity': 'forged' })
    expect(reply.status).toBe(302)
    expect(reply.headers.get('location')).toBe('https://clientkeep.firm.example/sign-in')
    expect(seen).toEqual({})
  })

  it('lets a key in, says who it is with a signature, and strips what the browser claims', async () => {
    const reply = await get({
      cookie: anna.cookie,
      'x-clientkeep-user': 'admin',
      'x-clientkeep-identity': 'forged',
    })
    expect(await reply.text()).toBe('the CRM')
    expect(seen['x-clientkeep-user']).toBe('heron')
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', url))
    const { payload } = await jwtVerify(String(seen['x-clientkeep-identity']), keys, {
      audience: new URL(front).host,
      typ: 'JWT',
    })
    expect(payload).toMatchObject({ sub: 'heron', email: 'anna@firm.example', amr: ['hwk', 'mfa'] })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
  })

  it('takes no session cookie of ours for a pass, no forged pass, and no link', async () => {
    const [session = '', pass = ''] = anna.cookie.split('; ')
    expect((await get({ cookie: session })).status).toBe(302)
    expect((await get({ cookie: `${pass.slice(0, -8)}AAAAAAAA` })).status).toBe(302)
    const token = rig.collector.parts.access.newSignInToken()
    const link = await browse(rig, ['POST', '/api/v1/session', { token }])
    expect((await get({ cookie: link.cookie })).status).toBe(302)
  })

  it('shuts when the agent says that the key was pulled, and at once when it is revoked', async () => {
    await setPolicy(rig, { presence: true })
    const agent = await enrolAgent(rig)
    const event = peripheralActivity(
      { ...origin, device: { ...origin.device, uid: agent.id } },
      {
        uid: 'pulled',
        time: Date.now(),
        activity: 'Disconnect',
        account: { name: 'anna' },
        name: 'YubiKey',
        peripheral: {
          kind: 'security-key',
          identity: { quality: 'strong' },
          interfaces: [],
          volumes: [],
          key: 'fido',
        },
      },
    )
    expect((await get({ cookie: anna.cookie })).status).toBe(200)
    await agent.post([{ seq: 1, event }])
    expect((await get({ cookie: anna.cookie })).status).toBe(302)
    const waiting = await anna.plain<object>('GET', '/api/v1/session')
    expect(waiting.body.error?.code).toBe('ERR_ACCESS_SUSPENDED')
    const other = await addUser(rig, 'swan', ['officer'])
    expect((await get({ cookie: other.cookie })).status).toBe(200)
    await rig.call('POST', `/api/v1/user-keys/${other.key.id}/revocation`, { reason: 'lost it' })
    expect((await get({ cookie: other.cookie })).status).toBe(302)
  })
})
