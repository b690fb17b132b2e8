/** Bodies of batches, read into memory that is used again: what is read is what came, whatever was read and freed before. */
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openBodies } from '../../collector/ingest/bodies.ts'

const max = 3 * 1024 * 1024

/** A stream that gives these chunks, each in memory of its own, as the HTTP parser does. */
function streamOf(chunks: readonly Buffer[]): PassThrough {
  const stream = new PassThrough()
  for (const chunk of chunks) stream.write(Buffer.from(new Uint8Array(chunk)))
  stream.end()
  return stream
}

const sizes = fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 12 })
const sent = fc.array(
  fc.record({ sizes, says: fc.boolean(), isFreed: fc.boolean(), byte: fc.nat(255) }),
  { maxLength: 6 },
)

it('reads what came, many at a time, into memory that others had', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sent, { maxLength: 3 }), async rounds => {
      const { read, free } = openBodies()
      for (const round of rounds) {
        const bodies = await Promise.all(
          round.map(async ({ sizes: lengths, says, byte, isFreed }) => {
            const chunks = lengths.map((length, index) => Buffer.alloc(length, byte + index))
            const whole = Buffer.concat(chunks)
            const body = await read(streamOf(chunks), {
              length: says ? whole.length : undefined,
              max,
            })
            return { body, whole, isFreed }
          }),
        )
        for (const { body, whole } of bodies) expect(body.equals(whole)).toBe(true)
        for (const { body, isFreed } of bodies) if (isFreed) free(body)
        for (const { body, whole, isFreed } of bodies)
          if (!isFreed) expect(body.equals(whole)).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

it('gives memory to one body at a time, also where it was freed twice', async () => {
  const { read, free } = openBodies()
  const first = await read(streamOf([Buffer.from('first')]), { length: undefined, max })
  free(first)
  free(first)
  const second = await read(streamOf([Buffer.from('second')]), { length: undefined, max })
  const third = await read(streamOf([Buffer.from('third')]), { length: undefined, max })
  expect([second, third].map(String)).toEqual(['second', 'third'])
})

it.each([
  ['more than the route takes', [Buffer.alloc(max), Buffer.alloc(1)], undefined],
  ['more than the route takes, as it says itself', [], max + 1],
])('refuses %s', async (_what, chunks, length) => {
  const reading = openBodies().read(streamOf(chunks), { length, max })
  await expect(reading).rejects.toMatchObject({ code: 'ERR_INPUT_TOO_LARGE' })
})

it.each([3, 5])('refuses a body of 4 bytes that says it has %i', async length => {
  const reading = openBodies().read(streamOf([Buffer.from('four')]), { length, max })
  await expect(reading).rejects.toMatchObject({ code: 'ERR_INPUT_INVALID' })
})

it('refuses a body that is cut off, and hears of what goes wrong with it later', async () => {
  const stream = new PassThrough()
  const reading = openBodies().read(stream, { length: 10, max })
  stream.write('half')
  stream.destroy(new Error('reset'))
  await expect(reading).rejects.toMatchObject({ code: 'ERR_INPUT_INVALID' })
})
