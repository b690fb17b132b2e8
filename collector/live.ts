/** Tells open dashboards what changed. Holds no state: who comes late reads the API. */
import type { StreamEvents } from '../events/api.ts'

type Listener = (name: keyof StreamEvents, data: string, person?: string | null) => void

export interface Live {
  /** `person` is whom it is about; null where nobody is bound, left out where it is about nobody. */
  publish<K extends keyof StreamEvents>(
    name: K,
    data: StreamEvents[K],
    person?: string | null,
  ): void
  /** Returns how to stop listening. */
  subscribe(listener: Listener): () => void
  readonly listeners: number
}

export function createLive(): Live {
  const listeners = new Set<Listener>()
  return {
    publish: (name, data, person) => {
      const text = JSON.stringify(data)
      for (const listener of listeners) listener(name, text, person)
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get listeners() {
      return listeners.size
    },
  }
}
