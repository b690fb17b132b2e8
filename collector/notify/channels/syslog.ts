/** Sends each alert as one syslog message (RFC 5424) in CEF or OCSF JSON, over UDP (RFC 5426), TCP (RFC 6587, octet counting) or TLS (RFC 5425). */
import { createSocket } from 'node:dgram'
import { connect, isIP, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import Type from 'typebox'
import type { Severity } from '../../../events/ocsf.ts'
import { cefOf } from '../cef.ts'
import { channel } from '../channel.ts'
import { incidentOf } from '../incident.ts'
import type { AlertNote, Message } from '../message.ts'
import { readSecret } from '../secret.ts'

const timeoutMs = 10_000
/** Syslog severities (RFC 5424, table 2). */
const severities: Record<Severity, number> = {
  critical: 2,
  high: 3,
  medium: 4,
  low: 5,
  informational: 6,
}

const printable = (text: string, most: number): string =>
  text.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, most) || '-'

/** One message without framing; `text` goes as it is, in UTF-8. */
export function syslogLine(
  {
    severity,
    facility,
    time,
    id,
  }: { severity: Severity; facility: number; time: number; id: string },
  text: string,
): string {
  const stamp = new Date(time).toISOString()
  const head = [
    stamp,
    printable(hostname(), 255),
    'clientkeep',
    process.pid,
    printable(id, 32),
    '-',
  ]
  return `<${facility * 8 + severities[severity]}>1 ${head.join(' ')} ${text.replaceAll(/[\r\n]+/g, ' ')}`
}

/** Resolves when the other side's system has taken the bytes; syslog knows no other acknowledgement. */
function flush(socket: Socket, bytes: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the receiver does not read')))
    socket.once('error', reject)
    socket.end(bytes, resolve)
  })
}

const counted = (line: string): string => `${Buffer.byteLength(line)} ${line}`

function sendUdp(
  lines: readonly string[],
  { host, port }: { host: string; port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.once('error', reject)
    const next = (index: number): void => {
      const line = lines[index]
      if (line === undefined) socket.close(() => resolve())
      else socket.send(line, port, host, error => (error ? reject(error) : next(index + 1)))
    }
    next(0)
  })
}

export const syslog = channel({
  name: 'syslog',
  summary: 'RFC 5424 to a SIEM, in CEF or OCSF JSON',
  options: Type.Object({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, default: 514 }),
    transport: Type.Union([Type.Literal('udp'), Type.Literal('tcp'), Type.Literal('tls')], {
      default: 'tcp',
    }),
    ca_file: Type.Optional(
      Type.String({ description: "Certificates to trust instead of the system's" }),
    ),
    format: Type.Union([Type.Literal('cef'), Type.Literal('ocsf')], { default: 'ocsf' }),
    facility: Type.Integer({ minimum: 0, maximum: 23, default: 13, description: '13: log audit' }),
  }),
  async start({ options, version, environment }) {
    const { host, port, transport, format, facility } = options
    const ca = readSecret({ file: options.ca_file }, { what: 'syslog', environment })
    const bodyOf = (note: AlertNote, message: Message): string =>
      format === 'cef'
        ? cefOf(note, version)
        : JSON.stringify(incidentOf(note, { message, version }))
    const linesOf = (message: Message): string[] => {
      if (message.kind === 'test')
        return [
          syslogLine(
            { severity: 'informational', facility, time: message.time, id: 'test' },
            'Clientkeep test: this channel works',
          ),
        ]
      return message.alerts.map(note =>
        syslogLine(
          { severity: note.severity, facility, time: message.time, id: note.news },
          bodyOf(note, message),
        ),
      )
    }
    const write = async (lines: readonly string[]): Promise<void> => {
      if (transport === 'udp') return sendUdp(lines, { host, port })
      // An address is no server name; the certificate is checked against it all the same.
      const name = isIP(host) === 0 ? { servername: host } : {}
      const socket =
        transport === 'tls'
          ? connectTls({ host, port, ...name, ...(ca === undefined ? {} : { ca }) })
          : connect({ host, port })
      await flush(socket, lines.map(counted).join(''))
    }
    return {
      send: message => write(linesOf(message)),
      tell: ({ kind, time, data }) =>
        write([syslogLine({ severity: 'medium', facility, time, id: kind }, JSON.stringify(data))]),
      stop: async () => {},
    }
  },
})
