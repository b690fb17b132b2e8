/** What the page says by itself: one visible notice with an undo, and sentences for screen readers. */
import { createStore } from './store.ts'

export interface Notice {
  readonly text: string
  readonly undo?: (() => void) | undefined
}

const noticeMs = 12_000

export const notice = createStore<Notice | null>(null)
export const announcement = createStore('')

let timer: ReturnType<typeof setTimeout> | undefined

/** Shows a notice for a while; the next one replaces it. */
export function notify(text: string, undo?: () => void): void {
  clearTimeout(timer)
  notice.set({ text, undo })
  timer = setTimeout(() => notice.set(null), noticeMs)
}

/** Read out by screen readers when they have a moment; not shown. */
export const announce = (text: string): void => announcement.set(text)
