/** Real receivers on this machine: a web server, an SMTP server, syslog sockets. Each remembers what came in. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { createServer as createTcp } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

const closers: (() => Promise<void>)[] = []

/** Stops all receivers. */
export async function stopReceivers(): Promise<void> {
  for (const close of closers.splice(0)) await close()
}

const portOf = (address: unknown): number =>
  typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0

export interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A web server; `answer` says the status of the nth delivery, from 0. */
export async function webReceiver(answer: (index: number) => number = () => 204) {
  const deliveries: Delivery[] = []
  let tries = 0
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      const status = answer(tries)
      tries += 1
      if (status < 300) deliveries.push({ headers: request.headers, body })
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(
    () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  )
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/hook`,
    deliveries,
    tries: () => tries,
    messages: () => deliveries.map(({ body }) => JSON.parse(body)),
  }
}

/** An SMTP server. */
export async function mailReceiver(options: SMTPServerOptions = {}) {
  const mails: { from: string; to: string[]; text: string; user: unknown }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    ...options,
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text,
          user: session.user,
        })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise(resolve => server.close(() => resolve())))
  return { port: portOf(server.server.address()), mails }
}

/** Octet-counted syslog over TCP (RFC 6587, 3.4.1). */
export async function tcpReceiver() {
  let text = ''
  const server = createTcp(socket => {
    socket.on('data', chunk => {
      text += chunk.toString()
    })
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => new Promise(resolve => server.close(() => resolve())))
  const messages = (): string[] => {
    const found: string[] = []
    let rest = Buffer.from(text)
    for (;;) {
      const head = /^(\d+) /.exec(rest.toString())
      if (!head?.[1]) return found
      const start = head[0].length
      const size = Number(head[1])
      found.push(rest.subarray(start, start + size).toString())
      rest = rest.subarray(start + size)
    }
  }
  return { port: portOf(server.address()), messages }
}

/** Syslog over UDP. */
export async function udpReceiver() {
  const messages: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', message => messages.push(message.toString()))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  closers.push(() => new Promise(resolve => socket.close(() => resolve())))
  return { port: socket.address().port, messages: () => messages }
}
