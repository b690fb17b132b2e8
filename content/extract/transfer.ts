/** Transfer encodings of mail and contact cards: quoted-printable and base64 (RFC 2045), encoded words (RFC 2047), percent escapes (RFC 3986). */
import { decodeWhole } from './decode.ts'

/** One line of quoted-printable as 8-bit text, with its line end unless the line goes on (`=` at its end). */
export function quotedLine(line: string): string {
  const trimmed = line.trimEnd()
  const isSoft = trimmed.endsWith('=')
  const plain = (isSoft ? trimmed.slice(0, -1) : trimmed).replaceAll(
    /=([0-9A-Fa-f]{2})/g,
    (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return isSoft ? plain : `${plain}\n`
}

/** Decodes base64 that arrives line by line; what is not of its alphabet is passed over. */
export function base64Decoder() {
  let rest = ''
  return {
    push(line: string): Buffer {
      const text = rest + line.replaceAll(/[^A-Za-z0-9+/]/g, '')
      const whole = text.length & ~3
      rest = text.slice(whole)
      return Buffer.from(text.slice(0, whole), 'base64')
    },
    end: (): Buffer => Buffer.from(rest, 'base64'),
  }
}

/** Header text with its encoded words as what they say. */
export const decodeWords = (text: string): string =>
  text
    .replaceAll(/(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)\s+(?==\?)/g, '$1')
    .replaceAll(
      /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=/g,
      (_, charset: string, kind: string, body: string) => {
        const bytes =
          kind.toLowerCase() === 'b'
            ? Buffer.from(body, 'base64')
            : Buffer.from(quotedLine(body.replaceAll('_', ' ')).replace(/\n$/, ''), 'latin1')
        return decodeWhole(bytes, charset)
      },
    )

/** A header parameter that names its charset and escapes the rest by percent (RFC 2231); others as encoded words. */
export const decodeParameter = (text: string): string => {
  const [, charset, body] = /^([\w-]+)'[^']*'(.*)$/.exec(text) ?? []
  return charset !== undefined && body !== undefined ? decodePercent(body) : decodeWords(text)
}

/** The text with its percent escapes resolved as UTF-8. */
export const decodePercent = (text: string): string =>
  text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, run =>
    decodeWhole(Buffer.from(run.replaceAll('%', ''), 'hex')),
  )
