/** A message in words, for people. */
import type { AlertNote, Message } from './message.ts'

const whoOf = ({ person, name }: AlertNote): string =>
  name === undefined ? person : `${person} (${name})`

/** One line: the worst alert, and how many there are. */
export function subjectOf({ kind, alerts, more }: Message): string {
  const [worst, ...others] = alerts
  if (kind === 'test' || !worst) return '[Clientkeep] test: this channel works'
  const rest = others.length + more
  const also = rest === 0 ? '' : ` (and ${rest} more)`
  return `[Clientkeep] ${worst.severity}: ${whoOf(worst)}, ${worst.summary}${also}`
}

function paragraph(note: AlertNote): string {
  const leaving = note.departing ? ', leaving' : ''
  const news = note.news === 'grown' ? 'grown' : 'new'
  return [
    `${note.severity.toUpperCase()} (${news}): ${whoOf(note)}${leaving}`,
    `  ${note.summary}; risk ${note.risk}, ${note.findings} finding${note.findings === 1 ? '' : 's'}`,
    ...note.rules.map(({ title }) => `  - ${title}`),
    `  last seen ${new Date(note.last_at).toISOString()}`,
    ...(note.url === undefined ? [] : [`  ${note.url}`]),
  ].join('\n')
}

/** The whole message as plain text. */
export function textOf(message: Message): string {
  if (message.kind === 'test') return 'This is a test from Clientkeep. Nothing has happened.\n'
  const more = message.more === 0 ? [] : [`${message.more} more are in the queue.`]
  return `${[...message.alerts.map(paragraph), ...more].join('\n\n')}\n`
}
