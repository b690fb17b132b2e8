/** Who may call what: every route with every role, and managers with their own people only. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertList, PeopleList } from '../../../events/api.ts'
import { type Role, roles } from '../../../events/roles.ts'
import { copyEvent, customersCsv } from '../company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../harness.ts'
import { addUser, browse, type SignedIn } from './users.ts'

/** Every route that takes a session, with the roles that get past the guard. A new route needs a line here. */
const allowed: Record<string, string> = {
  'GET /api/v1/session': 'everybody',
  'DELETE /api/v1/session': 'everybody',
  'GET /api/v1/keys': 'everybody',
  'POST /api/v1/keys': 'everybody',
  'POST /api/v1/keys/ceremony': 'everybody',
  'POST /api/v1/keys/{id}/revocation': 'everybody',
  'GET /api/v1/sessions': 'everybody',
  'DELETE /api/v1/sessions/{id}': 'everybody',
  'POST /api/v1/step-ups': 'everybody',
  'GET /api/v1/stream': 'everybody',
  'GET /api/v1/users': 'admin auditor',
  'PUT /api/v1/users/{id}': 'admin',
  'POST /api/v1/users/{id}/invitation': 'admin',
  'DELETE /api/v1/users/{id}/subject': 'admin',
  'POST /api/v1/user-keys/{id}/revocation': 'admin',
  'GET /api/v1/user-sessions': 'admin auditor',
  'DELETE /api/v1/user-sessions/{id}': 'admin',
  'GET /api/v1/identity': 'admin auditor',
  'GET /api/v1/about-me': 'everybody',
  'POST /api/v1/people/{who}/subject-access': 'privacy_officer',
  'POST /api/v1/people/{who}/deletion': 'privacy_officer',
  'GET /api/v1/identity/coverage': 'admin auditor',
  'PUT /api/v1/identity/policy': 'admin',
  'GET /api/v1/emergencies': 'admin privacy_officer auditor',
  'POST /api/v1/emergencies': 'admin',
  'POST /api/v1/emergencies/{id}/agreement': 'admin',
  'POST /api/v1/emergencies/{id}/invitation': 'admin',
  'POST /api/v1/emergencies/{id}/end': 'admin',
  'GET /api/v1/reveals': 'privacy_officer auditor',
  'POST /api/v1/reveals/{id}/decision': 'privacy_officer',
  'GET /api/v1/setup': 'officer admin auditor',
  'PUT /api/v1/policy/watch': 'admin',
  'POST /api/v1/demo/copy': 'admin',
  'POST /api/v1/customers/import': 'admin',
  'GET /api/v1/customers/key': 'officer admin auditor',
  'POST /api/v1/customers/rotate-key': 'admin',
  'POST /api/v1/people/import': 'admin',
  'GET /api/v1/people': 'officer admin manager privacy_officer auditor',
  'POST /api/v1/people/{id}/aliases': 'admin',
  'POST /api/v1/people/{id}/reveal': 'officer manager privacy_officer',
  'POST /api/v1/people/find': 'officer manager privacy_officer',
  'PUT /api/v1/people/{id}/hold': 'officer privacy_officer',
  'GET /api/v1/events': 'officer manager auditor',
  'GET /api/v1/events/{offset}': 'officer manager auditor',
  'GET /api/v1/people/{who}/history': 'officer manager auditor',
  'GET /api/v1/people/{who}/alerts': 'officer manager auditor',
  'GET /api/v1/rules': 'officer admin auditor',
  'GET /api/v1/rules/{id}': 'officer admin auditor',
  'PUT /api/v1/rules/{id}': 'officer',
  'POST /api/v1/rules/{id}/removal': 'officer',
  'POST /api/v1/rules/{id}/mode': 'officer admin',
  'POST /api/v1/rule-checks': 'officer',
  'POST /api/v1/rule-trials': 'officer',
  'GET /api/v1/cases': 'officer auditor',
  'POST /api/v1/cases': 'officer',
  'GET /api/v1/cases/{id}': 'officer auditor',
  'POST /api/v1/cases/{id}/pins': 'officer',
  'POST /api/v1/cases/{id}/pins/{pin}/removal': 'officer',
  'POST /api/v1/cases/{id}/notes': 'officer',
  'POST /api/v1/cases/{id}/officers': 'officer',
  'POST /api/v1/cases/{id}/decisions': 'officer',
  'POST /api/v1/cases/{id}/report': 'officer auditor',
  'POST /api/v1/cases/{id}/evidence': 'officer auditor',
  'GET /api/v1/departures': 'officer manager auditor',
  'POST /api/v1/people/{who}/departure-mark': 'officer',
  'POST /api/v1/departures/{who}/steps': 'officer',
  'GET /api/v1/departures/{who}/report': 'officer manager auditor',
  'GET /api/v1/departures/{who}/win-back': 'officer',
  'GET /api/v1/holds': 'officer privacy_officer auditor',
  'GET /api/v1/people/{who}/exposure': 'officer manager auditor',
  'GET /api/v1/people/{who}/exposure/customers': 'officer',
  'GET /api/v1/alerts': 'officer manager auditor',
  'POST /api/v1/alerts/{id}/work': 'officer',
  'GET /api/v1/alerts/{id}': 'officer manager auditor',
  'POST /api/v1/alerts/{id}/decisions': 'officer',
  'GET /api/v1/alerts/{id}/customers': 'officer',
  'GET /api/v1/gateway/holds': 'officer auditor',
  'GET /api/v1/gateway/budgets/{person}': 'officer auditor',
  'GET /api/v1/gateway/freezes/{person}': 'officer auditor',
  'PUT /api/v1/gateway/freezes/{person}': 'officer admin',
  'POST /api/v1/gateway/freezes/{person}/end': 'officer admin',
  'GET /api/v1/exports': 'officer auditor',
  'POST /api/v1/exports': 'officer admin',
  'GET /api/v1/exports/{number}': 'officer auditor',
  'GET /api/v1/canaries': 'officer',
  'POST /api/v1/canaries': 'officer',
  'POST /api/v1/alerts/{id}/evidence': 'officer auditor',
  'GET /api/v1/islands': 'officer auditor manager',
  'GET /api/v1/held-files': 'officer auditor',
  'POST /api/v1/held-files/{id}/decision': 'officer',
  'GET /api/v1/askable': 'everybody',
  'GET /api/v1/approvals': 'everybody',
  'POST /api/v1/approvals': 'everybody',
  'GET /api/v1/approvals/{id}': 'everybody',
  'POST /api/v1/approvals/{id}/decision': 'officer manager',
  'POST /api/v1/approvals/{id}/reply': 'everybody',
  'POST /api/v1/approvals/{id}/withdrawal': 'everybody',
  'POST /api/v1/approvals/{id}/revocation': 'officer manager',
  'GET /api/v1/securings': 'officer auditor',
  'GET /api/v1/people/{who}/securing': 'officer auditor',
  'POST /api/v1/people/{who}/securing': 'officer',
  'POST /api/v1/securings/{id}/undo': 'officer',
  'GET /api/v1/securings/{id}/report': 'officer auditor',
  'POST /api/v1/endpoints/{id}/revocation': 'admin',
  'GET /api/v1/producers': 'officer admin auditor',
  'POST /api/v1/producers': 'admin',
  'POST /api/v1/producers/{name}/revocation': 'admin',
  'POST /api/v1/enrolments': 'admin',
  'GET /api/v1/agent-packages': 'admin',
  'GET /api/v1/agent-packages/{name}': 'admin',
  'GET /api/v1/devices': 'officer admin auditor',
  'PUT /api/v1/devices/{id}/name': 'admin',
  'PUT /api/v1/devices/{id}/access': 'admin',
  'GET /api/v1/policy/versions': 'officer admin auditor',
  'POST /api/v1/policy/preview': 'admin',
  'GET /api/v1/customers/base': 'officer admin auditor',
  'PUT /api/v1/customers/mappings/{layout}': 'admin',
  'GET /api/v1/audit': 'admin auditor',
  'GET /api/v1/backups': 'officer admin auditor',
  'POST /api/v1/backups/now': 'admin',
  'GET /api/v1/tuning': 'officer admin auditor',
  'POST /api/v1/exclusions': 'officer',
  'POST /api/v1/exclusions/{id}/decision': 'officer',
  'GET /api/v1/people-feeds': 'officer admin auditor',
  'POST /api/v1/people-feeds/{name}/reads': 'admin',
  'GET /api/v1/connectors': 'officer admin auditor',
  'POST /api/v1/connectors/{name}/test': 'admin',
  'GET /api/v1/notify': 'officer admin auditor',
  'POST /api/v1/notify/{name}/test': 'admin',
  'GET /api/v1/openapi.json': 'admin auditor',
  'POST /api/v1/backups': 'nobody',
  'POST /api/v1/retention/runs': 'nobody',
  'POST /api/v1/sign-in-links': 'nobody',
  'POST /api/v1/enrolment-tokens': 'nobody',
}

const people = [
  'EmailAddress,Name,Manager,Aliases',
  'chief@firm.example,Chief Ann,,chief',
  'lead@firm.example,Lead Bo,chief@firm.example,lead',
  'anna@firm.example,Anna Winter,LEAD@firm.example,anna',
  'else@firm.example,Else Where,,else',
].join('\n')

let rig: Rig
const users = new Map<Role, SignedIn>()
let plainUser: SignedIn

beforeAll(async () => {
  rig = await startRig()
  await rig.call('POST', '/api/v1/customers/import?file=base.csv', customersCsv)
  await rig.call('POST', '/api/v1/people/import?file=people.csv', people)
  for (const role of roles)
    users.set(
      role,
      await addUser(rig, role, [role], role === 'manager' ? 'chief@firm.example' : undefined),
    )
  plainUser = await addUser(rig, 'nobody', [])
})
afterAll(cleanUp)

const declared = async (): Promise<string[]> => {
  const { body } = await rig.call<{ paths: Record<string, Record<string, unknown>> }>(
    'GET',
    '/api/v1/openapi.json',
  )
  return Object.entries(body.paths)
    .flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    )
    .concat('GET /api/v1/openapi.json')
}

/** Whether the guard let the call past: what comes after it may still find fault with it. */
async function isPast(user: SignedIn, route: string): Promise<boolean> {
  const [method = '', path = ''] = route.split(' ')
  const url = path.replaceAll(/\{\w+\}/g, 'x')
  const reply = await browse<object>(rig, [method as 'GET', url], { cookie: user.cookie })
  const message = reply.body.error?.message ?? ''
  return !(reply.status === 403 && /takes the permission|done at the console/.test(message))
}

describe('the guard', () => {
  it('knows every route by its roles', async () => {
    const routes = await declared()
    const open =
      /^(GET \/(\.well-known\/jwks\.json|healthz|readyz|metrics)|\w+ \/api\/v1\/(agents|producers\/events|connectors\/{name}\/records|health|forward-auth|canaries\/mail|key-sign-ins|oidc|invitations|session\/)|POST \/api\/v1\/session$)/
    expect(routes.filter(route => !open.test(route)).sort()).toEqual(Object.keys(allowed).sort())
  })

  it.each([...roles])('lets the role %s past where it should, and nowhere else', async role => {
    const user = users.get(role) ?? plainUser
    // A stream never ends by itself, and signing out ends the session that asks.
    const asked = Object.keys(allowed).filter(
      route => !/stream$|DELETE \/api\/v1\/session$/.test(route),
    )
    const wrong: string[] = []
    for (const route of asked) {
      const names = allowed[route] ?? ''
      const should = names === 'everybody' || names.split(' ').includes(role)
      if ((await isPast(user, route)) !== should)
        wrong.push(`${role} ${should ? 'is kept from' : 'gets'} ${route}`)
    }
    expect(wrong).toEqual([])
  })

  it('gives somebody without a role nothing but their own keys and sessions', async () => {
    const past = []
    for (const route of Object.keys(allowed))
      if (!/stream$|DELETE \/api\/v1\/session$/.test(route) && (await isPast(plainUser, route)))
        past.push(route)
    expect(
      past.filter(route => !/\/(keys|sessions?|step-ups|approvals|askable|about-me)/.test(route)),
    ).toEqual([])
  })
})

describe('a manager', () => {
  it('sees those who report to them, however far down, and nobody else', async () => {
    const agent = await enrolAgent(rig)
    const records = ['anna', 'else'].map((account, index) => ({
      seq: index + 1,
      event: copyEvent(rig, agent.id, { uid: `copy-${account}`, account, count: 380 }),
    }))
    await agent.post(records)
    const all = await eventually(async () => {
      const { body } = await rig.call<AlertList>('GET', '/api/v1/alerts')
      return body.alerts.length === 2 ? body : undefined
    }, 'two alerts')
    const anna = rig.collector.parts.directory.byEmail('anna@firm.example')?.id
    const manager = users.get('manager') ?? plainUser
    const own = await manager.plain<AlertList>('GET', '/api/v1/alerts')
    expect(own.body.alerts.map(({ person }) => person.id)).toEqual([anna])
    expect(own.body.counts.new).toBe(1)
    const others = all.alerts.filter(({ person }) => person.id !== anna).map(({ id }) => id)
    expect((await manager.plain('GET', `/api/v1/alerts/${others[0]}`)).status).toBe(404)
    const people = await manager.plain<PeopleList>('GET', '/api/v1/people')
    expect(people.body.total).toBe(2)
    const stranger = rig.collector.parts.directory.byEmail('else@firm.example')?.id
    expect((await manager.plain('GET', `/api/v1/people/${stranger}/exposure`)).status).toBe(404)
    expect(
      (await manager.call('POST', `/api/v1/people/${stranger}/reveal`, { reason: 'curious' }))
        .status,
    ).toBe(404)
  })
})
