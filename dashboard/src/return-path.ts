/** Remembers where somebody was when asked to sign in; links open in a new tab, so it outlives this one. */
const storageKey = 'clientkeep.return'

/** A page of ours: no other site's address and no way back to signing in. */
const isOurs = (path: string): boolean =>
  /^\/[a-z]/.test(path) && !/^\/(sign-in|join)(\/|\?|$)/.test(path)

export function keepReturn(path: string): void {
  if (isOurs(path)) localStorage.setItem(storageKey, path)
}

/** The remembered page, once; undefined where there is none. */
export function takeReturn(): string | undefined {
  const path = localStorage.getItem(storageKey)
  localStorage.removeItem(storageKey)
  return path !== null && isOurs(path) ? path : undefined
}
