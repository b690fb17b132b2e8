/** A gigabyte through the gateway: byte for byte, read on the way, and in no more memory than a tenth of it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, get, type Server } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, it } from 'vitest'

const totalBytes = 1024 ** 3
const settledBytes = 64 * 1024 ** 2
const grownMbMax = 160

let server: Server
let child: ChildProcess

afterAll(() => {
  child?.kill()
  server?.close()
})

/** Resident memory of a process, MB. */
const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

it('a gigabyte of rows passes in flat memory', { timeout: 900_000 }, async () => {
  const row = (at: number) => `${at};some text of a row that nobody knows;${at * 7919}\n`
  const piece = Buffer.from(Array.from({ length: 3000 }, (_, at) => row(at)).join(''))
  const sent = createHash('sha256')
  server = createServer((_, reply) => {
    reply.writeHead(200, {
      'content-type': 'text/csv',
      'content-disposition': 'attachment; filename="all.csv"',
    })
    let bytes = 0
    const more = () => {
      while (bytes < totalBytes) {
        bytes += piece.length
        sent.update(piece)
        if (!reply.write(piece)) {
          reply.once('drain', more)
          return
        }
      }
      reply.end()
    }
    more()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const upstream = typeof address === 'object' ? address?.port : 0
  child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'gateway-forever.ts'), String(upstream)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = child.stdout ? await once(createInterface(child.stdout), 'line') : ['']
  const { port, cookie } = JSON.parse(line)
  const [reply] = await once(
    get(`http://127.0.0.1:${port}/all`, { headers: { cookie } }),
    'response',
  )
  const heard = createHash('sha256')
  let bytes = 0
  let settledMb = 0
  let mostMb = 0
  for await (const part of reply) {
    heard.update(part)
    const isNext =
      Math.floor(bytes / settledBytes) !== Math.floor((bytes + part.length) / settledBytes)
    bytes += part.length
    if (!isNext) continue
    const mb = residentMb(child.pid ?? 0)
    if (settledMb === 0) settledMb = mb
    mostMb = Math.max(mostMb, mb)
  }
  expect(bytes).toBeGreaterThanOrEqual(totalBytes)
  expect(heard.digest('hex')).toBe(sent.digest('hex'))
  console.info(`${Math.round(settledMb)} MB after 64 MB, ${Math.round(mostMb)} MB at most`)
  expect(mostMb - settledMb).toBeLessThan(grownMbMax)
})
