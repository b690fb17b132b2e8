/** The peer: @fastify/http-proxy alone, in front of the port that is given. Tells its port on standard output. */
import httpProxy from '@fastify/http-proxy'
import Fastify from 'fastify'

const app = Fastify()
await app.register(httpProxy, { upstream: `http://127.0.0.1:${process.argv[2]}` })
const url = await app.listen({ port: 0, host: '127.0.0.1' })
console.log(JSON.stringify({ port: Number(new URL(url).port) }))
