/** Seeded random numbers: the same seed gives the same organisation on every machine. */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of the values; throws RangeError where there is none. */
  pick<T>(values: readonly T[]): T
  /** Normally distributed. */
  normal(mean: number, deviation: number): number
  /** Log-normally distributed: half of the values lie below `median`, two thirds within a factor of `spread`. */
  logNormal(median: number, spread: number): number
  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number
  /** An independent stream that depends on this one's seed and the name alone, not on what was drawn before. */
  fork(name: string): Random
}

/** 32-bit FNV-1a, mixed once more so that near names give far seeds. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes the usual tests. */
function sfc32(a: number, b: number, c: number): () => number {
  let [x, y, z, counter] = [a | 0, b | 0, c | 0, 1]
  const step = () => {
    const sum = (((x + y) | 0) + counter) | 0
    counter = (counter + 1) | 0
    x = y ^ (y >>> 9)
    y = (z + (z << 3)) | 0
    z = ((z << 21) | (z >>> 11)) + sum
    return (sum >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 12; round += 1) step()
  return step
}

/** The stream of a seed. */
export function randomOf(seed: string): Random {
  const next = sfc32(hashOf(seed), hashOf(`${seed}/`), hashOf(`/${seed}`))
  const normal = (mean: number, deviation: number): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return mean + deviation * radius * Math.cos(2 * Math.PI * next())
  }
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: probability => next() < probability,
    pick: values => {
      const value = values[Math.floor(next() * values.length)]
      if (value === undefined) throw new RangeError('nothing to pick from')
      return value
    },
    normal,
    logNormal: (median, spread) => median * Math.exp(normal(0, Math.log(spread))),
    poisson: mean => {
      // Knuth: fine for the small means of a day's work.
      const limit = Math.exp(-mean)
      let count = 0
      for (let product = next(); product > limit; product *= next()) count += 1
      return count
    },
    fork: name => randomOf(`${seed}|${name}`),
  }
}
