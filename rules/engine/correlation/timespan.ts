/** Reads spans of time such as `90m`, as Sigma writes them. */
import type { Reader } from '../reader.ts'

const unitMs = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
} as const

/** One day in milliseconds. */
export const dayMs = unitMs.d
/** Longer memories are a table's affair. */
const spanMsMax = 400 * dayMs

/** A span in milliseconds; undefined where the text is none. */
export function spanOf(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d+)([a-z]+)$/i.exec(text) ?? []
  const known = Object.entries(unitMs).find(([letter]) => letter === unit)
  return count === '' || !known ? undefined : Number(count) * known[1]
}

/** The span under a key in milliseconds; undefined where it is missing or wrong, after reporting it. */
export function readTimespan(
  read: Reader,
  key: string,
  wrong: (message: string) => void,
  isRequired: boolean,
): number | undefined {
  const text = read.text(key, isRequired)
  if (text === undefined) return undefined
  const ms = spanOf(text)
  if (ms === undefined) {
    return void wrong(`must be a number and one of s, m, h, d, w, e.g. 90m; it is "${text}"`)
  }
  if (ms > 0 && ms <= spanMsMax) return ms
  return void wrong(`must be from 1s to ${spanMsMax / dayMs}d; it is "${text}"`)
}
