/** A command that meets a running collector of another version. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withCollector } from '../../cli/console.ts'
import { version } from '../../cli/version.ts'

let dir: string
let server: Server

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'clientkeep-version-'))
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"what_it_was_called_before":[]}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.close()
  rmSync(dir, { recursive: true, force: true })
})

function runs(more: object): void {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const running = { url: `http://127.0.0.1:${port}`, pid: process.pid, ...more }
  writeFileSync(join(dir, 'running.json'), JSON.stringify(running))
}

const ask = () =>
  withCollector(dir, async console => {
    const answer = await console.get('/api/v1/people')
    return Value.Parse(Type.Object({ people: Type.Array(Type.String()) }), answer)
  })

it.each([
  [{ version: '0.0.1' }, 'version 0.0.1'],
  [{}, 'version before 0.1.0'],
])('says so where an answer cannot be read (%o), and what to do', async (more, words) => {
  runs(more)
  await expect(ask()).rejects.toMatchObject({
    code: 'ERR_COLLECTOR_UNREACHABLE',
    message: expect.stringContaining(words),
  })
  await expect(ask()).rejects.toThrow('restart the collector')
})

it('is a bug where the version is the same', async () => {
  runs({ version })
  await expect(ask()).rejects.not.toHaveProperty('code', 'ERR_COLLECTOR_UNREACHABLE')
})
