/** Whose an event is, read from its bytes: what JSON.parse would say, and no harm from what is no JSON. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whoseLine } from '../../collector/journal/kafka/whose.ts'

const look = (line: string) => {
  const bytes = Buffer.from(
    `before\n${line}\n{"seq":9,"event":{"actor":{"user":{"name":"next"}}}}\n`,
  )
  return whoseLine(bytes, 7, 7 + Buffer.byteLength(line) + 1)
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

/** What the parsed event says. */
function expected(event: unknown) {
  const named = (value: unknown) => textOf(memberOf(value, 'name'))
  const account =
    named(memberOf(memberOf(event, 'actor'), 'user')) ?? named(memberOf(event, 'user'))
  const hostname = textOf(memberOf(memberOf(event, 'device'), 'hostname')) ?? ''
  return account === undefined ? undefined : { account, hostname }
}

const names = fc.oneof(
  fc.constantFrom(
    'actor',
    'user',
    'name',
    'device',
    'hostname',
    'actors',
    'use',
    'n"ame',
    'n\\ame',
  ),
  fc.string({ unit: 'grapheme' }),
)
const blanks = fc.stringMatching(/^[ \t\r]{0,2}$/)

/** JSON text with blanks, escapes and names that stand there twice. */
const { text } = fc.letrec<{ text: string; object: string }>(tie => ({
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .oneof(names, fc.double({ noNaN: true }), fc.boolean(), fc.constant(null))
      .map(value => JSON.stringify(value === Number.POSITIVE_INFINITY ? 1 : value)),
    tie('object'),
    fc.tuple(blanks, fc.array(tie('text'), { maxLength: 3 })).map(([blank, all]) => {
      return `[${blank}${all.join(`${blank},${blank}`)}${blank}]`
    }),
  ),
  object: fc
    .tuple(blanks, fc.array(fc.tuple(names, fc.boolean(), tie('text')), { maxLength: 5 }))
    .map(([blank, members]) => {
      const all = members.map(([name, isEscaped, value]) => {
        const first = name.charCodeAt(0)
        const escaped = `"\\u${(first || 0).toString(16).padStart(4, '0')}${JSON.stringify(name.slice(1)).slice(1)}`
        const shown = isEscaped && name !== '' ? escaped : JSON.stringify(name)
        return `${blank}${shown}${blank}:${blank}${value}${blank}`
      })
      return `{${all.join(',')}${blank}}`
    }),
}))

test('the bytes of an event say what its parsed text says', () => {
  fc.assert(
    fc.property(text, event => {
      expect(look(`{"seq":12,"event":${event}}`)).toEqual(expected(JSON.parse(event)))
    }),
    { numRuns: 2000 },
  )
})

test('accounts in another alphabet, with quotes and backslashes, and those further inside', () => {
  const event = {
    unmapped: { actor: { user: { name: 'not this' } }, text: '"actor":{"user":{"name":"nor"}}' },
    actor: { process: { user: { name: 'nor this' } }, user: { uid: '1', name: 'FIRM\\анна "a"' } },
    user: { name: 'whom it happened to' },
    device: { owner: { hostname: 'no' }, hostname: 'ноутбук-7', uid: 'd' },
  }
  const whose = { account: 'FIRM\\анна "a"', hostname: 'ноутбук-7' }
  expect(look(JSON.stringify({ seq: 3, event }))).toEqual(whose)
  expect(look(JSON.stringify({ seq: 3, event: { ...event, actor: {} } }))).toEqual({
    ...whose,
    account: 'whom it happened to',
  })
})

test('what is no JSON ends, within its line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(30), (bytes, cut) => {
      const noise = Buffer.from(bytes).toString('latin1').replaceAll('\n', '')
      const line = `{"seq":1,"event":{"actor":{"user":{"name":"anna"${noise}`
      expect(look(line.slice(0, line.length - cut))?.account).not.toBe('next')
    }),
  )
})
