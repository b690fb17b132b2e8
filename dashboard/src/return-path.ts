/** Remembers where somebody was when asked to sign in; links open in a new tab, so it outlives this one. */
const storageKey = 'clientkeep.return'

const isOurs = (path: string): boolean =>
  /^\/(setup|alerts|account|access|reveals)(\/|$)/.test(path)

export function keepReturn(path: string): void {
  if (isOurs(path)) localStorage.setItem(storageKey, path)
}

/** The remembered page, once; undefined where there is none. */
export function takeReturn(): string | undefined {
  const path = localStorage.getItem(storageKey)
  localStorage.removeItem(storageKey)
  return path !== null && isOurs(path) ? path : undefined
}
