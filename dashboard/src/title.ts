/** The tab's title: how many alerts are new, the page, the product. */
import { useEffect } from 'react'
import { createStore } from './store.ts'

const page = createStore('')
const fresh = createStore(0)

function write(): void {
  const mark = fresh.get() > 0 ? `(${fresh.get()}) ` : ''
  const name = page.get() === '' ? '' : `${page.get()} · `
  document.title = `${mark}${name}Clientkeep`
}
page.subscribe(write)
fresh.subscribe(write)

/** Names the page in the title. */
export function useTitle(name: string): void {
  useEffect(() => page.set(name), [name])
}

/** Puts the number of new alerts in front of the title. */
export function useFreshInTitle(count: number): void {
  useEffect(() => fresh.set(count), [count])
}
