/** The digest of what a page shows, worked out here: what the key signs is what was on the page, not what somebody said was. */

const isRecord = (value: object): value is Record<string, unknown> => !Array.isArray(value)

/** JSON as RFC 8785 says: sorted keys, no blanks; members without a value are left out. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (!isRecord(value)) return `[${[...Object.values(value)].map(canonical).join(',')}]`
  const keys = Object.keys(value).filter(key => value[key] !== undefined)
  return `{${keys
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`
}

/** SHA-256, hexadecimal, of what a request for approval is about. */
export async function digestOf(content: object): Promise<string> {
  const text = new TextEncoder().encode(`clientkeep-approval-1\n${canonical(content)}`)
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
