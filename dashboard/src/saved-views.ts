/** Searches of the queue that somebody keeps for themselves, in this browser. A view is an address. */
import { createStore } from './store.ts'

export interface View {
  readonly name: string
  /** Of the queue: `/alerts?assignee=me`. */
  readonly href: string
}

const storageKey = 'clientkeep.views'
const viewsMax = 20

const isView = (value: unknown): value is View =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'href' in value &&
  typeof value.href === 'string' &&
  value.href.startsWith('/alerts')

function kept(): readonly View[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(value) ? value.filter(isView) : []
  } catch {
    return []
  }
}

export const views = createStore<readonly View[]>(kept())

function keep(next: readonly View[]): void {
  localStorage.setItem(storageKey, JSON.stringify(next))
  views.set(next)
}

/** Keeps a view; one of the same name is replaced, the oldest goes where there are too many. */
export const saveView = (view: View): void =>
  keep([...views.get().filter(({ name }) => name !== view.name), view].slice(-viewsMax))

export const forgetView = (name: string): void =>
  keep(views.get().filter(view => view.name !== name))
