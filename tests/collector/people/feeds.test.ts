/** Where people come from by themselves: a CSV on a path and over HTTP, a real slapd, and the alarm when nothing new comes. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { connect, createServer as createTcp } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { readFeeds } from '../../../collector/people/feeds/settings.ts'
import type { AlertList } from '../../../events/api.ts'
import type { FeedState } from '../../../events/people-feeds.ts'
import { cleanUp, eventually, type Rig, startRig, tempDir } from '../harness.ts'

const hour = 3_600_000
let now = Date.now()

async function rigWith(people_feeds: readonly object[]): Promise<Rig> {
  const dir = tempDir()
  writeFileSync(join(dir, 'config.yaml'), stringify({ people_feeds }))
  return startRig({ dir, now: () => now })
}
const statesOf = async (rig: Rig) =>
  (await rig.call<{ feeds: FeedState[] }>('GET', '/api/v1/people-feeds')).body.feeds
const personOf = (rig: Rig, email: string) => rig.collector.parts.directory.byEmail(email)

const header = 'EmailAddress,Name,LastWorkingDate,Manager'

describe('a file of the HR system', () => {
  let rig: Rig
  let path = ''
  const write = (rows: readonly string[]) => {
    writeFileSync(path, [header, ...rows].join('\n'))
    utimesSync(path, now / 1000, now / 1000)
  }
  beforeAll(async () => {
    path = join(tempDir(), 'people.csv')
    write(['anna@firm.example,Anna,,boss@firm.example', 'boss@firm.example,Boss,,'])
    rig = await rigWith([{ type: 'csv', name: 'hr', source: path, every_minutes: 30 }])
  })
  afterAll(cleanUp)

  it('is read on its schedule, and what HR changes is in the directory', async () => {
    const { feeds } = rig.collector.parts
    await feeds.look()
    expect(personOf(rig, 'anna@firm.example')).toMatchObject({ name: 'Anna', last_day: null })
    write(['anna@firm.example,Anna,2026-12-18,boss@firm.example', 'boss@firm.example,Boss,,'])
    await feeds.look()
    expect(personOf(rig, 'anna@firm.example')?.last_day).toBeNull()
    now += hour / 2
    await feeds.look()
    expect(personOf(rig, 'anna@firm.example')?.last_day).toBe('2026-12-18')
    expect(await statesOf(rig)).toMatchObject([
      { name: 'hr', place: path, stale: false, failure: null, last: { rows: 2, changed: 1 } },
    ])
  })

  it('is read at once where somebody asks, and says which rows it refused', async () => {
    write(['anna@firm.example,Anna,2026-12-18,', 'boss@firm.example,Boss,soon,'])
    const run = (name: string) => rig.call<FeedState>('POST', `/api/v1/people-feeds/${name}/reads`)
    const { body } = await run('hr')
    expect(body).toMatchObject({
      ...{ failure: null, last: { rows: 2, refused: 1 } },
      faults: [{ line: 3, column: 'LastWorkingDate' }],
    })
    expect(JSON.stringify(body)).not.toMatch(/boss|soon/)
    expect((await run('payroll')).status).toBe(404)
  })

  it('that is not written any more is an alarm, once, also after a restart', async () => {
    now += 27 * hour
    await rig.collector.parts.feeds.look()
    const alert = await eventually(async () => {
      const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
      return body.alerts[0]
    }, 'the alarm')
    const { body } = await rig.call('GET', `/api/v1/alerts/${alert.id}`)
    expect(JSON.stringify(body)).toContain('people.feed-stale')
    expect((await statesOf(rig))[0]).toMatchObject({ stale: true })
    rig = await rig.restart()
    await rig.collector.parts.feeds.look()
    const batches = await rig.collector.parts.journal.readEvents(0, 1000)
    expect(batches.filter(({ source }) => source.startsWith('feed-stale:'))).toHaveLength(1)
  })

  it('that cannot be read or has no addresses says why, and changes nobody', async () => {
    writeFileSync(path, 'Name\nAnna\n')
    now += hour
    await rig.collector.parts.feeds.look()
    expect((await statesOf(rig))[0]?.failure).toContain('no column with e-mail addresses')
    rmSync(path)
    now += hour
    await rig.collector.parts.feeds.look()
    expect((await statesOf(rig))[0]?.failure).toContain('ENOENT')
    expect(personOf(rig, 'anna@firm.example')?.last_day).toBe('2026-12-18')
  })
})

describe('an address of the HR system', () => {
  let rig: Rig
  let server: Server
  let asked = ''
  let reply: { status: number; headers: Record<string, string>; body: string }
  beforeAll(async () => {
    const dir = tempDir()
    writeFileSync(join(dir, 'token'), 'the token of the feed\n')
    server = createServer((request, response) => {
      asked = String(request.headers.authorization)
      response.writeHead(reply.status, reply.headers).end(reply.body)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const source = `http://127.0.0.1:${port}/people.csv?secret=x`
    const token_file = join(dir, 'token')
    rig = await rigWith([{ type: 'csv', name: 'hr', source, token_file, every_minutes: 1 }])
  })
  afterAll(async () => {
    server.close()
    await cleanUp()
  })
  const look = async () => {
    now += 60_000
    await rig.collector.parts.feeds.look()
    return (await statesOf(rig))[0]
  }

  it('is asked with its token, and its answer is as old as it says', async () => {
    const made = now - 30 * hour
    const headers = { 'last-modified': new Date(made).toUTCString() }
    reply = { status: 200, headers, body: `${header}\nanna@firm.example,Anna,,\n` }
    const state = await look()
    expect(asked).toBe('Bearer the token of the feed')
    expect(state).toMatchObject({ stale: true, failure: null, last: { added: 1 } })
    expect(state?.place).not.toContain('secret')
    expect(personOf(rig, 'anna@firm.example')?.name).toBe('Anna')
  })

  it('that refuses, redirects or answers with a page is a failure in words', async () => {
    reply = { status: 503, headers: {}, body: '' }
    expect((await look())?.failure).toContain('503')
    reply = { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }
    expect((await look())?.failure).not.toBeNull()
    reply = { status: 200, headers: {}, body: '<html>Log in</html>' }
    expect((await look())?.failure).toContain('no column with e-mail addresses')
  })
})

const noSlapd = existsSync('/usr/sbin/slapd')
  ? undefined
  : 'there is no /usr/sbin/slapd; install slapd'
if (noSlapd) console.warn(`skipped, people of LDAP: ${noSlapd}`)

describe.skipIf(noSlapd)('an LDAP directory', () => {
  let slapd: ChildProcess
  let url = ''
  let dir = ''
  let password_file = ''
  const people = Array.from({ length: 1200 }, (_, index) =>
    [
      `dn: uid=p${index},ou=Staff,dc=firm,dc=example`,
      'objectClass: inetOrgPerson',
      `uid: p${index}`,
      `cn: Person ${index}`,
      `displayName: Person "${index}", Sales`,
      `sn: ${index}`,
      `mail: P${index}@firm.example`,
      `departmentNumber: ${index % 2 === 0 ? 'Sales' : 'Support'}`,
      `manager: UID=${index > 0 ? 'p0' : 'gone'}, ou=Staff,dc=firm,dc=example`,
      ...(index === 7 ? ['employeeType: disabled'] : []),
      ...(index === 8 ? ['businessCategory: Mo-Fr 09:00-18:00', 'l: Asia/Makassar'] : []),
    ].join('\n'),
  )

  beforeAll(async () => {
    dir = tempDir()
    password_file = join(dir, 'password')
    mkdirSync(join(dir, 'db'))
    writeFileSync(password_file, 'reader\n')
    const schemas = ['core', 'cosine', 'inetorgperson'].map(
      name => `include /etc/ldap/schema/${name}.schema`,
    )
    const conf = [
      ...schemas,
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      'sizelimit 500',
      'database mdb',
      'suffix "dc=firm,dc=example"',
      'rootdn "cn=root,dc=firm,dc=example"',
      `directory ${dir}/db`,
      // Who binds reads; nobody else does. Pages go past the limit, as they do past that of Active Directory.
      'limits * size.prtotal=unlimited',
      'access to attrs=userPassword by anonymous auth by * none',
      'access to * by users read by * none',
    ]
    writeFileSync(join(dir, 'slapd.conf'), `${conf.join('\n')}\n`)
    const top = [
      'dn: dc=firm,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Firm\ndc: firm',
      'dn: ou=Staff,dc=firm,dc=example\nobjectClass: organizationalUnit\nou: Staff',
      'dn: cn=reader,dc=firm,dc=example\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: reader',
    ]
    writeFileSync(join(dir, 'all.ldif'), `${[...top, ...people].join('\n\n')}\n`)
    execFileSync('/usr/sbin/slapadd', [
      '-q',
      '-f',
      join(dir, 'slapd.conf'),
      '-l',
      join(dir, 'all.ldif'),
    ])
    const probe = createTcp().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    const port = typeof address === 'object' && address ? address.port : 0
    probe.close()
    url = `ldap://127.0.0.1:${port}`
    const run = ['-f', join(dir, 'slapd.conf'), '-h', `${url}/`, '-d', '0']
    slapd = spawn('/usr/sbin/slapd', run, { stdio: 'ignore' })
    const isUp = () =>
      new Promise<true | undefined>(resolve => {
        const socket = connect(port, '127.0.0.1', () => resolve(true))
        socket.on('error', () => resolve(undefined)).on('connect', () => socket.destroy())
      })
    await eventually(isUp, 'slapd')
  })
  afterAll(async () => {
    slapd?.kill()
    await cleanUp()
  })

  const feed = (more: object = {}) => ({
    ...{ type: 'ldap', name: 'ad', url, base: 'ou=Staff,dc=firm,dc=example', password_file },
    ...{
      bind_dn: 'cn=reader,dc=firm,dc=example',
      department_attribute: 'departmentNumber',
      every_minutes: 1,
    },
    ...more,
  })

  it('gives people with their managers, departments and accounts, page by page', async () => {
    const rig = await rigWith([feed()])
    await rig.collector.parts.feeds.look()
    const [state] = await statesOf(rig)
    expect(state).toMatchObject({
      failure: null,
      stale: false,
      last: { rows: 1200, added: 1200, refused: 0 },
    })
    expect(personOf(rig, 'p8@firm.example')).toMatchObject({
      ...{ name: 'Person "8", Sales', department: 'Sales', manager: 'P0@firm.example' },
    })
    const { directory } = rig.collector.parts
    expect(directory.resolve('p8', 'lt-1')?.email).toBe('p8@firm.example')
    expect(directory.reports(personOf(rig, 'p0@firm.example')?.id ?? '').size).toBe(1199)
    // A disabled account means nothing unless the configuration says so.
    expect(personOf(rig, 'p7@firm.example')?.last_day).toBeNull()
    now += hour
    await rig.collector.parts.feeds.look()
    expect((await statesOf(rig))[0]?.last).toMatchObject({ rows: 1200, added: 0, changed: 0 })
  })

  it('knows managers whom the search leaves out, and nothing of one who is gone', async () => {
    const rig = await rigWith([
      feed({ filter: '(uid=p8)' }),
      feed({ name: 'top', filter: '(uid=p0)' }),
    ])
    await rig.collector.parts.feeds.look()
    for (const { failure } of await statesOf(rig)) expect(failure).toBeNull()
    expect(personOf(rig, 'p8@firm.example')).toMatchObject({ manager: 'P0@firm.example' })
    expect(personOf(rig, 'p0@firm.example')).toMatchObject({ manager: null })
  })

  it('says of disabled accounts that they leave where the configuration says so, and keeps what HR said', async () => {
    const rig = await rigWith([
      feed({
        disabled_filter: '(employeeType=disabled)',
        ...{ hours_attribute: 'businessCategory', zone_attribute: 'l' },
      }),
    ])
    const hr = `${header}\np9@firm.example,Nine,2026-12-18,\n`
    await rig.call('POST', '/api/v1/people/import?file=hr.csv', hr)
    const { feeds } = rig.collector.parts
    await feeds.look()
    const day = new Date(now).toISOString().slice(0, 10)
    expect(personOf(rig, 'p7@firm.example')?.last_day).toBe(day)
    expect(personOf(rig, 'p8@firm.example')?.last_day).toBeNull()
    expect(personOf(rig, 'p9@firm.example')?.last_day).toBe('2026-12-18')
    expect(personOf(rig, 'p8@firm.example')).toMatchObject({
      ...{ working_hours: 'Mo-Fr 09:00-18:00', zone: 'Asia/Makassar' },
    })
    now += 48 * hour
    await feeds.look()
    expect(personOf(rig, 'p7@firm.example')?.last_day).toBe(day)
  })

  it('that refuses the password or is away is a failure in words', async () => {
    const wrong = join(dir, 'wrong')
    writeFileSync(wrong, 'no such password')
    const rig = await rigWith([
      feed({ password_file: wrong }),
      feed({ name: 'away', url: 'ldap://127.0.0.1:9' }),
    ])
    await rig.collector.parts.feeds.look()
    const [refused, away] = await statesOf(rig)
    expect(refused?.failure).toMatch(/invalid credentials/i)
    expect(away?.failure).toMatch(/ECONNREFUSED|connect/i)
    expect(JSON.stringify([refused, away])).not.toContain('no such password')
  })
})

describe('the configuration', () => {
  it.each([
    ['of no known kind', { type: 'ldpa', name: 'x' }, 'known are csv, ldap'],
    ['without a source', { type: 'csv', name: 'x' }, 'people_feeds[0]'],
    ['in the clear', { type: 'csv', name: 'x', source: 'http://hr.example/people' }, 'source'],
    [
      'with a password in the clear',
      {
        type: 'ldap',
        name: 'x',
        url: 'ldap://dc1.example',
        base: 'dc=x',
        bind_dn: 'cn=x',
        password_file: '/x',
      },
      'ldaps://',
    ],
    [
      'with half a log-in',
      { type: 'ldap', name: 'x', url: 'ldaps://dc1.example', base: 'dc=x', bind_dn: 'cn=x' },
      'belong together',
    ],
    [
      'with an unknown setting',
      { type: 'csv', name: 'x', source: '/x', evry: 1 },
      'people_feeds[0]',
    ],
  ])('%s is refused with the place', async (_name, item, words) => {
    await expect(readFeeds([item])).rejects.toThrow(words)
  })
})
