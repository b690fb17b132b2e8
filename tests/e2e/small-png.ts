/** Makes a screenshot's PNG small: 256 colours at most, packed hard. Reads what Chromium writes (8-bit RGB or RGBA, not interlaced) and nothing else. */
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const coloursMax = 256
const coloursByType: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = []
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(body.length + 8)
  frame.writeUInt32BE(data.length, 0)
  body.copy(frame, 4)
  frame.writeUInt32BE(crc32(body), body.length + 4)
  return frame
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

/** Bytes of the pixels, line after line, without the filters (PNG specification, section 9). */
function unfilter(raw: Buffer, stride: number, step: number): Buffer {
  const lines = raw.length / (stride + 1)
  const out = Buffer.alloc(lines * stride)
  const byte = (index: number, isThere: boolean) => (isThere ? (out[index] ?? 0) : 0)
  for (let line = 0; line < lines; line += 1) {
    const filter = raw[line * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x += 1) {
      const at = line * stride + x
      const left = byte(at - step, x >= step)
      const up = byte(at - stride, line > 0)
      const corner = byte(at - stride - step, x >= step && line > 0)
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)]
      out[at] = (raw[line * (stride + 1) + 1 + x] ?? 0) + (guesses[filter] ?? 0)
    }
  }
  return out
}

const distance = (one: number, other: number): number => {
  const [r, g, b] = [16, 8, 0].map(shift => ((one >> shift) & 255) - ((other >> shift) & 255))
  return (r ?? 0) ** 2 * 2 + (g ?? 0) ** 2 * 4 + (b ?? 0) ** 2 * 3
}

/** The colours that are used most, and for every colour the place of the nearest of them. */
function paletteOf(pixels: Uint32Array) {
  const uses = new Map<number, number>()
  for (const colour of pixels) uses.set(colour, (uses.get(colour) ?? 0) + 1)
  const byUse = [...uses].toSorted(([, one], [, other]) => other - one).map(([colour]) => colour)
  const palette = byUse.slice(0, coloursMax)
  const places = new Map(palette.map((colour, place) => [colour, place]))
  for (const colour of byUse.slice(coloursMax)) {
    const distances = palette.map(other => distance(colour, other))
    places.set(colour, distances.indexOf(Math.min(...distances)))
  }
  return { palette, places }
}

/** The same picture with at most 256 colours. Throws where it is another kind of PNG. */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png)
  const header = chunks[0]?.data ?? Buffer.alloc(13)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const step = coloursByType[header[9] ?? 0]
  if (step === undefined || header[8] !== 8 || header[12] !== 0)
    throw new Error('only 8-bit RGB and RGBA without interlacing can be read')
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  const bytes = unfilter(inflateSync(Buffer.concat(packed)), width * step, step)
  const pixels = Uint32Array.from({ length: width * height }, (_, at) =>
    bytes.readUIntBE(at * step, 3),
  )
  const { palette, places } = paletteOf(pixels)
  const lines = Buffer.alloc(height * (width + 1))
  for (const [at, colour] of pixels.entries())
    lines[at + 1 + Math.floor(at / width)] = places.get(colour) ?? 0
  const indexed = Buffer.from(header)
  indexed[9] = 3
  return Buffer.concat([
    signature,
    chunk('IHDR', indexed),
    chunk('PLTE', Buffer.from(palette.flatMap(rgb => [rgb >> 16, (rgb >> 8) & 255, rgb & 255]))),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
