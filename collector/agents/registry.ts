/** Enrolled agents: their keys, when they were last heard, what they said is weaker than it should be. */
import { importJWK, jwtVerify } from 'jose'
import Value from 'typebox/value'
import { ApplicationError, ApplicationLifecycle } from '../../events/agent-health.ts'
import type { Endpoint } from '../../events/endpoints.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import { agentAudience } from '../../events/wire.ts'
import type { Decision } from '../journal/decisions.ts'
import type { Database } from '../store/database.ts'
import { openAssertions } from './assertions.ts'
import { type Life, openLives } from './lives.ts'
import { openNonces } from './nonces.ts'
import { openReports } from './reports.ts'

/** An agent polls for policy at least this often, so silence beyond it means that it is gone. */
const silentMs = 40_000

interface AgentRow {
  readonly id: string
  readonly key_x: string
  readonly hostname: string
  readonly platform: string
  readonly version: string
  readonly enrolled_ms: number
  readonly revoked_ms: number | null
}

export interface Agents {
  /**
   * The agent that signed the assertion (RFC 7523), which no other connection has used and which has a nonce of ours. Throws Fault
   * ERR_AGENT_UNKNOWN or ERR_AGENT_NONCE.
   */
  authenticate(assertion: string, connection: object): Promise<string>
  /** The nonce that the next assertion has to carry. */
  nonce(): string
  /** Notes that an agent was heard; true when it was silent before or has another policy now. */
  heard(id: string, policyVersion?: number): boolean
  list(): Endpoint[]
  /** When those that were not revoked last said something that the journal has. */
  lives(): readonly Life[]
  counts(): { readonly online: number; readonly enrolled: number }
  /** The agent with this key, and whether it was revoked. */
  byKey(x: string): { readonly id: string; readonly isRevoked: boolean } | undefined
  has(id: string): boolean
  /** The name that it enrolled with; undefined where there is no such agent. */
  hostname(id: string): string | undefined
  apply(decision: Decision): void
  /** A start clears what was weaker before, an error adds to it, a report says how all sensors are. True when pages show it. */
  applyHealth(event: unknown, source: string): boolean
}

function statements(database: Database) {
  return {
    get: database.prepare<[string], AgentRow>('SELECT * FROM agent WHERE id = ?'),
    byKey: database.prepare<[string], AgentRow>('SELECT * FROM agent WHERE key_x = ?'),
    list: database.prepare<[], AgentRow>(
      'SELECT * FROM agent WHERE revoked_ms IS NULL ORDER BY hostname, id',
    ),
    revoke: database.prepare<[number, string]>('UPDATE agent SET revoked_ms = ? WHERE id = ?'),
    add: database.prepare<[string, string, string, string, string, number]>(
      `INSERT INTO agent (id, key_x, hostname, platform, version, enrolled_ms)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
         hostname = excluded.hostname, platform = excluded.platform, version = excluded.version`,
    ),
    degraded: database.prepare<[string], { sensor: string; reason: string; at: number }>(
      'SELECT sensor, reason, at_ms AS at FROM degradation WHERE agent = ? ORDER BY at_ms DESC',
    ),
    degrade: database.prepare<[string, string, string, number, number]>(
      `INSERT INTO degradation VALUES (?, ?, ?, ?, ?) ON CONFLICT (agent, sensor, reason) DO UPDATE SET
         lost = lost + excluded.lost, at_ms = excluded.at_ms`,
    ),
    unsilence: database.prepare<[string]>(
      `DELETE FROM degradation WHERE agent = ? AND sensor = 'agent' AND reason LIKE 'silent%'`,
    ),
    renew: database.prepare<[string, string]>('UPDATE agent SET version = ? WHERE id = ?'),
    clear: database.prepare<[string]>('DELETE FROM degradation WHERE agent = ?'),
  }
}

const refused = (cause?: unknown) =>
  new Fault(
    'ERR_AGENT_UNKNOWN',
    'this agent is not known here or its assertion is not valid; enrol it again',
    { cause },
  )

const needNonce = new Fault(
  'ERR_AGENT_NONCE',
  'the assertion has no nonce of this collector that is in force; sign another with the one that this answer carries. An agent that does not do that is older than its collector: update it, it keeps its events until then',
)

/** Reads the agent's id from an assertion that is not verified yet. */
function claimedAgent(assertion: string): string {
  const payload: unknown = JSON.parse(
    Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString() || 'null',
  )
  return typeof payload === 'object' && payload !== null && 'sub' in payload
    ? String(payload.sub)
    : ''
}

export function openAgents(database: Database, now: () => number): Agents {
  const sql = statements(database)
  const lives = openLives(database, now)
  const reports = openReports(database)
  const lastHeard = new Map<string, { at: number; policyVersion: number }>()
  const isOnline = (id: string) => now() - (lastHeard.get(id)?.at ?? 0) < silentMs

  const assertions = openAssertions(now)
  const nonces = openNonces(now)
  const lifeMs = limits.assertionMs + limits.clockSkewMs

  return {
    authenticate: async (assertion, connection) => {
      const known = assertions.find(assertion, connection)
      if (known === 'replayed') throw refused('replayed')
      if (known !== undefined) return known
      try {
        const row = sql.get.get(claimedAgent(assertion))
        if (!row || row.revoked_ms !== null) throw refused()
        const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: row.key_x }, 'EdDSA')
        const { payload } = await jwtVerify(assertion, key, {
          algorithms: ['EdDSA'],
          audience: agentAudience,
          issuer: row.id,
          subject: row.id,
          requiredClaims: ['exp', 'iat', 'jti'],
          maxTokenAge: limits.assertionMs / 1000,
          clockTolerance: limits.clockSkewMs / 1000,
          currentDate: new Date(now()),
        })
        if (!nonces.isGood(payload.nonce)) throw needNonce
        // The same one may have come on another connection meanwhile.
        if (assertions.find(assertion, connection) === 'replayed') throw refused('replayed')
        if (sql.get.get(row.id)?.revoked_ms !== null) throw refused()
        const until = Math.min(now() + lifeMs, (payload.exp ?? 0) * 1000 + limits.clockSkewMs)
        assertions.keep(assertion, { agent: row.id, connection, until })
        return row.id
      } catch (error) {
        throw error instanceof Fault ? error : refused(error)
      }
    },
    nonce: nonces.current,
    heard: (id, policyVersion) => {
      const wasOnline = isOnline(id)
      const before = lastHeard.get(id)?.policyVersion ?? 0
      const after = policyVersion ?? before
      lastHeard.set(id, { at: now(), policyVersion: after })
      return !wasOnline || after !== before
    },
    list: () =>
      sql.list.all().map(row => ({
        id: row.id,
        hostname: row.hostname,
        platform: row.platform,
        version: row.version,
        enrolled_at: row.enrolled_ms,
        last_seen_at: lastHeard.get(row.id)?.at ?? null,
        online: isOnline(row.id),
        policy_version: lastHeard.get(row.id)?.policyVersion ?? 0,
        degraded: sql.degraded.all(row.id),
        report: reports.of(row.id),
      })),
    lives: lives.list,
    counts: () => {
      const agents = sql.list.all()
      const online = agents.filter(({ id }) => isOnline(id)).length
      return { online, enrolled: agents.length }
    },
    byKey: x => {
      const row = sql.byKey.get(x)
      return row && { id: row.id, isRevoked: row.revoked_ms !== null }
    },
    hostname: id => sql.get.get(id)?.hostname,
    has: id => sql.get.get(id)?.revoked_ms === null,
    apply: decision => {
      if (decision.kind === 'agent.revoked') {
        sql.revoke.run(decision.time, decision.data.agent)
        assertions.forget(decision.data.agent)
        return
      }
      if (decision.kind !== 'agent.enrolled') return
      const { agent, key, hostname, platform, version } = decision.data
      sql.add.run(agent, key.x, hostname, platform, version, decision.time)
    },
    applyHealth: (event, source) => {
      if (Value.Check(ApplicationLifecycle, event)) {
        const { time, activity_name, app, unmapped } = event
        const isStart = activity_name === 'Start'
        const agent = sql.get.get(source)
        if (agent) lives.sign(source, { time, isStop: activity_name === 'Stop' })
        if (agent && isStart) sql.renew.run(app.version, source)
        const health = agent && unmapped?.clientkeep.health
        const isKept = health !== undefined && reports.keep(source, time, health)
        const cleared = isStart ? sql.clear.run(source) : sql.unsilence.run(source)
        return isStart || isKept || cleared.changes > 0
      }
      if (!Value.Check(ApplicationError, event)) return false
      const { sensor, reason, lost } = event.unmapped.clientkeep.degradation
      // What the collector says of an agent is about the agent.
      const agent = source.includes(':') ? event.device.uid : source
      sql.degrade.run(agent, sensor, reason, lost, event.time)
      return true
    },
  }
}
