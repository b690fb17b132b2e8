/** Unpacks compressed bodies as they come. How much comes out is counted by the route's body limit, so a bomb is cut off there. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'

const decoders: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: createGunzip,
  zstd: () =>
    createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: limits.unpackWindowLog } }),
}

/** The body as it was before it was compressed. Throws Fault ERR_INPUT_ENCODING. */
export function unpack(headers: IncomingHttpHeaders, payload: Readable): Readable {
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity') return payload
  const decoder = decoders[encoding]
  if (!decoder)
    throw new Fault(
      'ERR_INPUT_ENCODING',
      `content-encoding "${encoding.slice(0, 40)}" is not taken; send identity, gzip or zstd`,
    )
  const unpacked = decoder()
  let received = 0
  payload.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  payload.on('error', error => unpacked.destroy(error))
  unpacked.on('close', () => payload.unpipe(unpacked))
  // Fastify compares it with the content-length.
  Object.defineProperty(unpacked, 'receivedEncodedLength', { get: () => received })
  payload.pipe(unpacked)
  return unpacked
}
