/** The page's clock: ticks four times a minute, so that ages stay right without a timer per row. */
import { createStore, useStore } from './store.ts'

const tickMs = 15_000
const clock = createStore(Date.now())
setInterval(() => clock.set(Date.now()), tickMs)

/** Now in UTC epoch milliseconds, up to a quarter of a minute old. */
export const useNow = (): number => useStore(clock)
