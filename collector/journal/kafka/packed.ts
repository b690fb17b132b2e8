/**
 * Values of records are packed here and not by the driver, which packs and unpacks whatever it sends or fetches: so a reader unpacks
 * those alone that it wants, and nothing is copied for it.
 */
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { InRecord, OutRecord } from './client.ts'

const header = { name: 'packed', value: 'zstd' } as const
/** Less gets hardly smaller. */
const packedFrom = 512

/** The same, packed where that is worth it. */
export function packed(record: OutRecord): OutRecord {
  const { value, headers } = record
  if (value === null || value.length < packedFrom) return record
  return {
    ...record,
    value: zstdCompressSync(value),
    headers: { ...headers, [header.name]: header.value },
  }
}

interface Raw {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [Buffer | null, Buffer | null])[]
}

/** A record as it was before; values that somebody else wrote are as they are. */
export function inRecord(offset: number, { key, value, headers: raw }: Raw): InRecord {
  const headers = new Map(raw.map(([name, text]) => [String(name ?? ''), String(text ?? '')]))
  const isPacked = headers.get(header.name) === header.value
  return {
    ...{ offset, key, headers },
    get value() {
      return value !== null && isPacked ? zstdDecompressSync(value) : value
    },
  }
}
