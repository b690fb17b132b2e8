/**
 * The gateway on pages of a CRM, each read for customers, beside nginx as a plain proxy and @fastify/http-proxy alone, in turns in the
 * same run; and the time from the last byte of an export to the verdict on it. A page counts once it was read: pages that wait hold new ones up.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { createServer } from 'node:net'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Pool } from 'undici'
import { atLeast, type BenchReport, below, figure, percentile, type Say } from '../report.ts'
import { exportCsv, pageCount, pageOf } from './pages.ts'

const rounds = 5
const seconds = 4
const connections = 16
const singles = 400
const exportMb = [1, 10, 50] as const
const nginxPath = '/usr/sbin/nginx'
const running: ChildProcess[] = []

interface Told {
  readonly port: number
  readonly cookie?: string
}

/** Starts a program of this folder; gives what it tells first. */
async function start(script: string, ...args: readonly (string | number)[]): Promise<Told> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.push(child)
  const [line] = await once(createInterface(child.stdout), 'line')
  return JSON.parse(line)
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function startNginx(dir: string, upstream: number): Promise<Told> {
  if (!existsSync(nginxPath)) throw new Error(`${nginxPath} is missing; install nginx-light`)
  const port = await freePort()
  mkdirSync(join(dir, 'logs'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${dir}/${name};`,
  )
  writeFileSync(
    join(dir, 'nginx.conf'),
    `daemon off; master_process off; pid ${dir}/pid; error_log ${dir}/logs/error.log;
events {}
http { access_log off; keepalive_requests 1000000; ${temporary.join(' ')}
upstream crm { server 127.0.0.1:${upstream}; keepalive 64; keepalive_requests 1000000; }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://crm; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  )
  const child = spawn(nginxPath, ['-p', dir, '-c', join(dir, 'nginx.conf')], { stdio: 'ignore' })
  running.push(child)
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/page/0`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return { port }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const expected = Array.from({ length: pageCount }, (_, number) => pageOf(number))
let nextPage = 0

/** Asks for one page and checks it; gives the milliseconds. */
async function askPage(pool: Pool, cookie: string | undefined): Promise<number> {
  const number = nextPage
  nextPage = (nextPage + 1) % pageCount
  const from = performance.now()
  const { statusCode, body } = await pool.request({
    path: `/page/${number}`,
    method: 'GET',
    headers: cookie === undefined ? {} : { cookie },
  })
  const bytes = Buffer.from(await body.arrayBuffer())
  const ms = performance.now() - from
  if (statusCode !== 200 || !bytes.equals(expected[number] ?? Buffer.alloc(0)))
    throw new Error(`page ${number}: status ${statusCode}, ${bytes.length} bytes`)
  return ms
}

async function perSecond({ port, cookie }: Told): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections })
  const until = performance.now() + seconds * 1000
  let count = 0
  const worker = async () => {
    while (performance.now() < until) {
      await askPage(pool, cookie)
      count += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  await pool.close()
  return count / seconds
}

async function oneByOne({ port, cookie }: Told): Promise<number[]> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1 })
  const times: number[] = []
  for (let at = 0; at < singles; at += 1) times.push(await askPage(pool, cookie))
  await pool.close()
  return times
}

const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Milliseconds from the last byte that the application sent to the gateway's refusal, by size. */
async function verdicts(
  ask: (mb: number) => Promise<number>,
): Promise<readonly (readonly [number, number])[]> {
  const out: (readonly [number, number])[] = []
  for (const mb of exportMb) {
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) times.push(await ask(mb))
    out.push([mb, median(times)])
  }
  return out
}

/** Serves exports in this process, so that it knows when the last byte went out. */
async function startExports() {
  let sentAt = 0
  const bodies = new Map(exportMb.map(mb => [mb, exportCsv(mb * 1e6)]))
  const server = createHttp((request, reply) => {
    const body = bodies.get(exportMb.find(mb => request.url === `/${mb}`) ?? 1) ?? Buffer.alloc(0)
    reply.writeHead(200, {
      'content-type': 'text/csv',
      'content-disposition': 'attachment; filename="customers.csv"',
      'content-length': body.length,
    })
    reply.end(body, () => {
      sentAt = performance.now()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { server, port, sentAt: () => sentAt }
}

async function measure(dir: string, say: Say) {
  const upstream = await start('upstream.ts')
  const exports = await startExports()
  const lanes = {
    gateway: await start('ours.ts', upstream.port, exports.port),
    nginx: await startNginx(dir, upstream.port),
    bare: await start('bare.ts', upstream.port),
    direct: upstream,
  }
  const rates = { gateway: [], nginx: [], bare: [], direct: [] } as Record<
    keyof typeof lanes,
    number[]
  >
  const names = ['gateway', 'bare', 'nginx', 'direct'] as const
  for (const name of names) await perSecond(lanes[name])
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const rate = await perSecond(lanes[name])
      rates[name].push(rate)
      say(`round ${round + 1}, ${name}: ${Math.round(rate)} pages/s`)
    }
  }
  const latencies = { gateway: 0, nginx: 0, bare: 0, direct: 0 }
  for (const name of names) latencies[name] = median(await oneByOne(lanes[name]))
  const { port, cookie = '' } = lanes.gateway
  const times = await verdicts(async mb => {
    const reply = await fetch(`http://localhost:${port}/${mb}`, { headers: { cookie } })
    await reply.arrayBuffer()
    if (reply.status !== 403) throw new Error(`an export of ${mb} MB was answered ${reply.status}`)
    return performance.now() - exports.sentAt()
  })
  exports.server.close()
  return { rates, latencies, times }
}

const versionOf = (name: string): string =>
  JSON.parse(
    readFileSync(
      join(import.meta.dirname, '..', '..', '..', 'node_modules', name, 'package.json'),
      'utf8',
    ),
  ).version

export async function gateway(say: Say): Promise<BenchReport> {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-bench-'))
  try {
    const { rates, latencies, times } = await measure(dir, say)
    const share = Math.round((median(rates.gateway) / median(rates.bare)) * 1000) / 10
    const added = (name: 'gateway' | 'nginx' | 'bare') => latencies[name] - latencies.direct
    const nginxVersion = execFileSync('sh', ['-c', `${nginxPath} -v 2>&1`]).toString()
    const nginx = { name: 'nginx, plain proxy', version: nginxVersion.trim().split('/')[1] ?? '' }
    const bare = { name: '@fastify/http-proxy, bare', version: versionOf('@fastify/http-proxy') }
    return {
      bench: 'gateway',
      goals: [
        figure('pages, each read for customers', median(rates.gateway), 'pages/s'),
        atLeast('of the throughput of the bare proxy', share, '%', 50),
        below('added to a page, p50', added('gateway'), 'ms', 5),
        ...times.map(([mb, ms]) =>
          mb === 10
            ? below('to the verdict on an export of 10 MB', ms, 'ms', 200)
            : figure(`to the verdict on an export of ${mb} MB`, ms, 'ms'),
        ),
      ],
      peers: [
        { ...bare, value: median(rates.bare), unit: 'pages/s' },
        { ...nginx, value: median(rates.nginx), unit: 'pages/s' },
        { ...bare, value: added('bare'), unit: 'ms added, p50' },
        { ...nginx, value: added('nginx'), unit: 'ms added, p50' },
      ],
      notes: [
        `${pageCount} different pages of ${expected[0]?.length} bytes with 20 customers each, ${connections} connections, ${rounds} rounds of ${seconds} s in turns, medians`,
        `${availableParallelism()} cores for load, application and proxy together; load average ${loadavg()[0]?.toFixed(1)} at the end`,
        `the application alone: ${Math.round(median(rates.direct))} pages/s`,
      ],
    }
  } finally {
    for (const child of running) child.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
