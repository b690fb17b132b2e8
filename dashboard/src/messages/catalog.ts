/** The shape of a catalog: every message of the English one. What a language lacks does not compile. */
import type en from './en.ts'
import type more from './en-more.ts'

type Like<T> = { readonly [K in keyof T]: T[K] extends string ? string : Like<T[K]> }

/** What the frame and the queue say: loaded before anything is drawn. */
export type FirstCatalog = Like<typeof en>
/** What is loaded together with the first page that says it. */
export type MoreCatalog = Like<typeof more>
export type English = typeof en & typeof more
export type Catalog = FirstCatalog & MoreCatalog
