/** Keeps a group silent for a while after a finding. */
import { dayMs } from './timespan.ts'

/** Events of a group may lag so far behind event time and still find its silence. */
const graceMs = dayMs

/** The groups that fired lately. */
export class Suppression {
  readonly #durationMs: number
  readonly #groupsMax: number
  /** The group's last finding; the group that fired last is last. */
  readonly #firedAt = new Map<string, number>()

  constructor(durationMs: number, groupsMax: number) {
    this.#durationMs = durationMs
    this.#groupsMax = groupsMax
  }

  /** Whether a finding of the group at `time` may be told; if so, the silence begins. `clock` is how far event time has come. */
  admits(key: string, time: number, clock: number): boolean {
    const last = this.#firedAt.get(key)
    if (last !== undefined && Math.abs(time - last) < this.#durationMs) return false
    this.#firedAt.delete(key)
    this.#firedAt.set(key, time)
    this.#forget(clock)
    return true
  }

  /** Drops a few silences that are long over, or the oldest where there are too many: those groups may be told of once more. */
  #forget(clock: number): void {
    let looked = 0
    for (const [key, firedAt] of this.#firedAt) {
      const isOver = clock - firedAt >= this.#durationMs + graceMs
      if (!isOver && this.#firedAt.size <= this.#groupsMax) return
      this.#firedAt.delete(key)
      if (++looked === 4) return
    }
  }

  save(): unknown {
    return [...this.#firedAt]
  }

  load(saved: unknown): void {
    for (const entry of Array.isArray(saved) ? saved : []) {
      const [key, time]: readonly unknown[] = Array.isArray(entry) ? entry : []
      if (typeof key === 'string' && typeof time === 'number') this.#firedAt.set(key, time)
    }
  }
}
