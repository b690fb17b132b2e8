/** Who looks: whose names they may see now, and which people at all. */

export interface Viewer {
  /** Empty for nobody in particular: then no name is ever shown. */
  readonly user: string
  /** Whether this person (or, with null, an account that nobody is bound to) is theirs to see. */
  sees(person: string | null): boolean
}

/** Sees everybody, and no name. */
export const nobody: Viewer = { user: '', sees: () => true }
