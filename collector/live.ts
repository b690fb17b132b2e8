/** Tells open dashboards what changed. Holds no state: who comes late reads the API. */
import type { StreamEvents } from '../events/api.ts'

export interface Live {
  publish<K extends keyof StreamEvents>(name: K, data: StreamEvents[K]): void
  /** Returns how to stop listening. */
  subscribe(listener: (name: keyof StreamEvents, data: string) => void): () => void
  readonly listeners: number
}

export function createLive(): Live {
  const listeners = new Set<(name: keyof StreamEvents, data: string) => void>()
  return {
    publish: (name, data) => {
      const text = JSON.stringify(data)
      for (const listener of listeners) listener(name, text)
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
