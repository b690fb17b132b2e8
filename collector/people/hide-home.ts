/** Paths as pseudonyms allow them: a home folder names its owner. Pure. */

/** `/home/anna/x` → `~/x`. */
export const hideHome = (path: string): string =>
  path.replace(/^(?:\/home\/[^/]+|\/root|\/Users\/[^/]+|[A-Za-z]:\\Users\\[^\\]+)(?=[/\\]|$)/, '~')
