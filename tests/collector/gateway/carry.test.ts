/** Bytes that are carried to a browser, and a browser that goes away. */
import { once } from 'node:events'
import { createServer, get, type ServerResponse } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { ended, Gone, write } from '../../../collector/gateway/carry.ts'

const server = createServer()
afterEach(() => {
  server.close()
})

it('an answer whose browser is gone already ends as one that was not taken', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const asked = get({ host: '127.0.0.1', port }).on('error', () => {})
  const [, response]: [unknown, ServerResponse] = await new Promise(resolve => {
    server.once('request', (...both) => resolve(both))
  })
  asked.destroy()
  await once(response, 'close')
  await expect(write(response, Buffer.from('x'))).rejects.toThrow(Gone)
  expect(await ended(response)).toBe(false)
})
