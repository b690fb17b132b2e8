/** The X11 client library, as far as we use it, with its types: it has none of its own. The only file that knows it. */
import { createRequire } from 'node:module'
import type { Cookie } from './xauthority.ts'

type Callback<T> = (error: unknown, value: T) => void

export interface Property {
  readonly type: number
  readonly bytesAfter: number
  readonly data: Buffer
}

/** Events of the core protocol and of XFIXES, by `name`; other fields are there as the event has them. */
export interface XEvent {
  readonly name: string
  readonly wid?: number
  readonly atom?: number
  readonly state?: number
  readonly requestor?: number
  readonly target?: number
  readonly property?: number
  readonly selection?: number
  readonly owner?: number
  readonly subtype?: number
  readonly selectionTimestamp?: number
}

export interface Fixes {
  readonly SelectionEventMask: { readonly SetSelectionOwner: number }
  SelectSelectionInput(window: number, selection: number, mask: number): void
}

export interface ClientId {
  readonly value: readonly number[]
}

export interface Resources {
  QueryVersion(major: number, minor: number, done: Callback<readonly number[]>): void
  QueryClientIds(
    specs: readonly { readonly client: number; readonly mask: number }[],
    done: Callback<readonly ClientId[]>,
  ): void
}

export interface XClient {
  atoms: Readonly<Record<string, number>>
  on(name: 'event', listener: (event: XEvent) => void): void
  on(name: 'error', listener: (error: unknown) => void): void
  on(name: 'end', listener: () => void): void
  terminate(): void
  AllocID(): number
  CreateWindow(
    ...parts: [
      ...geometry: [
        id: number,
        parent: number,
        x: number,
        y: number,
        width: number,
        height: number,
      ],
      ...look: [border: number, depth: number, kind: number, visual: number],
      values: { readonly eventMask: number },
    ]
  ): void
  DestroyWindow(id: number): void
  InternAtom(isOnlyIfExists: boolean, name: string, done: Callback<number>): void
  GetAtomName(atom: number, done: Callback<string>): void
  GetProperty(
    ...parts: [
      ...what: [isDeleted: number, window: number, name: number, type: number],
      ...range: [offset: number, length: number],
      done: Callback<Property>,
    ]
  ): void
  DeleteProperty(window: number, name: number): void
  ConvertSelection(
    ...parts: [requestor: number, selection: number, target: number, property: number, time: number]
  ): void
  require(name: 'fixes', done: Callback<Fixes>): void
  require(name: 'res', done: Callback<Resources>): void
}

interface Library {
  createClient(
    options: { readonly display: string; readonly auth: Cookie; readonly shm: false },
    done: Callback<{ readonly screen: readonly { readonly root: number }[] }>,
  ): XClient
}

/** Turns a call with a callback into a promise. */
export const asked = <T>(call: (done: Callback<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value)))
  })

/** `eventMask` for changes of properties. */
export const propertyChange = 0x400000

/** Connects to a display; rejects where it does not answer or refuses the cookie. */
export async function connect(
  display: string,
  cookie: Cookie | undefined,
): Promise<{ readonly client: XClient; readonly root: number }> {
  const library: Library = createRequire(import.meta.url)('x11')
  const auth = cookie ?? { name: '', data: '' }
  let client: XClient | undefined
  const { screen } = await asked<{ readonly screen: readonly { readonly root: number }[] }>(
    done => {
      client = library.createClient({ display, auth, shm: false }, done)
    },
  )
  // The library keeps the atoms of all displays in one table, as if they were the same everywhere.
  if (client) client.atoms = { ...client.atoms }
  const root = screen[0]?.root
  if (!client || root === undefined) throw new Error('the display has no screen')
  return { client, root }
}
