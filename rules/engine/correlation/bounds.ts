/** Compiles the bounds of a condition to one range and the few values in it that are left out. */
import type { Bound } from './correlation.ts'

/** What a value must lie in; NaN lies in none. */
export interface Range {
  readonly low: number
  readonly high: number
  readonly except: readonly number[]
}

const bits = new DataView(new ArrayBuffer(8))

/** The next double above a finite one. */
function above(number: number): number {
  if (number === 0) return Number.MIN_VALUE
  bits.setFloat64(0, number)
  bits.setBigInt64(0, bits.getBigInt64(0) + (number > 0 ? 1n : -1n))
  return bits.getFloat64(0)
}

/** The range that meets all bounds. */
export function rangeOf(bounds: readonly Bound[]): Range {
  const numbers = (...wanted: readonly Bound['comparison'][]) =>
    bounds.filter(({ comparison }) => wanted.includes(comparison)).map(({ number }) => number)
  return {
    low: Math.max(Number.NEGATIVE_INFINITY, ...numbers('gte', 'eq'), ...numbers('gt').map(above)),
    high: Math.min(
      Number.POSITIVE_INFINITY,
      ...numbers('lte', 'eq'),
      ...numbers('lt').map(number => -above(-number)),
    ),
    except: numbers('neq'),
  }
}
