/** CIDR networks and addresses, IPv4 and IPv6, as bytes (RFC 4632, RFC 4291). */

/** A network: its address bytes and how many leading bits count. */
export interface Network {
  readonly bytes: readonly number[]
  readonly bits: number
}

function parseV4(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every(byte => byte <= 255) ? bytes : undefined
}

function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return []
  const bytes: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const dotted = index === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined
    if (dotted) bytes.push(...dotted)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) {
      const group = Number.parseInt(part, 16)
      bytes.push(group >> 8, group & 255)
    } else return undefined
  }
  return bytes
}

function parseV6(text: string): readonly number[] | undefined {
  const bare = text.replace(/%[\w.-]+$/, '')
  const halves = bare.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0] ?? '')
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '') : []
  if (!head || !tail) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return [...head, ...Array<number>(missing).fill(0), ...tail]
}

/** The 4 or 16 bytes of an address; undefined where the text is none. An IPv6 address that carries an IPv4 one stays IPv6. */
export function parseAddress(text: string): readonly number[] | undefined {
  if (text.length > 64) return undefined
  return text.includes(':') ? parseV6(text) : parseV4(text)
}

/** Reads `10.0.0.0/8` or `fe80::/10`; undefined where it is no network. Bits after the prefix are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', prefix, ...rest] = text.split('/')
  const bytes = parseAddress(address)
  if (!bytes || rest.length > 0) return undefined
  const bits = prefix === undefined ? bytes.length * 8 : Number(prefix)
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined
  return bits <= bytes.length * 8 ? { bytes, bits } : undefined
}

/** Whether the address lies in the network; false for addresses of the other family and for text that is none. */
export function contains(network: Network, address: string): boolean {
  const bytes = parseAddress(address)
  if (!bytes || bytes.length !== network.bytes.length) return false
  return network.bytes.every((byte, index) => {
    const counted = Math.min(8, Math.max(0, network.bits - index * 8))
    const mask = (0xff00 >> counted) & 0xff
    return (byte & mask) === ((bytes[index] ?? 0) & mask)
  })
}
