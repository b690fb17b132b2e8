/** What one person can ask for: files of theirs that endpoints or the gateway hold, and sticks that they used. Only their own. */
import type { Askable } from '../../events/approvals.ts'
import { limits } from '../../events/limits.ts'
import type { Parts } from '../routes/app.ts'
import { pageOf } from './view.ts'

type Sources = Pick<
  Parts,
  | 'heldFiles'
  | 'heldExports'
  | 'agents'
  | 'devices'
  | 'directory'
  | 'approvals'
  | 'approvalSettings'
  | 'now'
>

const dayMs = 86_400_000
const cut = (text: string): string => text.slice(0, 500)
const baseName = (path: string): string => cut(path.split(/[/\\]/).at(-1) ?? path)

/** The request about something that waits, where it is not over without a result. */
function askedFor(kind: 'export' | 'hold', hold: string, { approvals }: Sources): string | null {
  const row = approvals.bySource(kind, hold)
  const isOver = row !== undefined && row.decided_ms !== null && row.state !== 'approved'
  return row && !isOver ? row.id : null
}

function filesOf(person: string, sources: Sources): Askable['files'] {
  const { heldFiles, directory } = sources
  return heldFiles
    .list(limits.pageRowsMax)
    .filter(({ state }) => state === 'held' || state === 'blocked')
    .filter(({ account, hostname }) => directory.resolve(account, hostname)?.id === person)
    .map(({ id, path, hostname, place, rows, customers, unread, held_ms }) => ({
      ...{ hold: id, name: baseName(path), endpoint: cut(hostname), place: cut(place) },
      ...{ rows, customers, unread, held_at: held_ms, approval: askedFor('hold', id, sources) },
    }))
}

function exportsOf(person: string, sources: Sources): Askable['exports'] {
  const { heldExports, now } = sources
  return heldExports
    .list(limits.pageRowsMax)
    .filter(({ state, held }) => state === 'held' && held.person === person)
    .filter(({ held }) => held.expires_at > now())
    .map(({ held: { id, facts, held_at, expires_at } }) => ({
      ...{ name: cut(facts.file), app: cut(facts.app), rows: facts.rows },
      ...{ customers: facts.customers, held_at, expires_at },
      ...{ approval: askedFor('export', id, sources), page: pageOf(id, sources) },
    }))
}

/** Endpoints where one of the person's accounts was seen. */
function endpointsOf(person: string, { agents, directory }: Sources): Askable['endpoints'] {
  const own = directory
    .seenAccounts()
    .filter(({ account, endpoint }) => directory.resolve(account, endpoint)?.id === person)
  const names = new Set(own.map(({ endpoint }) => endpoint))
  return agents
    .list()
    .filter(({ hostname }) => names.has(hostname.toLowerCase()))
    .map(({ id, hostname }) => ({ agent: id, hostname: cut(hostname) }))
}

/** Sticks that can be told from others, that one of the person's accounts had plugged in; where nobody was at the desk, of who works there. */
function sticksOf(
  person: string,
  endpoints: Askable['endpoints'],
  { devices, directory }: Sources,
): Askable['sticks'] {
  const uses = devices.uses()
  return devices.list().flatMap(({ id, kind, quality, serial, model, name }) => {
    if (kind !== 'storage' || quality !== 'strong' || serial === null) return []
    const own = (uses.get(id) ?? []).find(({ account, hostname, agent }) =>
      account === ''
        ? endpoints.some(each => each.agent === agent)
        : directory.resolve(account, hostname)?.id === person,
    )
    if (!own) return []
    const label = cut(name ?? model)
    return { label, serial: cut(serial), agent: own.agent, last_at: own.last_ms }
  })
}

/** Everything of one person, by id in the directory; nothing for somebody who is not in it. */
export function askableOf(person: string | null, sources: Sources): Askable {
  const { approvalSettings, now } = sources
  const permit_until_max = now() + approvalSettings.permit_days_max * dayMs
  if (person === null)
    return { files: [], exports: [], sticks: [], endpoints: [], permit_until_max }
  const endpoints = endpointsOf(person, sources)
  return {
    files: filesOf(person, sources),
    exports: exportsOf(person, sources),
    sticks: sticksOf(person, endpoints, sources),
    ...{ endpoints, permit_until_max },
  }
}
