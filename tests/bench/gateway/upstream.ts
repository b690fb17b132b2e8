/** The application of the gateway's bench, as a process of its own: `/page/N` and nothing else. Tells its port on standard output. */
import { createServer } from 'node:http'
import { pageCount, pageOf } from './pages.ts'

const pages = Array.from({ length: pageCount }, (_, number) => pageOf(number))
const server = createServer((request, reply) => {
  const page = pages[Number(request.url?.split('/').at(-1)) % pageCount] ?? Buffer.alloc(0)
  reply.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': page.length,
  })
  reply.end(page)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(JSON.stringify({ port: typeof address === 'object' ? address?.port : 0 }))
})
