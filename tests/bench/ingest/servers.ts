/** Starts what is measured: our collector as it is installed, Redis, syslog-ng, a plain HTTP path; each a process of its own in a folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { agentAudience, nonceHeader } from '../../../events/wire.ts'
import { needPackages } from '../debian.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const packages = [
  ['redis-server', '/usr/bin/redis-server'],
  ['syslog-ng-core', '/usr/sbin/syslog-ng'],
] as const
const started: ChildProcess[] = []

/** Ends whatever still runs. */
export function stopServers(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL')
}

/** Installs Debian's packages of the peers, or says which are missing. */
export const needPeers = (): void => needPackages(packages)

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

function start(file: string, args: readonly string[]): ChildProcess {
  const env = { ...process.env }
  delete env.NODE_COMPILE_CACHE
  const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] })
  started.push(child)
  return child
}

/** The first line of output that fits. */
async function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const found = pattern.exec(line)?.[1]
    if (found !== undefined) return found
  }
  throw new Error(`ended before it said ${pattern}`)
}

export interface Server {
  readonly port: number
  /** Of the process that does the work. */
  readonly pid: number
  stop(): Promise<void>
}

const stopping = (child: ChildProcess, pid: number) => async () => {
  const ended = once(child, 'exit')
  process.kill(pid, 'SIGTERM')
  await ended
}

/** An enrolled agent, with how to sign for it. */
export interface BenchAgent {
  readonly id: string
  /** Its private key, PKCS #8 in PEM. */
  readonly key: string
  /** Signed for the collector that gave the nonce. */
  bearer(nonce: string): string
}

/** What agents of the collector at this port have to sign. */
export async function nonceAt(port: number): Promise<string> {
  const { headers } = await fetch(`http://127.0.0.1:${port}/api/v1/agents/policy`)
  return headers.get(nonceHeader) ?? ''
}

/** An agent that was enrolled with this private key. */
export function agentOf(id: string, key: string): BenchAgent {
  const privateKey = createPrivateKey(key)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    ...{ id, key },
    bearer: nonce => {
      const iat = Math.floor(Date.now() / 1000)
      const claims = { iss: id, sub: id, aud: agentAudience, iat, exp: iat + 60, nonce }
      const text = `${part({ alg: 'EdDSA' })}.${part({ ...claims, jti: randomUUID() })}`
      return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
    },
  }
}

export interface BenchCollector extends Server {
  enrol(): Promise<BenchAgent>
  /** A number of `/metrics`. */
  metric(name: string): Promise<number>
}

export async function startCollector(dir: string): Promise<BenchCollector> {
  const child = start(process.execPath, [
    join(root, 'setup.mjs'),
    ...['collector', '--data', dir, '--port', '0'],
  ])
  const url = await said(child, /ready at (\S+)/)
  const running: { pid: number } = JSON.parse(readFileSync(join(dir, 'running.json'), 'utf8'))
  const key = readFileSync(join(dir, 'console.key'), 'utf8').trim()
  const post = async (path: string, body?: object): Promise<Record<string, string>> => {
    const reply = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    })
    if (!reply.ok) throw new Error(`${path}: HTTP ${reply.status}: ${await reply.text()}`)
    return JSON.parse(await reply.text())
  }
  return {
    port: Number(new URL(url).port),
    pid: running.pid,
    stop: stopping(child, running.pid),
    enrol: async () => {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519')
      const { x } = publicKey.export({ format: 'jwk' })
      const { token } = await post('/api/v1/enrolment-tokens')
      const about = { hostname: 'bench', platform: 'linux', version: '0' }
      const body = { token, key: { kty: 'OKP', crv: 'Ed25519', x }, ...about }
      const { agent_id: id = '' } = await post('/api/v1/agents/enrol', body)
      return agentOf(id, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
    },
    metric: async name => {
      const text = await (await fetch(new URL('/metrics', url))).text()
      return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
    },
  }
}

export async function startRedis(dir: string): Promise<Server> {
  mkdirSync(dir, { recursive: true })
  const port = await freePort()
  const child = start('/usr/bin/redis-server', [
    ...['--port', String(port), '--dir', dir, '--appendonly', 'yes', '--appendfsync', 'always'],
    ...['--save', '', '--auto-aof-rewrite-percentage', '0', '--daemonize', 'no'],
  ])
  await said(child, /(Ready to accept)/)
  child.stdout?.resume()
  const pid = child.pid ?? 0
  return { port, pid, stop: stopping(child, pid) }
}

export async function startPlain(dir: string): Promise<Server> {
  mkdirSync(dir, { recursive: true })
  const child = start(process.execPath, [
    ...['--import', join(root, 'runtime.mjs'), join(import.meta.dirname, 'plain.ts')],
    join(dir, 'plain.db'),
  ])
  const url = await said(child, /(http\S+)/)
  const pid = child.pid ?? 0
  return { port: Number(new URL(url).port), pid, stop: stopping(child, pid) }
}

/** syslog-ng from TCP to a file that it never syncs, fed by its own load generator; events a second. */
export async function measureSyslog(
  dir: string,
  { connections, seconds, bytes }: { connections: number; seconds: number; bytes: number },
): Promise<number> {
  mkdirSync(dir, { recursive: true })
  const port = await freePort()
  const config = join(dir, 'syslog-ng.conf')
  writeFileSync(
    config,
    `@version: 3.38
options { flush-lines(1000); };
source s { network(transport("tcp") port(${port}) ip(127.0.0.1) max-connections(100) log-iw-size(100000) flags(no-parse)); };
destination d { file("${join(dir, 'events.log')}" template("$MSG\\n") log-fifo-size(200000)); };
log { source(s); destination(d); flags(flow-control); };
`,
  )
  const child = start('/usr/sbin/syslog-ng', [
    ...[
      '-F',
      '-f',
      config,
      '-R',
      join(dir, 'persist'),
      '-c',
      join(dir, 'ctl'),
      '-p',
      join(dir, 'pid'),
    ],
  ])
  await delay(1500)
  const load = start('/usr/bin/loggen', [
    ...['-i', '-S', '--size', String(bytes), '--rate', '100000000', '--interval', String(seconds)],
    ...['--active-connections', String(connections), '127.0.0.1', String(port)],
  ])
  load.stdout?.resume()
  await once(load, 'exit')
  await delay(500)
  child.kill('SIGTERM')
  await once(child, 'exit')
  const lines = Number(
    execFileSync('wc', ['-l', join(dir, 'events.log')])
      .toString()
      .split(' ')[0],
  )
  return lines / seconds
}
