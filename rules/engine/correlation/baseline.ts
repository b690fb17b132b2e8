/** What is usual for a group: the largest value of each of its last days (UTC), and the same of the groups that share a field with it. */
import type { Baseline, Deviation } from './correlation.ts'
import { percentileOf } from './sorted-numbers.ts'
import { dayMs } from './timespan.ts'

/** The days of one group, in a ring that holds today and the days before it. */
interface History {
  readonly peaks: Float64Array
  firstDay: number
  lastDay: number
  /** The value of the field that peers share; empty where the event had none. */
  peers: string
}

/** The histories of all groups of one correlation. */
export class Baselines {
  readonly #baseline: Baseline
  readonly #days: number
  readonly #groupsMax: number
  /** The group that was seen last is last. */
  readonly #histories = new Map<string, History>()
  readonly #peers = new Map<string, Set<History>>()

  constructor(baseline: Baseline, groupsMax: number) {
    this.#baseline = baseline
    this.#days = Math.max(baseline.own?.days ?? 0, baseline.peers?.days ?? 0)
    this.#groupsMax = groupsMax
  }

  /** Takes in a value of today. NaN is none. Gives whether the oldest group had to make room. */
  observe(key: string, time: number, value: number, peers: string): boolean {
    const day = Math.floor(time / dayMs)
    let history = this.#histories.get(key)
    const isNew = history === undefined
    if (!history) {
      const peaks = new Float64Array(this.#days + 1)
      history = { peaks, firstDay: day, lastDay: day, peers: '' }
      this.#histories.set(key, history)
    }
    if (history.peers !== peers) this.#join(history, peers)
    if (day > history.lastDay) {
      this.#turn(history, day)
      this.#histories.delete(key)
      this.#histories.set(key, history)
    }
    const place = day % history.peaks.length
    const isKept = day > history.lastDay - history.peaks.length && day >= 0
    if (isKept && value > (history.peaks[place] ?? 0)) history.peaks[place] = value
    if (day < history.firstDay) history.firstDay = day
    return isNew && this.#forget()
  }

  /** Days without an event count as 0. */
  #turn(history: History, day: number): void {
    const days = history.peaks.length
    for (let next = Math.max(history.lastDay + 1, day - days + 1); next <= day; next++) {
      history.peaks[next % days] = 0
    }
    history.lastDay = day
  }

  #join(history: History, peers: string): void {
    const before = this.#peers.get(history.peers)
    before?.delete(history)
    if (before?.size === 0) this.#peers.delete(history.peers)
    history.peers = peers
    if (peers === '') return
    const together = this.#peers.get(peers) ?? new Set()
    this.#peers.set(peers, together.add(history))
  }

  #forget(): boolean {
    if (this.#histories.size <= this.#groupsMax) return false
    for (const [key, history] of this.#histories) {
      this.#join(history, '')
      this.#histories.delete(key)
      break
    }
    return true
  }

  /** Whether a value of the group is above what is usual for it. */
  isUnusual(key: string, time: number, value: number): boolean {
    const history = this.#histories.get(key)
    if (!history) return false
    const { own, peers } = this.#baseline
    const today = Math.floor(time / dayMs)
    if (own) {
      const days = daysBefore(history, today, own.days)
      if (days.length < own.minimum || !isAbove(value, days, own)) return false
    }
    if (!peers) return true
    const others = [...(this.#peers.get(history.peers) ?? [])]
      .filter(other => other !== history)
      .map(other => daysBefore(other, today, peers.days))
      .filter(days => days.length > 0)
    return others.length >= peers.minimum && isAbove(value, others.flat(), peers)
  }

  save(): unknown {
    return [...this.#histories].map(([key, { peaks, firstDay, lastDay, peers }]) => [
      ...[key, firstDay, lastDay, peers],
      daysBefore({ peaks, firstDay, lastDay, peers }, lastDay + 1, peaks.length),
    ])
  }

  load(saved: unknown): void {
    for (const entry of Array.isArray(saved) ? saved : []) {
      const [key, firstDay, lastDay, peers, days]: readonly unknown[] = Array.isArray(entry)
        ? entry
        : []
      if (typeof key !== 'string' || typeof peers !== 'string' || !Array.isArray(days)) continue
      if (typeof firstDay !== 'number' || typeof lastDay !== 'number') continue
      const peaks = new Float64Array(this.#days + 1)
      const history: History = { peaks, firstDay, lastDay, peers: '' }
      this.#join(history, peers)
      for (const [index, value] of days.entries()) {
        const day = lastDay - days.length + 1 + index
        if (typeof value === 'number') peaks[day % peaks.length] = value
      }
      this.#histories.set(key, history)
    }
  }
}

/** The peaks of the `count` days before `today`, from the first day that the group was seen on. */
function daysBefore(history: History, today: number, count: number): number[] {
  const { peaks, firstDay, lastDay } = history
  const days: number[] = []
  for (let day = Math.max(firstDay, today - count); day < today; day++) {
    if (day <= lastDay - peaks.length) continue
    days.push(day <= lastDay ? (peaks[day % peaks.length] ?? 0) : 0)
  }
  return days
}

function isAbove(value: number, sample: readonly number[], { deviations, percentile }: Deviation) {
  if (percentile !== undefined) {
    const sorted = Float64Array.from(sample).sort()
    return value > percentileOf(sorted.length, percentile, index => sorted[index] ?? Number.NaN)
  }
  const mean = sample.reduce((sum, each) => sum + each, 0) / sample.length
  const variance = sample.reduce((sum, each) => sum + (each - mean) ** 2, 0) / sample.length
  return value > mean + (deviations ?? 0) * Math.sqrt(variance)
}
