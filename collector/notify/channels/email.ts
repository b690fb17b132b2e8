/** Sends messages as plain-text e-mail over SMTP. One mail for all that is due. */
import Type from 'typebox'
import { channel, Refused } from '../channel.ts'
import { readSecret } from '../secret.ts'
import { subjectOf, textOf } from '../words.ts'

const timeoutMs = 15_000
const Address = Type.String({
  minLength: 3,
  maxLength: 320,
  pattern: '^[^\\s<>,;"]+@[^\\s<>,;"]+$',
})

/** A 5xx reply to what was said (RFC 5321, 4.2.1) is for good; one to the log-in may be mended. */
function isRefusal(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('responseCode' in error)) return false
  const isLogIn = 'code' in error && error.code === 'EAUTH'
  return typeof error.responseCode === 'number' && error.responseCode >= 500 && !isLogIn
}

export const email = channel({
  name: 'email',
  summary: 'Plain-text mail over SMTP',
  options: Type.Object({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535, default: 587 }),
    tls: Type.Union([Type.Literal('starttls'), Type.Literal('implicit'), Type.Literal('none')], {
      default: 'starttls',
      description: 'none: only to a relay on the same machine',
    }),
    ca_file: Type.Optional(
      Type.String({ description: "Certificates to trust instead of the system's" }),
    ),
    user: Type.Optional(Type.String()),
    password_file: Type.Optional(Type.String()),
    password_env: Type.Optional(Type.String()),
    from: Address,
    to: Type.Array(Address, { minItems: 1, maxItems: 50 }),
  }),
  async start({ options, environment }) {
    const { host, port, tls, user, from, to } = options
    const pass = readSecret(
      { file: options.password_file, variable: options.password_env },
      { what: 'email', environment },
    )
    const ca = readSecret({ file: options.ca_file }, { what: 'email', environment })
    const { createTransport } = await import('nodemailer')
    const transport = createTransport({
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      ...(ca === undefined ? {} : { tls: { ca } }),
      ...(user === undefined ? {} : { auth: { user, pass: pass ?? '' } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const mail = async (content: {
      readonly id: string
      readonly to: readonly string[]
      readonly subject: string
      readonly text: string
    }): Promise<void> => {
      const { id, subject, text } = content
      try {
        await transport.sendMail({
          ...{ from, to: [...content.to], subject, text },
          messageId: `<${id}@clientkeep.invalid>`,
          headers: { 'auto-submitted': 'auto-generated' },
        })
      } catch (error) {
        if (isRefusal(error))
          throw new Refused(error instanceof Error ? error.message : '', { cause: error })
        throw error
      }
    }
    return {
      send: message =>
        mail({ id: message.id, to, subject: subjectOf(message), text: textOf(message) }),
      tell: letter => mail({ ...letter, to: letter.to.length === 0 ? to : letter.to }),
      stop: async () => transport.close(),
    }
  },
})
