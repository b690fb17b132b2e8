/** Which frames of the event log may hold something of given accounts: told from their bytes, so that years are looked through in seconds. Rather one too many than one too few. */
import type { FrameFacts } from '../journal/journal.ts'
import type { SeenAccount } from '../people/directory.ts'

const hostnameStart = Buffer.from('"hostname":"')
const quote = 0x22

/** The host name that is named first; a frame of an agent is of one endpoint. */
function hostnameIn(lines: Buffer): string | undefined {
  const found = lines.indexOf(hostnameStart)
  if (found === -1) return undefined
  const start = found + hostnameStart.length
  const end = lines.indexOf(quote, start)
  return end === -1 ? undefined : lines.toString('utf8', start, end).toLowerCase()
}

/** A text as it stands in JSON. */
const written = (text: string): string => JSON.stringify(text).slice(1, -1)

/** Agents' sources are ids; every other kind names itself before a colon. */
const isAgent = (source: string): boolean => !source.includes(':')

/** Frames that came in from `from` (UTC epoch milliseconds) on, of endpoints where the accounts are at work, or that name one of them. */
export function wantedFrames(
  accounts: readonly SeenAccount[],
  from: number,
): (frame: FrameFacts) => boolean {
  const endpoints = new Set(accounts.map(({ endpoint }) => endpoint))
  const names = [...new Set(accounts.map(({ account }) => account))]
  const named = new RegExp(
    names.map(name => RegExp.escape(written(name))).join('|') || '(?!)',
    'iu',
  )
  return ({ source, receivedAt, lines }) => {
    if (receivedAt < from) return false
    const hostname = isAgent(source) ? hostnameIn(lines) : undefined
    if (hostname !== undefined) return endpoints.has(hostname)
    const text = lines.toString()
    // Written in escapes, a name is not seen by its letters.
    return named.test(text) || text.includes('\\u')
  }
}
