/** The token of a link, which stands in the fragment, so that no server and no log ever sees it. */

/** The token of the address, which stays there. */
export const readToken = (): string | null =>
  new URLSearchParams(location.hash.slice(1)).get('token')

/** The token of the address, once: it is removed from the address and from the history. For effects: a rendering may be begun anew. */
export function takeToken(): string | null {
  const token = readToken()
  if (token !== null) history.replaceState(history.state, '', location.pathname)
  return token
}
