/** Codes that a person typed into the note of a held file. */
import { readFile } from 'node:fs/promises'
import { systemPath } from '../../events/path-bytes.ts'
import { codeDay, codesIn, releaseCode } from '../../events/permit.ts'

const noteBytesMax = 64 * 1024
const dayMs = 24 * 3_600_000

export interface TypedCodes {
  readonly isSome: boolean
  /** Whether one of them gives a hold back; `key`: the endpoint's secret, base64url; `now`: epoch milliseconds. A clock may be a day off. */
  isFor(hold: string, by: { readonly key: string; readonly now: number }): boolean
}

/** The codes in a note; none where it cannot be read. */
export async function typedCodes(path: string): Promise<TypedCodes> {
  const text = await readFile(systemPath(path)).then(
    bytes => bytes.subarray(0, noteBytesMax).toString(),
    () => '',
  )
  // Words of ten letters are no codes: those have digits, or are behind the colon of the last line.
  const typed = new Set(codesIn(text.slice(text.lastIndexOf(':'))))
  return {
    isSome: typed.size > 0,
    isFor: (hold, { key, now }) => {
      const secret = Buffer.from(key, 'base64url')
      const days = [-dayMs, 0, dayMs].map(shift => codeDay(now + shift))
      return days.some(day => typed.has(releaseCode(secret, hold, day)))
    },
  }
}
