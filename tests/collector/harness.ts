/** A collector in a folder of its own, called in process as the console would; and agents that speak to it over real HTTP. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { pino } from 'pino'
import { type Collector, type CollectorOptions, startCollector } from '../../collector/main.ts'
import { agentAudience } from '../../events/wire.ts'

export interface Answer<T> {
  readonly status: number
  readonly body: T
}

export interface Rig {
  readonly dir: string
  readonly collector: Collector
  /** A call with the console's key; `body` objects go as JSON, text as CSV. */
  call<T = unknown>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: object | string,
  ): Promise<Answer<T>>
  /** Closes the collector and starts another on the same folder. */
  restart(): Promise<Rig>
}

const open: Collector[] = []
const folders: string[] = []

/** A fresh folder that `cleanUp` removes. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-test-'))
  folders.push(dir)
  return dir
}

/** Closes what the test opened. */
export async function cleanUp(): Promise<void> {
  for (const collector of open.splice(0)) await collector.close()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
}

/** Starts a collector; it does not listen unless told to. */
export async function startRig(options: Partial<CollectorOptions> = {}): Promise<Rig> {
  const dir = options.dir ?? tempDir()
  const collector = await startCollector({
    dir,
    mode: 'real',
    version: '0.0.0-test',
    dashboardDir: join(dir, 'no-dashboard'),
    log: pino({ level: 'silent' }),
    port: 0,
    ...options,
  })
  open.push(collector)
  return {
    dir,
    collector,
    call: async (method, url, body) => {
      const reply = await collector.app.inject({
        method,
        url,
        headers: {
          host: '127.0.0.1',
          authorization: `Bearer ${collector.parts.consoleKey}`,
          ...(typeof body === 'string' ? { 'content-type': 'text/csv' } : {}),
        },
        ...(body === undefined ? {} : { payload: body }),
      })
      return {
        status: reply.statusCode,
        body: reply.body === '' ? undefined : JSON.parse(reply.body),
      }
    },
    restart: async () => {
      open.splice(open.indexOf(collector), 1)
      await collector.close()
      return startRig({ ...options, dir })
    },
  }
}

/** An enrolled agent without a process: it signs assertions and posts batches. */
export async function enrolAgent(rig: Rig) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const { kty, crv, x } = await exportJWK(publicKey)
  const token = rig.collector.parts.access.newEnrolToken()
  const enrolled = await rig.call<{ agent_id: string }>('POST', '/api/v1/agents/enrol', {
    token,
    key: { kty, crv, x },
    hostname: 'lt-0231',
    platform: 'linux x64',
    version: '0.0.0-test',
  })
  const id = enrolled.body.agent_id
  const assertion = (
    claims: {
      sub?: string
      aud?: string
      expiresIn?: string
      issuedAt?: number
      /** Of whom it is for; null for none. */
      nonce?: string | null
    } = {},
  ) =>
    new SignJWT(
      claims.nonce === null ? {} : { nonce: claims.nonce ?? rig.collector.parts.agents.nonce() },
    )
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(id)
      .setSubject(claims.sub ?? id)
      .setAudience(claims.aud ?? agentAudience)
      .setIssuedAt(claims.issuedAt)
      .setJti(randomUUID())
      .setExpirationTime(claims.expiresIn ?? '60s')
      .sign(privateKey)
  const nonceOf = ({ collector }: Rig) => collector.parts.agents.nonce()
  const post = async (records: readonly unknown[], bearer?: string, to: Rig = rig) => {
    const reply = await to.collector.app.inject({
      method: 'POST',
      url: '/api/v1/agents/events',
      headers: {
        host: '127.0.0.1',
        authorization: `Bearer ${bearer ?? (await assertion({ nonce: nonceOf(to) }))}`,
        'content-type': 'application/x-ndjson',
      },
      payload: records
        .map(record => (typeof record === 'string' ? record : JSON.stringify(record)))
        .join('\n'),
    })
    return { status: reply.statusCode, body: JSON.parse(reply.body) }
  }
  return { id, assertion, post }
}

const looksMin = 100

/** Resolves with the first value of `look` that is not undefined; fails after twenty seconds in which it was looked often: a machine that stood still is no fault. */
export async function eventually<T>(
  look: () => Promise<T | undefined> | T | undefined,
  what: string,
): Promise<T> {
  const deadline = Date.now() + 20_000
  for (let looks = 1; ; looks += 1) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadline && looks > looksMin)
      throw new Error(`waited twenty seconds for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
