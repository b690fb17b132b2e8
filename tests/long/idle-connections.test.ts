/** Ten thousand connections that say nothing, or only half of a request, while agents hand in and somebody asks. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { prepare } from '../cluster/load.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, startRig } from '../collector/harness.ts'
import { startProcess } from './node-process.ts'

const connections = 10_000
const atOnce = 200

afterEach(cleanUp)

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.on('error', () => {})
  return socket
}

it('ten thousand idle connections keep nobody from being served, and are closed after their time', async () => {
  const rig = await startRig()
  await fillCompany(rig)
  const load = { people: ['anna'], batches: 20, perBatch: 50, start: Date.now() - 30_000_000 }
  const [work] = await prepare(rig, load)
  await rig.collector.close()
  const node = await startProcess(rig.dir)
  const sockets: Socket[] = []
  try {
    const port = Number(new URL(node.url).port)
    while (sockets.length < connections)
      sockets.push(...(await Promise.all(Array.from({ length: atOnce }, () => open(port)))))
    for (const socket of sockets.slice(0, connections / 2))
      socket.write('GET /healthz HTTP/1.1\r\nHost: 127')
    const closed = sockets.map(socket => once(socket, 'close'))
    for (const socket of sockets) socket.resume()
    for (const records of work?.batches ?? []) {
      expect(await (await fetch(`${node.url}/healthz`)).json()).toEqual({ alive: true })
      if (work) expect(await node.post(work.agent, records)).toMatchObject({ status: 200 })
    }
    await Promise.all(closed)
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
  } finally {
    for (const socket of sockets) socket.destroy()
    await node.end()
  }
})
