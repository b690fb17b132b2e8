/** Posts messages as JSON, signed as Standard Webhooks (standardwebhooks.com, 1.0.0) say, so that existing libraries verify them. */
import { createHmac } from 'node:crypto'
import Type from 'typebox'
import { Fault } from '../../../events/fault.ts'
import { channel, Refused } from '../channel.ts'
import type { Message } from '../message.ts'
import { readSecret } from '../secret.ts'

const timeoutMs = 10_000
/** Statuses (RFC 9110, 6585) that mean: later, perhaps. */
const transient = new Set([408, 409, 425, 429])

/** The key's bytes: base64 after `whsec_`, else the text as it is. */
const keyOf = (secret: string): Buffer =>
  secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)

/** The headers of a delivery: id, time in seconds, HMAC-SHA256 over both and the body. */
function signatureHeaders(
  { id, body, seconds }: { id: string; body: string; seconds: number },
  secret: string,
): Record<string, string> {
  const signature = createHmac('sha256', keyOf(secret))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  }
}

const bodyOf = ({ id, time, kind, alerts, more }: Message): string =>
  JSON.stringify({ id, time, type: `clientkeep.${kind}`, alerts, more })

export const webhook = channel({
  name: 'webhook',
  summary: 'JSON by POST, signed with HMAC-SHA256 and a timestamp',
  options: Type.Object({
    url: Type.String({
      pattern: '^https?://',
      description: 'Where messages are posted; redirects are not followed',
    }),
    secret_file: Type.Optional(Type.String({ description: 'File with the signing secret' })),
    secret_env: Type.Optional(Type.String({ description: 'Or the variable that holds it' })),
  }),
  async start({ options, environment }) {
    const secret = readSecret(
      { file: options.secret_file, variable: options.secret_env },
      { what: 'webhook', environment },
    )
    if (secret === undefined)
      throw new Fault('ERR_CONFIG_INVALID', 'webhook: name a secret with secret_file or secret_env')
    const post = async (id: string, body: string): Promise<void> => {
      // The time of the try, not of the news: receivers refuse what is too old.
      const seconds = Math.floor(Date.now() / 1000)
      const reply = await fetch(options.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Clientkeep',
          ...signatureHeaders({ id, body, seconds }, secret),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      await reply.body?.cancel()
      if (reply.ok) return
      const said = `the receiver answered with HTTP ${reply.status}`
      throw reply.status < 500 && !transient.has(reply.status) ? new Refused(said) : new Error(said)
    }
    return {
      send: message => post(message.id, bodyOf(message)),
      tell: ({ id, time, kind, data }) =>
        post(id, JSON.stringify({ id, time, type: `clientkeep.${kind}`, ...data })),
      stop: async () => {},
    }
  },
})
