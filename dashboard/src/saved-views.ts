/** Searches of the queue and hunts that somebody keeps for themselves, in this browser. A view is an address. */
import { createStore } from './store.ts'

export interface View {
  readonly name: string
  /** `/alerts?assignee=me`, `/hunt?place=removable`. */
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
  /^\/(alerts|hunt)\b/.test(value.href)

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

/** Keeps a view; one of the same address is replaced, the oldest goes where there are too many. */
export const saveView = (view: View): void =>
  keep([...views.get().filter(({ href }) => href !== view.href), view].slice(-viewsMax))

export const forgetView = ({ href }: View): void =>
  keep(views.get().filter(view => view.href !== href))
