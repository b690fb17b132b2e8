/** Real Kafka brokers (KRaft, each also a controller) on free ports of this machine, for tests: start, stop, kill, start again. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { javaArgs } from './kafka-jars.ts'

export interface Brokers {
  /** `host:port` of each. */
  readonly addresses: readonly string[]
  /** The same where they take nothing but TLS and users. */
  readonly secureAddresses: readonly string[]
  /** Process ids. */
  pids(): readonly number[]
  /** Ends a broker as a crash does. */
  kill(index: number): Promise<void>
  /** Starts it again on what it left. */
  restart(index: number): Promise<void>
  /** Ends all and deletes what they wrote. */
  stop(): Promise<void>
}

interface Options {
  readonly count?: number
  readonly heapMb?: number
  /** For measuring: the compiler takes its time, too. */
  readonly isLong?: boolean
  /** Where the brokers listen, and the command line before `java` that starts them there; for tests that cut networks. */
  readonly host?: string
  readonly within?: readonly string[]
  /** Lets this user in over TLS, on a port beside the plain one. */
  readonly secure?: Secure
}

interface Secure {
  /** PEM. */
  readonly certificate: string
  readonly key: string
  readonly username: string
  readonly password: string
}

/** A listener beside the others: TLS, and users by SCRAM or PLAIN. */
const secureListener = ({ username, password }: Secure, dir: string): string =>
  `ssl.keystore.type=PEM
ssl.keystore.location=${dir}/server.pem
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
listener.name.safe.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";
listener.name.safe.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
`

const clusterId = 'MkU3OEVBNTcwNTJENDM2Qg'
const startMs = 60_000

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(server => once(server, 'listening')))
  const ports = servers.map(server => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

interface Node {
  readonly id: number
  readonly host: string
  readonly port: number
  readonly controllerPort: number
  readonly securePort: number
}

function properties(
  { id, host, port, controllerPort, securePort }: Node,
  all: readonly Node[],
  { dir, secure }: { dir: string; secure: Secure | undefined },
) {
  const safe = secure ? `,SAFE://${host}:${securePort}` : ''
  const replicas = Math.min(3, all.length)
  const voters = all.map(node => `${node.id}@${node.host}:${node.controllerPort}`).join(',')
  return `process.roles=broker,controller
node.id=${id}
controller.quorum.voters=${voters}
listeners=PLAINTEXT://${host}:${port},CONTROLLER://${host}:${controllerPort}${safe}
advertised.listeners=PLAINTEXT://${host}:${port}${safe}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SAFE:SASL_SSL
log.dirs=${dir}/data
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=${replicas}
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=${replicas}
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=${replicas}
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
num.network.threads=1
num.io.threads=2
log.cleaner.dedupe.buffer.size=2097152
log.cleaner.backoff.ms=2000
${secure ? secureListener(secure, dir) : ''}`
}

const isUp = ({ host, port }: Node): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host, port })
    socket.once('connect', () => socket.destroy().once('close', () => resolve(true)))
    socket.once('error', () => resolve(false))
  })

async function awaitStart(child: ChildProcess, node: Node, output: string): Promise<void> {
  for (const end = Date.now() + startMs; !(await isUp(node)); await pause(50)) {
    if (child.exitCode === null && Date.now() < end) continue
    throw new Error(`broker ${node.id} did not start: ${readFileSync(output, 'utf8').slice(-2000)}`)
  }
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** Starts brokers; resolves when each of them takes connections. */
export async function startBrokers({
  count = 1,
  heapMb = 256,
  isLong = false,
  host = '127.0.0.1',
  within = [],
  secure,
}: Options = {}): Promise<Brokers> {
  const root = mkdtempSync(join(tmpdir(), 'clientkeep-kafka-'))
  const ports = await freePorts(count * 3)
  const nodes: readonly Node[] = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    host,
    port: ports[index] ?? 0,
    controllerPort: ports[count + index] ?? 0,
    securePort: ports[2 * count + index] ?? 0,
  }))
  const children: (ChildProcess | undefined)[] = []

  const dirOf = ({ id }: Node) => join(root, String(id))

  async function launch(node: Node, index: number): Promise<void> {
    const dir = dirOf(node)
    const output = join(dir, 'output.log')
    const log = openSync(output, 'a')
    const [command = 'java', ...before] = [...within, 'java']
    const args = [
      ...before,
      ...javaArgs('kafka.Kafka', heapMb, isLong),
      join(dir, 'server.properties'),
    ]
    const child = spawn(command, args, { cwd: dir, stdio: ['ignore', log, log] })
    children[index] = child
    await awaitStart(child, node, output)
  }

  for (const node of nodes) {
    const dir = dirOf(node)
    mkdirSync(dir)
    const file = join(dir, 'server.properties')
    writeFileSync(file, properties(node, nodes, { dir, secure }))
    if (secure) writeFileSync(join(dir, 'server.pem'), `${secure.key}\n${secure.certificate}`)
    const user = secure && `[name=${secure.username},password=${secure.password}]`
    const scram = user ? ['--add-scram', `SCRAM-SHA-512=${user}`] : []
    const format = ['format', '-t', clusterId, '-c', file, ...scram]
    execFileSync('java', [...javaArgs('kafka.tools.StorageTool', 128), ...format], {
      cwd: dir,
      stdio: 'ignore',
    })
  }
  const stop = async () => {
    await Promise.all(children.map(end))
    rmSync(root, { recursive: true, force: true })
  }
  try {
    await Promise.all(nodes.map(launch))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    addresses: nodes.map(node => `${node.host}:${node.port}`),
    secureAddresses: nodes.map(node => `${node.host}:${node.securePort}`),
    pids: () => children.flatMap(child => child?.pid ?? []),
    kill: index => end(children[index]),
    restart: async index => {
      const node = nodes[index]
      if (node) await launch(node, index)
    },
    stop,
  }
}
