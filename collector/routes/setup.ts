/** The first-run page: what is there, what is missing, what is watched. */

import { isAbsolute } from 'node:path'
import Type from 'typebox'
import { Setup } from '../../events/api.ts'
import { Fault } from '../../events/fault.ts'
import { WatchPolicy } from '../../events/policy.ts'
import { reachOf } from '../../events/roles.ts'
import type { App, Parts } from './app.ts'

const accountsShown = 50

function setupOf(parts: Parts, isAdmin: boolean): Setup {
  const { base, directory, policies, agents, now } = parts
  const { customers, emails, phones } = base.counts()
  const people = directory.counts(now())
  const policy = policies.watch()
  const { counts } = parts.alerts.list('open', 0)
  const { entries, ms } = parts.lag()
  return {
    customers: {
      state: customers > 0 ? 'done' : 'todo',
      count: customers,
      emails,
      phones,
      imported_at: parts.importedAt(),
      default_region: parts.region,
    },
    people: {
      state: people.people > 0 ? 'done' : 'todo',
      count: people.people,
      departing: people.departing,
    },
    // Account names are names of people: only who binds them sees them.
    accounts: isAdmin ? [...directory.unbound(accountsShown)] : [],
    watch: {
      state: policy.places.length > 0 ? 'done' : 'todo',
      policy,
      version: policies.version,
    },
    endpoints: agents.list(),
    rules: [...parts.rules.values()].map(({ name, title, level }) => ({ name, title, level })),
    alerts: counts.watched + counts.new + counts.in_progress + counts.closed,
    detection: { entries, ms },
  }
}

/** Paths that cannot be watched, in words. */
export function refusals({ places }: WatchPolicy): string[] {
  const seen = new Set<string>()
  return places.flatMap(({ path }, index) => {
    const where = `places[${index}].path "${path}"`
    if (!isAbsolute(path) && !/^[A-Za-z]:\\/.test(path))
      return [`${where}: is not absolute; write it from the root, e.g. /media/usb`]
    if (seen.has(path)) return [`${where}: is listed twice`]
    seen.add(path)
    return []
  })
}

export function setup(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'setup.read' } as const
  const change = { access: 'user', needs: 'setup.change' } as const

  app.get(
    '/api/v1/setup',
    { config, schema: { response: { 200: Setup } } },
    async ({ principal }) =>
      setupOf(parts, reachOf(principal.roles, 'directory.change') !== undefined),
  )

  app.put(
    '/api/v1/policy/watch',
    {
      config: { ...change, stepUp: 'policy' },
      schema: { body: WatchPolicy, response: { 200: WatchPolicy } },
    },
    async request => {
      const faults = refusals(request.body)
      if (faults.length > 0) throw new Fault('ERR_INPUT_INVALID', faults.join('; '))
      await parts.decide(request.principal, [
        { kind: 'policy.watch-set', data: { watch: request.body } },
      ])
      return parts.policies.watch()
    },
  )

  app.post(
    '/api/v1/demo/copy',
    { config: change, schema: { response: { 204: Type.Null() } } },
    async (_request, reply) => {
      if (!parts.demoCopy)
        throw new Fault('ERR_NOT_FOUND', 'this is no demo; start one with `npm start -- --demo`')
      await parts.demoCopy()
      reply.code(204)
      return null
    },
  )
}
