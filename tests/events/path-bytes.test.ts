/** Paths whose bytes are no text: kept whole, and told with a mark in their place. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pathOf, shownPath, systemPath } from '../../events/path-bytes.ts'

const bytesOf = (path: string | Buffer): Buffer =>
  typeof path === 'string' ? Buffer.from(path) : path

it('are the same bytes when the system is called with them', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 6 }).map(bytes => Buffer.from(bytes)),
    fc.string({ unit: 'binary' }).map(text => Buffer.from(text)),
    fc.constantFrom('\ufeff', '\ufffd', 'é').map(text => Buffer.from(text)),
  )
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const bytes = Buffer.concat(pieces)
      expect(bytesOf(systemPath(pathOf(bytes)))).toEqual(bytes)
    }),
  )
})

it('are plain text wherever they are text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      expect(pathOf(Buffer.from(text))).toBe(text)
      expect(systemPath(text)).toBe(text)
    }),
  )
})

it('are told with a mark for what is no text', () => {
  const path = pathOf(Buffer.from('/home/caf\xe9.csv', 'latin1'))
  expect(shownPath(path)).toBe('/home/caf\ufffd.csv')
  expect(path).not.toBe(shownPath(path))
})
