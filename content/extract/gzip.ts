/** Single compressed streams that node:zlib opens: gzip and zstd. What is inside is read as what it is. */
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { type Extractor, extractor } from './extractor.ts'
import { type Engine, unpacked, unpackedChunkBytes } from './unpack.ts'

function compressed(
  name: string,
  summary: string,
  magic: readonly number[],
  engine: () => Engine,
): Extractor {
  return extractor({
    name,
    summary,
    detect: head => magic.every((byte, index) => head[index] === byte),
    text: (content, extracting) =>
      extracting.inner(unpacked(content.stream(), engine(), extracting), `${name} content`),
  })
}

const options = { chunkSize: unpackedChunkBytes }

export const gzip = compressed('gzip', 'gzip-compressed files', [0x1f, 0x8b], () =>
  createGunzip(options),
)
export const zstd = compressed('zstd', 'zstd-compressed files', [0x28, 0xb5, 0x2f, 0xfd], () =>
  createZstdDecompress(options),
)
