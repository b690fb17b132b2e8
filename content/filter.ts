/**
 * The compact filter of customer tokens that endpoints hold: a fuse filter, the token key and the phone plans, in one checked file.
 * It holds no identifier. Whoever has the file can still test a guessed identifier; the threat model says what that is worth.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { assert, Fault } from '../events/fault.ts'
import { buildFuse, type Fuse, fingerprintCount, fuseMembership, fuseValues } from './fuse.ts'
import type { AtomKind } from './token.ts'

/**
 * How national numbers of a region are written: `callingCode` digits without +, `nationalPrefix` (trunk) digits or '',
 * `lengths` of a number without both; where they are left out, any length may be one.
 */
export const PhonePlan = Type.Object({
  callingCode: Type.String({ pattern: '^[1-9][0-9]{0,2}$' }),
  nationalPrefix: Type.String({ pattern: '^[0-9]{0,4}$' }),
  lengths: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 17 }), { maxItems: 17 })),
})
export type PhonePlan = Static<typeof PhonePlan>

/** An opened filter. `has` takes a token's unsigned 32-bit halves; it never misses a member and claims 1 in 65,536 others. */
export interface CustomerFilter {
  readonly version: string
  /** The file that it was opened from. */
  readonly file: Uint8Array
  /** Distinct tokens in it. */
  readonly keys: number
  /** The 16-byte token key. */
  readonly key: Uint8Array
  readonly phonePlans: readonly PhonePlan[]
  has(lo: number, hi: number): boolean
  /** Kinds of the tokens; undefined where it was built without saying. */
  readonly kinds?: readonly AtomKind[]
  /** A first, cheap look at e-mail addresses and phone numbers, see `screen.ts`. */
  readonly screen?: Uint32Array
  /** What counts only together with more of the same row; undefined where the base has nothing of the kind. */
  readonly atoms?: AtomFilter
}

/** The weak part of a filter. */
export interface AtomFilter {
  readonly kinds: readonly AtomKind[]
  /** Shapes of all ids of the base, strong ones too; undefined where they are too many. */
  readonly shapes?: readonly number[]
  /** A row that tells less, in bits, points to no customer. */
  readonly bitsMin: number
  /** How much the token tells, in steps of `bitsPerValue`; -1 where it is no atom of the base, with an error of 1 in 4,096. */
  value(lo: number, hi: number): number
}

/** The weak tokens of a base, distinct, with their values from 0 to 15. */
export interface AtomSet {
  readonly kinds: readonly AtomKind[]
  readonly shapes?: readonly number[]
  readonly bitsMin: number
  readonly tokens: BigUint64Array
  readonly values: Uint8Array
}

const AtomKindName = Type.Union([
  Type.Literal('email'),
  Type.Literal('phone'),
  Type.Literal('id'),
  Type.Literal('word'),
  Type.Literal('date'),
  Type.Literal('domain'),
  Type.Literal('handle'),
  Type.Literal('near'),
])
const Shape = Type.Object({
  seed: Type.Integer(),
  segmentLength: Type.Integer({ minimum: 0, maximum: 2 ** 18 }),
  segmentCount: Type.Integer({ minimum: 0 }),
})
const Header = Type.Object({
  version: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  keys: Type.Integer({ minimum: 0 }),
  key: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  phonePlans: Type.Array(PhonePlan),
  seed: Type.Integer(),
  segmentLength: Type.Integer({ minimum: 0, maximum: 2 ** 18 }),
  segmentCount: Type.Integer({ minimum: 0 }),
  kinds: Type.Optional(Type.Array(AtomKindName)),
  screenWords: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 28 })),
  atoms: Type.Optional(
    Type.Intersect([
      Shape,
      Type.Object({
        kinds: Type.Array(AtomKindName),
        shapes: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }))),
        bitsMin: Type.Integer({ minimum: 0 }),
      }),
    ]),
  ),
})
type Header = Static<typeof Header>

const magic = Buffer.from('CKCF', 'latin1')
/** 2 has atoms. */
const formatVersion = 2
/** Magic, format version (u16), spare (u16), header length (u32); all numbers little-endian. */
const preambleBytes = 12
const crcBytes = 4

function distinct(tokens: BigUint64Array): Uint32Array {
  const sorted = tokens.slice().sort()
  const halves = new Uint32Array(sorted.length * 2)
  let count = 0
  let previous: bigint | undefined
  for (const token of sorted) {
    if (token === previous) continue
    halves[2 * count] = Number(token & 0xffffffffn)
    halves[2 * count + 1] = Number(token >> 32n)
    count += 1
    previous = token
  }
  return halves.subarray(0, 2 * count)
}

const distinctPlans = (plans: readonly PhonePlan[]): PhonePlan[] => [
  ...new Map(
    plans.map(({ callingCode, nationalPrefix, lengths }) => [
      `${callingCode} ${nationalPrefix} ${lengths?.join() ?? ''}`,
      { callingCode, nationalPrefix, ...(lengths && { lengths: [...lengths] }) },
    ]),
  ).values(),
]

/** The filter file over `tokens` (repeats allowed); about 18 bits a token in large bases. `version` defaults to the content's hash. */
export function buildFilter({
  tokens,
  key,
  phonePlans,
  version,
  atoms,
  kinds,
  screen,
}: {
  readonly tokens: BigUint64Array
  readonly key: Uint8Array
  readonly phonePlans: readonly PhonePlan[]
  readonly version?: string
  readonly atoms?: AtomSet
  /** Kinds that `tokens` are of. */
  readonly kinds?: readonly AtomKind[]
  /** From `buildScreen` over the same addresses and key. */
  readonly screen?: Uint32Array
}): Uint8Array {
  assert(key.length === 16, `a token key has 16 bytes, not ${key.length}`)
  const keys = distinct(tokens)
  const { fingerprints, ...shape } = buildFuse(keys)
  const weak = atoms && buildAtoms(atoms)
  const header: Header = {
    ...(version === undefined ? {} : { version }),
    keys: keys.length / 2,
    key: Buffer.from(key).toString('hex'),
    phonePlans: distinctPlans(phonePlans),
    ...shape,
    ...(kinds && { kinds: [...kinds] }),
    ...(screen && { screenWords: screen.length }),
    ...(weak && { atoms: weak.header }),
  }
  const headerBytes = Buffer.from(JSON.stringify(header))
  const preamble = Buffer.alloc(preambleBytes)
  magic.copy(preamble)
  preamble.writeUInt16LE(weak || screen ? formatVersion : 1, 4)
  preamble.writeUInt32LE(headerBytes.length, 8)
  const body = Buffer.concat([
    packUnits(fingerprints),
    ...(weak ? [packUnits(weak.fingerprints)] : []),
    ...(screen ? [packWords(screen)] : []),
  ])
  const contents = Buffer.concat([preamble, headerBytes, body, Buffer.alloc(crcBytes)])
  contents.writeUInt32LE(crc32(contents.subarray(0, -crcBytes)), contents.length - crcBytes)
  return contents
}

function buildAtoms({ kinds, shapes, bitsMin, tokens, values }: AtomSet) {
  const keys = new Uint32Array(tokens.buffer, tokens.byteOffset, tokens.length * 2)
  const { fingerprints, ...shape } = buildFuse(keys, values)
  return {
    header: { ...shape, kinds: [...kinds], bitsMin, ...(shapes && { shapes: [...shapes] }) },
    fingerprints,
  }
}

function packUnits(units: Uint16Array): Buffer {
  const bytes = Buffer.alloc(units.length * 2)
  for (let index = 0; index < units.length; index += 1) {
    bytes.writeUInt16LE(units[index] ?? 0, index * 2)
  }
  return bytes
}

const unpackUnits = (file: Buffer, at: number, count: number): Uint16Array =>
  Uint16Array.from({ length: count }, (_, index) => file.readUInt16LE(at + index * 2))

function packWords(words: Uint32Array): Buffer {
  const bytes = Buffer.alloc(words.length * 4)
  for (let index = 0; index < words.length; index += 1) {
    bytes.writeUInt32LE(words[index] ?? 0, index * 4)
  }
  return bytes
}

const unpackWords = (file: Buffer, at: number, count: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, index) => file.readUInt32LE(at + index * 4))

const isWholeShape = ({ segmentLength }: Static<typeof Shape>): boolean =>
  (segmentLength & (segmentLength - 1)) === 0

function damaged(what: string, cause?: unknown): Fault {
  return new Fault('ERR_DATA_DAMAGED', `the customer filter is damaged: ${what}; fetch it again`, {
    cause,
  })
}

function readHeader(text: string): Header {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw damaged('its header is not JSON', error)
  }
  if (!Value.Check(Header, value)) throw damaged('its header lacks fields or has wrong ones')
  return value
}

/** The parts of a filter file, checked; see `openFilter` for the faults. */
function parse(file: Buffer): {
  header: Header
  fuse: Fuse
  atoms: Fuse | undefined
  screen: Uint32Array | undefined
} {
  if (file.length < preambleBytes + crcBytes) throw damaged(`it has only ${file.length} bytes`)
  if (!file.subarray(0, 4).equals(magic)) throw damaged('it does not begin as a filter does')
  const format = file.readUInt16LE(4)
  if (format > formatVersion) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `the customer filter has format ${format} and this version reads up to ${formatVersion}; update the agent`,
    )
  }
  if (crc32(file.subarray(0, -crcBytes)) !== file.readUInt32LE(file.length - crcBytes)) {
    throw damaged('its checksum does not match')
  }
  const bodyAt = preambleBytes + file.readUInt32LE(8)
  const header = readHeader(file.subarray(preambleBytes, bodyAt).toString('utf8'))
  const count = fingerprintCount(header)
  const atomCount = header.atoms ? fingerprintCount(header.atoms) : 0
  const isWhole = isWholeShape(header) && (header.atoms === undefined || isWholeShape(header.atoms))
  const screenAt = bodyAt + (count + atomCount) * 2
  const { screenWords = 0 } = header
  if (!isWhole || file.length !== screenAt + screenWords * 4 + crcBytes) {
    throw damaged('its size and its header disagree')
  }
  return {
    header,
    fuse: { ...header, fingerprints: unpackUnits(file, bodyAt, count) },
    atoms: header.atoms && {
      ...header.atoms,
      fingerprints: unpackUnits(file, bodyAt + count * 2, atomCount),
    },
    screen: screenWords > 0 ? unpackWords(file, screenAt, screenWords) : undefined,
  }
}

/** Opens a filter file; throws Fault ERR_DATA_DAMAGED where it is not whole and ERR_DATA_NEWER where its format is unknown. */
export function openFilter(bytes: Uint8Array): CustomerFilter {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const { header, fuse, atoms, screen } = parse(file)
  return {
    version: header.version ?? createHash('sha256').update(file).digest('hex').slice(0, 16),
    file,
    keys: header.keys,
    key: new Uint8Array(Buffer.from(header.key, 'hex')),
    phonePlans: header.phonePlans,
    has: fuseMembership(fuse),
    ...(header.kinds && { kinds: header.kinds }),
    ...(screen && { screen }),
    ...(header.atoms &&
      atoms && {
        atoms: {
          kinds: header.atoms.kinds,
          bitsMin: header.atoms.bitsMin,
          ...(header.atoms.shapes && { shapes: header.atoms.shapes }),
          value: fuseValues(atoms),
        },
      }),
  }
}
