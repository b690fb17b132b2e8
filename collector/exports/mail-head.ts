/** The addresses in the header of a mail (RFC 5322): whom it is to, whom it is from. Reads no body. */
import { Readable } from 'node:stream'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

export interface MailHead {
  readonly recipients: readonly string[]
  readonly sender: string | null
  /** `Message-ID` without brackets; null where there is none. */
  readonly messageId: string | null
}

const recipientFields = new Set([
  'to',
  'cc',
  'bcc',
  'delivered-to',
  'x-original-to',
  'x-forwarded-to',
  'envelope-to',
  'apparently-to',
  'resent-to',
  'resent-cc',
])

/** The addresses in a field. */
export const parseAddresses = (text: string): string[] =>
  text.match(/[^\s<>()[\]",;:@]{1,64}@[^\s<>()[\]",;:@]{1,255}/g) ?? []

/** Parses a header: fields up to the first empty line, unfolded. */
export function parseMailHead(text: string): MailHead {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  const recipients: string[] = []
  let sender: string | null = null
  let messageId: string | null = null
  for (const line of head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const at = line.indexOf(':')
    const name = line.slice(0, Math.max(0, at)).trim().toLowerCase()
    const value = line.slice(at + 1)
    if (recipientFields.has(name)) recipients.push(...parseAddresses(value))
    else if (name === 'from') sender ??= parseAddresses(value)[0] ?? null
    else if (name === 'message-id') messageId ??= /<([^<>\s]{1,250})>/.exec(value)?.[1] ?? null
    // Who a relay took it in for: `Received: from … by … for <anna@example.org>; …`
    else if (name === 'received')
      recipients.push(...parseAddresses(/\sfor\s+(\S+)/.exec(value)?.[1] ?? ''))
  }
  return { recipients, sender, messageId }
}

/** Reads a mail up to the end of its header and lets the rest pass. Throws Fault ERR_INPUT_TOO_LARGE where no header ends within its cap. */
export async function readMailHead(body: unknown): Promise<MailHead> {
  if (!(body instanceof Readable)) {
    throw new Fault(
      'ERR_INPUT_INVALID',
      'send the mail as the body, with content-type: message/rfc822',
    )
  }
  const chunks: Buffer[] = []
  let bytes = 0
  let kept = 0
  let isOver = false
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > limits.mailBytesMax) {
      throw new Fault('ERR_INPUT_TOO_LARGE', `a mail of more than ${limits.mailBytesMax} bytes`)
    }
    if (isOver) continue
    chunks.push(chunk)
    kept += chunk.length
    const tail = Buffer.concat(chunks.slice(-2)).toString('latin1')
    isOver = kept > limits.mailHeadBytesMax || /\r?\n\r?\n/.test(tail)
  }
  return parseMailHead(
    Buffer.concat(chunks).subarray(0, limits.mailHeadBytesMax).toString('latin1'),
  )
}
