/**
 * Looks for what agents do not say: one that has fallen silent, and records that never came. Each is told once, as an event of the
 * collector's own that rules judge. Moves time on where nothing else comes, so that what is waited for in vain is told without a later event.
 */
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { applicationError, applicationLifecycle } from '../../events/agent-health.ts'
import type { Endpoint } from '../../events/endpoints.ts'
import { limits } from '../../events/limits.ts'
import type { Origin, Product } from '../../events/ocsf.ts'
import { clockPrefix, oneEvent } from '../ingest/records.ts'
import type { Journal } from '../journal/journal.ts'
import { type Gap, gapsIn } from './gaps.ts'
import type { Life } from './lives.ts'
import type { Agents } from './registry.ts'

interface Parts {
  readonly journal: Pick<Journal, 'appendEvents' | 'lastSeq' | 'seqRanges'>
  readonly agents: Pick<Agents, 'list' | 'lives'>
  readonly product: Product
  readonly now: () => number
  readonly log: Logger
}

export interface AgentWatch {
  /** Looks once; runs by itself every `limits.agentWatchMs`. */
  look(): Promise<void>
  stop(): Promise<void>
}

/** A series that goes on so far beyond is a new one. */
const newSeries = 1e9

const dayMs = 86_400_000
const hours = (ms: number): number => Math.round(ms / 3_600_000)

function gapWords({ series, from, to }: Gap): { lost: number; detail: string } {
  const lost = to - from + 1
  return lost > newSeries
    ? { lost: 0, detail: `its spool was taken away: the ${series} series ended at ${from - 1}` }
    : { lost, detail: `${series} records ${from} to ${to} never came` }
}

export function startAgentWatch(parts: Parts): AgentWatch {
  const { journal, agents, product, now, log } = parts
  const startedAt = now()
  /** Gaps by when they were seen first: what is on its way may still come. */
  const gapsSeen = new Map<string, number>()
  let tickedSlot = Math.floor(now() / limits.clockTickMs)
  let looking: Promise<void> = Promise.resolve()

  const originOf = ({ id, hostname: name }: Endpoint): Origin => ({
    product,
    device: { uid: id, hostname: name, type_id: 0 },
  })

  /** Tells once: the source is its identity. */
  async function tell(
    source: string,
    endpoint: Endpoint,
    facts: { readonly reason: string; readonly detail: string; readonly lost: number },
  ): Promise<void> {
    if (journal.lastSeq(source) > 0) return
    const event = applicationError(originOf(endpoint), {
      ...{ uid: source, time: now(), sensor: 'agent' },
      ...facts,
    })
    await journal.appendEvents(oneEvent(source, event))
  }

  async function lookForSilence(endpoint: Endpoint, known: readonly Life[]) {
    const life = known.find(({ agent }) => agent === endpoint.id)
    if (!life || life.isStopped) return
    const heardAt = Math.max(life.lastAt, endpoint.last_seen_at ?? 0)
    const silentMs = now() - heardAt
    const facts = {
      lost: 0,
      detail: `last heard ${new Date(heardAt).toISOString()}, ${hours(silentMs)} hours ago`,
    }
    if (silentMs >= limits.agentSilentMs)
      await tell(`silent:${endpoint.id}:${life.lastAt}`, endpoint, { reason: 'silent', ...facts })
    if (silentMs >= limits.agentLongSilentMs)
      await tell(`long-silent:${endpoint.id}:${life.lastAt}`, endpoint, {
        reason: 'silent for days',
        ...facts,
      })
  }

  async function lookForGaps(endpoint: Endpoint): Promise<void> {
    for (const gap of gapsIn(journal.seqRanges(endpoint.id))) {
      const source = `gap:${endpoint.id}:${gap.from}-${gap.to}`
      const seenAt = gapsSeen.get(source) ?? now()
      gapsSeen.set(source, seenAt)
      if (now() - seenAt < limits.agentGapMs) continue
      await tell(source, endpoint, { reason: 'sequence gap', ...gapWords(gap) })
    }
  }

  /**
   * An event that says nothing but that time has passed. Its number follows from the time alone: of several nodes that say it one is
   * heard. A source for each day keeps the holes of one that did not run few.
   */
  async function tick(): Promise<void> {
    const slot = Math.floor(now() / limits.clockTickMs)
    if (slot <= tickedSlot) return
    tickedSlot = slot
    const day = Math.floor((slot * limits.clockTickMs) / dayMs)
    const source = `${clockPrefix}${day}`
    const seq = slot - Math.ceil((day * dayMs) / limits.clockTickMs) + 1
    if (journal.lastSeq(source) >= seq) return
    const device = { uid: 'collector', hostname: hostname(), type_id: 0 }
    const event = applicationLifecycle(
      { product, device },
      { uid: `${source}:${seq}`, time: now(), activity: 'Report' },
    )
    await journal.appendEvents(oneEvent(source, event, seq))
  }

  async function lookOnce(): Promise<void> {
    await tick()
    // An agent that was not heard because this collector did not run had no chance to be.
    const isSettled = now() - startedAt >= limits.agentGapMs
    const known = agents.lives()
    for (const endpoint of agents.list()) {
      await lookForGaps(endpoint)
      if (isSettled) await lookForSilence(endpoint, known)
    }
  }

  const look = (): Promise<void> => {
    looking = looking.then(lookOnce).catch((error: unknown) => {
      log.error({ err: error }, 'agents could not be looked after; tried again')
    })
    return looking
  }
  const timer = setInterval(look, limits.agentWatchMs).unref()
  return {
    look,
    stop: () => {
      clearInterval(timer)
      return looking
    },
  }
}
