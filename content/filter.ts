/**
 * The compact filter of customer tokens that endpoints hold: a fuse filter, the token key and the phone plans, in one checked file.
 * It holds no identifier. Whoever has the file can still test a guessed identifier; the threat model says what that is worth.
 */
import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'
import { assert } from '../events/fault.ts'
import { withDelta } from './filter-delta.ts'
import {
  checkedEnd,
  damaged,
  packFile,
  packUnits,
  packWords,
  readHead,
  unpackUnits,
  unpackWords,
} from './filter-file.ts'
import { AtomKindName, PhonePlan } from './filter-header.ts'
import { buildFuse, type Fuse, fingerprintCount, fuseMembership, fuseValues } from './fuse.ts'
import type { AtomKind } from './token.ts'

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

const magic = 'CKCF'
/** 2 has atoms. */
const formatVersion = 2

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
  return packFile(magic, weak || screen ? formatVersion : 1, header, [
    packUnits(fingerprints),
    ...(weak ? [packUnits(weak.fingerprints)] : []),
    ...(screen ? [packWords(screen)] : []),
  ])
}

function buildAtoms({ kinds, shapes, bitsMin, tokens, values }: AtomSet) {
  const keys = new Uint32Array(tokens.buffer, tokens.byteOffset, tokens.length * 2)
  const { fingerprints, ...shape } = buildFuse(keys, values)
  return {
    header: { ...shape, kinds: [...kinds], bitsMin, ...(shapes && { shapes: [...shapes] }) },
    fingerprints,
  }
}

const isWholeShape = ({ segmentLength }: Static<typeof Shape>): boolean =>
  (segmentLength & (segmentLength - 1)) === 0

/** The parts of a filter file, checked, and where it ends; see `openFilter` for the faults. */
function parse(file: Buffer) {
  const { header, bodyAt } = readHead(file, magic, formatVersion)
  if (!Value.Check(Header, header)) throw damaged('its header lacks fields or has wrong ones')
  const isWhole = isWholeShape(header) && (header.atoms === undefined || isWholeShape(header.atoms))
  if (!isWhole) throw damaged('its size and its header disagree')
  const count = fingerprintCount(header)
  const atomCount = header.atoms ? fingerprintCount(header.atoms) : 0
  const { screenWords = 0 } = header
  const screenAt = bodyAt + (count + atomCount) * 2
  const end = checkedEnd(file, bodyAt, (count + atomCount) * 2 + screenWords * 4)
  const fuse: Fuse = { ...header, fingerprints: unpackUnits(file, bodyAt, count) }
  const atoms: Fuse | undefined = header.atoms && {
    ...header.atoms,
    fingerprints: unpackUnits(file, bodyAt + count * 2, atomCount),
  }
  const screen = screenWords > 0 ? unpackWords(file, screenAt, screenWords) : undefined
  return { header, fuse, atoms, screen, end }
}

/** Opens a filter file, with the delta that may be behind it; throws Fault ERR_DATA_DAMAGED where it is not whole and ERR_DATA_NEWER where its format is unknown. */
export function openFilter(bytes: Uint8Array): CustomerFilter {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const { header, fuse, atoms, screen, end } = parse(file)
  const whole = {
    version: header.version ?? createHash('sha256').update(file).digest('hex').slice(0, 16),
    file,
  }
  const filter: CustomerFilter = {
    ...whole,
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
  return end === file.length ? filter : withDelta(filter, file.subarray(end), whole)
}

/** The part of a filter file that its delta goes behind, which is all of it where it has none. Throws as `openFilter` does. */
export function withoutDelta(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return bytes.subarray(0, parse(file).end)
}
