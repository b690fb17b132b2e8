/** The shape of a catalog: every message of the English one. What a language lacks does not compile. */
import type en from './en.ts'

type Like<T> = { readonly [K in keyof T]: T[K] extends string ? string : Like<T[K]> }

export type Catalog = Like<typeof en>
