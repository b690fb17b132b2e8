/** And, or, not over anything: what conditions and search identifiers have in common. */

/** An expression over leaves. */
export type Logic<Leaf> =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Logic<Leaf>[] }
  | { readonly kind: 'not'; readonly of: Logic<Leaf> }

/** Joins expressions; a single one stays as it is. */
export function join<Leaf>(kind: 'all' | 'any', of: readonly Logic<Leaf>[]): Logic<Leaf> {
  const [only] = of
  return only !== undefined && of.length === 1 ? only : { kind, of }
}

/** Puts an expression in the place of each leaf. */
export function substitute<From, To>(
  logic: Logic<From>,
  replace: (leaf: From) => Logic<To>,
): Logic<To> {
  if (logic.kind === 'leaf') return replace(logic.leaf)
  if (logic.kind === 'not') return { kind: 'not', of: substitute(logic.of, replace) }
  return { kind: logic.kind, of: logic.of.map(part => substitute(part, replace)) }
}

/** Compiles to a function that stops at the first part that decides. */
export function compileLogic<Leaf, Input>(
  logic: Logic<Leaf>,
  test: (leaf: Leaf) => (input: Input) => boolean,
): (input: Input) => boolean {
  if (logic.kind === 'leaf') return test(logic.leaf)
  if (logic.kind === 'not') {
    const inner = compileLogic(logic.of, test)
    return input => !inner(input)
  }
  const parts = logic.of.map(part => compileLogic(part, test))
  return logic.kind === 'all'
    ? input => parts.every(part => part(input))
    : input => parts.some(part => part(input))
}
