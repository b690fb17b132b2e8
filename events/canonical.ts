/** One text for one JSON value: what is hashed and signed must not depend on the order of keys. */

const isRecord = (value: object): value is Record<string, unknown> => !Array.isArray(value)

/** JSON with sorted keys and no blanks, as RFC 8785 says; numbers and strings are ECMAScript's own. Members without a value are left out. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (!isRecord(value)) return `[${[...Object.values(value)].map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .filter(key => value[key] !== undefined)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${members.join(',')}}`
}
