/** A program's command line without what could be a secret in it. Pure. */

const charsMax = 500
const secretName = /pass|pwd|secret|token|api[-_]?key|auth|credential/i
const withCredentials = /^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]+@/i
const hidden = '***'

/** One argument, with values of options that name a secret, and credentials in addresses, replaced. */
function redact(argument: string, before: string | undefined): string {
  if (before?.startsWith('-') && !before.includes('=') && secretName.test(before)) return hidden
  const equals = argument.indexOf('=')
  if (equals > 0 && secretName.test(argument.slice(0, equals)))
    return `${argument.slice(0, equals + 1)}${hidden}`
  // Programs such as mysql and curl take a password right behind the letter.
  if (/^-[pu]./.test(argument)) return `${argument.slice(0, 2)}${hidden}`
  return argument
    .replace(withCredentials, `$1${hidden}@`)
    .replace(/\?.*$/, query => (argument.includes('://') ? `?${hidden}` : query))
}

/** The text of `/proc/PID/cmdline` as one line, secrets hidden, cut at 500 characters; undefined where it is empty. */
export function commandLineOf(raw: string): string | undefined {
  const parts = raw.split('\0').filter((part, index) => part !== '' || index === 0)
  if (parts[0] === '') return undefined
  const words = parts.map((part, index) => (index === 0 ? part : redact(part, parts[index - 1])))
  const line = words.join(' ').replaceAll(/\s+/g, ' ')
  return line.length > charsMax ? `${line.slice(0, charsMax)}…` : line
}
