/** Closes what somebody still has here once their last working day is over, and records each step. What is kept elsewhere it cannot close. */
import type { Logger } from 'pino'
import type { Agents } from '../agents/registry.ts'
import type { Identity } from '../identity/identity.ts'
import type { Deed } from '../routes/app.ts'
import { type WatchWindow, watchOf } from './departure.ts'
import type { Departures } from './departures.ts'
import type { Directory, Person } from './directory.ts'

export interface ClosingParts {
  readonly directory: Directory
  readonly departures: Departures
  readonly identity: Identity
  readonly agents: Agents
  readonly window: WatchWindow
  readonly settings: { readonly close_access: boolean; readonly revoke_endpoints: boolean }
  readonly decide: (by: { user: string }, deeds: readonly Deed[]) => Promise<void>
  readonly now: () => number
  readonly log: Logger
}

export interface Closing {
  /** Closes what is due now; runs by itself every quarter of an hour. */
  run(): Promise<void>
  stop(): Promise<void>
}

const everyMs = 15 * 60_000
const firstMs = 10_000
const closer = { user: 'departures' }

/** What is taken from a user, with the steps in words. */
function accessOf(person: Person, { identity }: ClosingParts): { deeds: Deed[]; steps: string[] } {
  const user = identity.users.ofPerson(person.id)
  if (!user || user.disabled) return { deeds: [], steps: [] }
  const { id, name, roles } = user
  const keys = identity.users.keys(id)
  const sessions = identity.sessions.list(id).length
  const reason = `last working day ${person.last_day} is over`
  return {
    deeds: [
      ...keys.map(
        (key): Deed => ({ kind: 'key.revoked', data: { key: key.id, user: id, reason } }),
      ),
      {
        kind: 'user.set',
        data: { user: id, name, person: person.id, roles: [...roles], disabled: true },
      },
    ],
    steps: [
      `user ${id} switched off`,
      `keys revoked: ${keys.length}`,
      `sessions ended: ${sessions}`,
    ],
  }
}

/** Endpoints that nobody else has been seen on. */
function endpointsOf(person: Person, { directory, agents }: ClosingParts) {
  const seen = directory.seenAccounts()
  return agents.list().filter(({ hostname }) => {
    const here = seen.filter(({ endpoint }) => endpoint === hostname.toLowerCase())
    const isOwn = here.map(each => directory.resolve(each.account, each.endpoint)?.id === person.id)
    return isOwn.length > 0 && isOwn.every(Boolean)
  })
}

async function closeAccess(person: Person, parts: ClosingParts): Promise<void> {
  const { last_day } = person
  if (last_day === null || parts.departures.closing(person.id)?.last_day === last_day) return
  const { deeds, steps } = accessOf(person, parts)
  const told = steps.length > 0 ? steps : ['nothing was open here']
  await parts.decide(closer, [
    ...deeds,
    { kind: 'person.closed', data: { person: person.id, last_day, steps: told } },
  ])
}

async function revokeEndpoints(person: Person, parts: ClosingParts): Promise<void> {
  const reason = `the watch of ${person.pseudonym} ended, nobody else was seen there`
  const deeds = endpointsOf(person, parts).map(
    ({ id }): Deed => ({ kind: 'agent.revoked', data: { agent: id, reason } }),
  )
  if (deeds.length > 0) await parts.decide(closer, deeds)
}

/** Closes for everybody whose day has come. Whoever left before the watch that is kept, and has no user, is left alone. */
async function closeDue(parts: ClosingParts): Promise<void> {
  const { directory, identity, window, settings, now } = parts
  for (const person of directory.leavers()) {
    const watch = watchOf(person, window)
    if (!watch || !directory.departure(person, now()).afterLastDay) continue
    const isOver = now() >= watch.until
    const user = identity.users.ofPerson(person.id)
    if (settings.close_access && (!isOver || user?.disabled === false))
      await closeAccess(person, parts)
    if (settings.revoke_endpoints && isOver) await revokeEndpoints(person, parts)
  }
}

export function startClosing(parts: ClosingParts): Closing {
  let running: Promise<void> = Promise.resolve()
  const run = (): Promise<void> => {
    const next = running.then(() => closeDue(parts))
    running = next.catch(() => {})
    return next
  }
  const tick = () => {
    run().catch((error: unknown) =>
      parts.log.error({ err: error }, 'a departure could not be closed; tried again later'),
    )
  }
  const timers = [setTimeout(tick, firstMs).unref(), setInterval(tick, everyMs).unref()]
  return {
    run,
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      await running
    },
  }
}
