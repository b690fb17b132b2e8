/**
 * Finds customers' phone numbers in runs of digits, in all forms that the filter's phone plans allow.
 * Does not know which numbers are valid anywhere: the filter decides what is a customer's.
 */
import { charClass, charClasses, isWideSeparator } from './characters.ts'
import type { PhonePlan } from './filter-header.ts'
import type { Lookup } from './lookup.ts'
import type { Screen } from './screen.ts'

const digitsMin = 7
/** E.164 allows 15; `00` may stand before them. */
const digitsMax = 17
const e164DigitsMax = 15
const runDigitsMax = 64
/** `12 0812…`: what may be a number in a list, not an area code. */
const listNumberDigitsMax = 2
const separatorsMax = 4
/** Italy with the Vatican, and San Marino: the zero of an area code stays after the calling code. */
const zeroKeepers = ['39', '378']
const zero = 0x30
const nine = 0x39
const plusSign = 0x2b
const dot = 0x2e
const hyphen = 0x2d
const slash = 0x2f
const labelCharsMax = 8

/** Looks up the numbers in the run that begins at `at` with a digit or `+` in `units` that end with 0; returns the index behind it. */
export type PhoneFinder = (units: Uint16Array, at: number) => number

interface Plan {
  readonly callingCode: Uint8Array
  readonly nationalPrefix: Uint8Array
  /** 1 at each possible length of a number without calling code and national prefix. */
  readonly isLength: Uint8Array
  /** Whether a number may begin with the zero that is a national prefix elsewhere. */
  readonly keepsZero: boolean
}

/** The digits of a run with their groups: group `g` is `digits[starts[g]..starts[g + 1])` and stands at `places[g]` in the text. */
interface Run {
  readonly digits: Uint8Array
  readonly starts: Uint8Array
  readonly places: Uint32Array
  /** 1 where white space or a slash stands before the group, 2 where it is more than one. */
  readonly wide: Uint8Array
  groups: number
  hasPlus: boolean
  /** Ended because it is too long: its last number may be incomplete. */
  isCut: boolean
}

function planOf({ callingCode, nationalPrefix, lengths = allLengths }: PhonePlan): Plan {
  const isLength = new Uint8Array(digitsMax + 1)
  for (const length of lengths) isLength[length] = 1
  return {
    callingCode: digitsOf(callingCode),
    nationalPrefix: digitsOf(nationalPrefix),
    isLength,
    keepsZero: nationalPrefix !== '0' || zeroKeepers.includes(callingCode),
  }
}

const allLengths = Array.from({ length: digitsMax }, (_, index) => index + 1)

const digitsOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))

/** Makes a finder that tries every number of a run in every form. */
export function phoneFinder(
  lookup: Lookup,
  phonePlans: readonly PhonePlan[],
  screen: Screen | undefined,
): PhoneFinder {
  const run: Run = {
    digits: new Uint8Array(runDigitsMax),
    starts: new Uint8Array(runDigitsMax + 1),
    places: new Uint32Array(runDigitsMax + 1),
    wide: new Uint8Array(runDigitsMax + 1),
    groups: 0,
    hasPlus: false,
    isCut: false,
  }
  const readRun = runReader(run)
  const testForms = formTester(lookup, run.digits, phonePlans)

  /** The longest number from this group that the filter claims; returns the group behind it, or 0. */
  function longest(group: number, isInternational: boolean): number {
    const { starts, wide, groups } = run
    const start = starts[group] ?? 0
    for (let end = groups; end > group; end -= 1) {
      if (end < groups && wide[end] === 0) continue
      const length = (starts[end] ?? 0) - start
      if (length < digitsMin) return 0
      if (length > digitsMax || screen?.phone(run.digits, start + length) === false) continue
      if (testForms(start, start + length, isInternational)) return end
    }
    return 0
  }

  /** Whether a later group may begin a number of its own, although the run could be one number. */
  function beginsNumber(group: number, total: number): boolean {
    const start = run.starts[group] ?? 0
    if (total > e164DigitsMax) {
      // In a row of small numbers, three neighbours are a telephone number by chance.
      const isWhole = (run.starts[group + 1] ?? 0) - start >= digitsMin
      if (isWhole || run.hasPlus || run.wide[group] === 2) return true
    } else if (run.hasPlus) return false
    return run.digits[start] === zero || (group === 1 && start <= listNumberDigitsMax)
  }

  return (units, at) => {
    const behind = readRun(units, at)
    const { starts, wide } = run
    const total = starts[run.groups] ?? 0
    for (let group = 0; group < run.groups; ) {
      const start = starts[group] ?? 0
      if (run.isCut && group > 0 && total - start <= digitsMax) return run.places[group] ?? behind
      if (total - start < digitsMin) break
      const isFirst = group === 0
      const mayBegin = wide[group] !== 0 && beginsNumber(group, total)
      const found = isFirst || mayBegin ? longest(group, isFirst && run.hasPlus) : 0
      group = found > group ? found : group + 1
    }
    return behind
  }
}

const isLetter = (unit: number): boolean => (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a

/** Whether the digits at `at` go on a word that has digits already, as `a3f8e612…`: `HP0812…` is a label and its number. */
function isInsideWord(units: Uint16Array, at: number): boolean {
  let index = at - 1
  while (index >= 0 && at - index <= labelCharsMax && isLetter(units[index] ?? 0)) index -= 1
  const unit = units[index] ?? 0
  return index < at - 1 && unit >= zero && unit <= nine
}

/** Whether a word goes on behind the digits, as in `8E1C`; an extension is none: `x12`. */
function isWordBegun(units: Uint16Array, end: number): boolean {
  const unit = units[end] ?? 0
  if (!isLetter(unit)) return false
  const isExtension =
    (unit | 0x20) === 0x78 || ((unit | 0x20) === 0x65 && isLetter(units[end + 1] ?? 0))
  return !isExtension
}

/** Whether a group of four digits, a slash and a group of two or one end the run that has `length` digits, as in `1998/02/11`. */
const isYearAndMonth = ({ starts, groups }: Run, group: number, length: number): boolean => {
  const behind = starts[group + 1] ?? 0
  return group + 2 === groups && behind - (starts[group] ?? 0) === 4 && length - behind <= 2
}

/** Reads a run into `run`; returns the index behind it. Runs that are too long end at a group, and the rest is a run again. */
function runReader(run: Run): PhoneFinder {
  const classes = charClasses()
  return (units, at) => {
    const { digits, starts, wide, places } = run
    run.isCut = false
    run.hasPlus = (units[at] ?? 0) === plusSign
    run.groups = 0
    let length = 0
    let index = run.hasPlus ? at + 1 : at
    let behind = index
    // `212.8 176.5` are two decimal numbers.
    let hasDot = false
    let blankBehindDot = 0
    let slashBehind = -1
    const isTail = !run.hasPlus && isInsideWord(units, at)
    for (;;) {
      const separatorsEnd = index + separatorsMax
      const separatorsAt = index
      let blanks = run.groups === 0 ? 1 : 0
      while (index < separatorsEnd && classes[units[index] ?? 0] === charClass.separator) {
        if (isWideSeparator(units[index] ?? 0)) blanks += 1
        index += 1
      }
      if (run.groups > 0) {
        const isDot = index === separatorsAt + 1 && units[separatorsAt] === dot
        if (isDot && blankBehindDot > 0) {
          run.groups = blankBehindDot
          return places[blankBehindDot] ?? behind
        }
        if (blanks > 0 && hasDot && blankBehindDot === 0) blankBehindDot = run.groups
        if (isDot) hasDot = true
        // `17 -11 511` has a negative number in it, `1998/02/11` is a date.
        if (blanks > 0 && units[index - 1] === hyphen && index > separatorsAt + 1) return behind
        if (units[separatorsAt] === slash && index === separatorsAt + 1) {
          if (slashBehind >= 0 && isYearAndMonth(run, slashBehind, length)) {
            run.groups = slashBehind
            return behind
          }
          slashBehind = run.groups - 1
        }
      }
      const first = index
      const start = length
      while (classes[units[index] ?? 0] === charClass.digit) {
        if (length < runDigitsMax) digits[length] = units[index] ?? 0
        length += 1
        index += 1
      }
      if (index === first || length > runDigitsMax) {
        starts[run.groups] = start
        run.isCut = index > first
        // A single group that is too long is no number: pass over it.
        return run.groups === 0 ? Math.max(index, behind) : behind
      }
      starts[run.groups] = start
      if (isWordBegun(units, index)) return run.groups === 0 ? index : behind
      if (isTail && run.groups === 0) return index
      places[run.groups] = first
      wide[run.groups] = Math.min(blanks, 2)
      run.groups += 1
      behind = index
    }
  }
}

type FormTester = (start: number, end: number, isInternational: boolean) => boolean

/** Tests a number as international and by each plan; all plans are tried, so that a false claim hides no customer. */
function formTester(
  lookup: Lookup,
  digits: Uint8Array,
  phonePlans: readonly PhonePlan[],
): FormTester {
  const { bytes } = lookup
  const plans = phonePlans.map(planOf)
  bytes[1] = plusSign

  function test(prefix: Uint8Array | undefined, start: number, end: number): boolean {
    const prefixLength = prefix?.length ?? 0
    const length = prefixLength + end - start
    if (length < digitsMin || length > e164DigitsMax) return false
    bytes[1] = plusSign
    for (let index = 0; index < prefixLength; index += 1) bytes[2 + index] = prefix?.[index] ?? 0
    for (let index = start; index < end; index += 1) {
      bytes[2 + prefixLength + index - start] = digits[index] ?? 0
    }
    return lookup.test('phone', length + 1)
  }

  function startsWith(prefix: Uint8Array, start: number, end: number): boolean {
    if (prefix.length === 0 || prefix.length > end - start) return false
    for (let index = 0; index < prefix.length; index += 1) {
      if (digits[start + index] !== prefix[index]) return false
    }
    return true
  }

  /** As it is, and without a trunk prefix that stands behind the calling code: `+49 (0)30 …`. */
  function testInternational(start: number, end: number): boolean {
    let isFound = test(undefined, start, end)
    for (const { callingCode, nationalPrefix } of plans) {
      if (!startsWith(callingCode, start, end)) continue
      const trunk = start + callingCode.length
      if (!startsWith(nationalPrefix, trunk, end)) continue
      if (test(callingCode, trunk + nationalPrefix.length, end)) isFound = true
    }
    return isFound
  }

  return (start, end, isInternational) => {
    if (isInternational) return testInternational(start, end)
    let isFound = false
    const isZero = digits[start] === zero
    for (const { callingCode, nationalPrefix, isLength, keepsZero } of plans) {
      const rest = start + nationalPrefix.length
      if (isLength[end - rest] === 1 && startsWith(nationalPrefix, start, end)) {
        if (test(callingCode, rest, end)) isFound = true
      }
      if (isLength[end - start] === 1 && (!isZero || keepsZero)) {
        if (test(callingCode, start, end)) isFound = true
      }
    }
    if (!isZero) return testInternational(start, end) || isFound
    if (digits[start + 1] !== zero) return isFound
    return testInternational(start + 2, end) || isFound
  }
}
