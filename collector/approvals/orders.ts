/** What approvals and securing mean for one endpoint: leave for sticks, and accounts that are restricted. Accounts go as marks that only that endpoint can tell. */
import { limits } from '../../events/limits.ts'
import { accountMark, type DevicePermit } from '../../events/permit.ts'
import type { Policy } from '../../events/policy.ts'
import type { Agents } from '../agents/registry.ts'
import type { Directory } from '../people/directory.ts'
import type { Approvals } from './approvals.ts'
import type { Secured } from './secured.ts'

export interface Orders {
  /** `key`: the agent's release key. */
  permits(agent: string, key: Uint8Array): readonly DevicePermit[]
  secured(agent: string, key: Uint8Array): NonNullable<Policy['secured']>
}

interface Parts {
  readonly approvals: Pick<Approvals, 'permits' | 'used'>
  readonly secured: Pick<Secured, 'active' | 'of'>
  readonly directory: Pick<Directory, 'aliases' | 'resolve'>
  readonly agents: Pick<Agents, 'hostname'>
  readonly now: () => number
}

export function openOrders({ approvals, secured, directory, agents, now }: Parts): Orders {
  /** Marks of the accounts that are this person's on this endpoint. */
  function marksOf(person: string, hostname: string, key: Uint8Array): string[] {
    const here = `@${hostname.trim().toLowerCase()}`
    const accounts = directory
      .aliases(person)
      .map(alias => (alias.endsWith(here) ? alias.slice(0, -here.length) : alias))
      .filter(account => directory.resolve(account, hostname)?.id === person)
    return [...new Set(accounts)]
      .slice(0, limits.permitAccountsMax)
      .map(account => accountMark(key, account))
  }

  return {
    permits: (agent, key) => {
      const hostname = agents.hostname(agent)
      if (hostname === undefined) return []
      const time = now()
      return approvals.permits(time).flatMap(({ id, person, content, conditions, decided_ms }) => {
        const { source } = content
        if (source.kind !== 'permit' || !conditions || person === null) return []
        if (source.endpoint !== undefined && source.endpoint.agent !== agent) return []
        // What was allowed before somebody secured the person is not any more; what was approved since is.
        const since = secured.of(person, time)?.since
        if (since !== undefined && (decided_ms ?? 0) < since) return []
        const elsewhere = [...approvals.used(id)].filter(([other]) => other !== agent)
        const used = elsewhere.reduce((sum, [, rows]) => sum + rows, 0)
        const most = Math.min(source.rows_max, conditions.rows_max ?? source.rows_max)
        const accounts = marksOf(person, hostname, key)
        if (accounts.length === 0) return []
        return {
          ...{ permit: id, agent, accounts, serial: source.device.serial },
          rows_max: Math.max(0, most - used),
          exp: Math.floor(conditions.until / 1000),
        }
      })
    },
    secured: (agent, key) => {
      const hostname = agents.hostname(agent)
      if (hostname === undefined) return []
      return secured
        .active(now())
        .flatMap(({ person, until }) =>
          marksOf(person, hostname, key).map(account => ({ account, until })),
        )
        .slice(0, limits.securedMax)
    },
  }
}
