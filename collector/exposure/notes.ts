/** One line for each event, to search in and to draw time lines of: when, whose, what, where, how many customers. Holds no account in its words. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { classUid } from '../../events/ocsf.ts'
import type { AnyEvent } from '../detect/any-event.ts'
import { hideHome } from '../people/hide-home.ts'
import type { Database } from '../store/database.ts'

/** What is kept of an event until it is written: its line and whose work it is. */
export interface Noted extends Line {
  readonly offset: number
  /** Of the event, UTC epoch milliseconds. */
  readonly time: number
  readonly class: number
  readonly account: string
  readonly hostname: string
  /** How many were confirmed in it. */
  readonly customers: number
}

const optional = Type.Optional
const Named = Type.Object({ name: Type.String() })

/** What is read of an event for its line; all of it may be missing. */
const Told = Type.Object({
  activity_name: optional(Type.String()),
  message: optional(Type.String()),
  status_detail: optional(Type.String()),
  file: optional(Type.Object({ name: Type.String(), path: Type.String() })),
  peripheral_device: optional(Named),
  web_resources: optional(Type.Array(Type.Object({ name: optional(Type.String()) }))),
  app: optional(Named),
  actor: optional(Type.Object({ process: optional(Named), app_name: optional(Type.String()) })),
  unmapped: optional(
    Type.Object({
      clientkeep: optional(
        Type.Object({
          place: optional(Type.Object({ kind: Type.String(), label: Type.String() })),
          peripheral: optional(Type.Object({ kind: optional(Type.String()) })),
        }),
      ),
    }),
  ),
})
const told = Compile(Told)

export interface Line {
  readonly activity: string
  readonly place: string | null
  readonly label: string | null
  readonly name: string
  /** Lower case: what a search looks in. */
  readonly words: string
}

const wordsCharsMax = 600

/** What is noted of an event. Pure. */
export function lineOf(event: AnyEvent): Line {
  const known: Static<typeof Told> = told.Check(event) ? event : {}
  const { file, peripheral_device, unmapped, actor, app } = known
  const place = unmapped?.clientkeep?.place
  const resource = known.web_resources?.[0]?.name
  const said = known.status_detail ?? known.message
  const name = file?.name ?? peripheral_device?.name ?? resource ?? said ?? app?.name ?? ''
  const parts = [
    name,
    file && hideHome(file.path),
    place?.label,
    unmapped?.clientkeep?.peripheral?.kind,
    actor?.process?.name,
    actor?.app_name,
    app?.name,
    said,
  ]
  return {
    activity: known.activity_name ?? '',
    place: place?.kind ?? null,
    label: place?.label ?? null,
    name: name.slice(0, 300),
    words: parts.filter(Boolean).join('\n').toLowerCase().slice(0, wordsCharsMax),
  }
}

/** A collector's own ticks say nothing but that time has passed. */
const isTick = ({ class_uid, device }: AnyEvent): boolean =>
  class_uid === classUid.applicationLifecycle && device?.uid === 'collector'

/** What is to be written of an event at its place in the journal; undefined where it says nothing. `account`: whose work it is. */
export function notedOf(
  event: AnyEvent,
  { offset, account = '', customers }: { offset: number; account?: string; customers: number },
): Noted | undefined {
  if (isTick(event)) return undefined
  const { time, class_uid, device } = event
  const hostname = device?.hostname ?? ''
  return { offset, time, class: class_uid, account, hostname, customers, ...lineOf(event) }
}

/** Gives the function that writes one line; `accountOf` gives the number of an account on an endpoint. */
export function openNoteWriter(database: Database) {
  const add = database.prepare<
    [number, number, number, number, string, string | null, string | null, string, number, string]
  >('INSERT INTO noted VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
  return (noted: Noted, accountOf: (account: string, hostname: string) => number): void => {
    add.run(
      noted.offset,
      Math.floor(noted.time / 1000),
      accountOf(noted.account, noted.hostname),
      noted.class,
      noted.activity,
      noted.place,
      noted.label,
      noted.name,
      noted.customers,
      noted.words,
    )
  }
}
