/** The clipboard of an X display: XFIXES tells each change of owner, XRes tells which process the owner is. */
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { systemCode } from '../../../events/fault.ts'
import type { Copy, Desktop, Handlers } from '../../clipboard/board.ts'
import type { Account } from '../platform.ts'
import type { Display } from './displays.ts'
import {
  asked,
  type ClientId,
  connect,
  type Fixes,
  type Property,
  type Resources,
  type XClient,
  type XEvent,
} from './x11.ts'
import { readSelection } from './x11-selection.ts'
import { cookieFor } from './xauthority.ts'

const board = 'CLIPBOARD'
const atomBytes = 4
/** Types of one copy are a handful; a program that offers more is not asked for all. */
const typesBytesMax = 256 * atomBytes
const localPid = 2

interface Change {
  readonly owner: number
  readonly time: number
}

/** Atoms by name and back; a server never forgets one. */
function atomTable(client: XClient) {
  const atoms = new Map<string, Promise<number>>()
  const names = new Map<number, Promise<string>>()
  return {
    atom(name: string): Promise<number> {
      const known = atoms.get(name) ?? asked<number>(done => client.InternAtom(false, name, done))
      atoms.set(name, known)
      return known
    },
    name(atom: number): Promise<string> {
      const known = names.get(atom) ?? asked<string>(done => client.GetAtomName(atom, done))
      names.set(atom, known)
      return known
    },
  }
}

/** The process behind a window, by what the server itself knows of its connection; undefined where it tells nothing. */
async function pidReader(
  client: XClient,
): Promise<(window: number) => Promise<number | undefined>> {
  const resources = await asked<Resources>(done => client.require('res', done)).catch(
    () => undefined,
  )
  if (!resources) return async () => undefined
  await asked(done => resources.QueryVersion(1, 2, done))
  return async window => {
    const specs = [{ client: window, mask: localPid }]
    const found = await asked<readonly ClientId[]>(done => resources.QueryClientIds(specs, done))
    return found[0]?.value[0]
  }
}

/** The class of a window's program (`WM_CLASS`), such as `Chromium`. */
async function classOf(
  client: XClient,
  window: number,
  wmClass: number,
): Promise<string | undefined> {
  const { data } = await asked<Property>(done =>
    client.GetProperty(0, window, wmClass, 0, 0, 256, done),
  )
  const [instance, name] = data.toString('latin1').split('\0')
  return name || instance || undefined
}

/** Opens the display; rejects with words for people. */
async function open({ name, xauthority }: Display) {
  try {
    const file = xauthority === undefined ? undefined : readFileSync(xauthority)
    const place = { display: name.slice(1), host: hostname() }
    return await connect(name, file && cookieFor(file, place))
  } catch (error) {
    const reason = systemCode(error) ?? (error instanceof Error ? error.message : String(error))
    throw new Error(`the display ${name} cannot be listened to (${reason.split('\n')[0]})`)
  }
}

/** Hands events to those who follow a window, and changes of the clipboard's owner to `onChange`. */
function dispatcher(client: XClient, onChange: (change: Change) => void) {
  const followers = new Map<number, (event: XEvent) => void>()
  client.on('event', event => {
    if (event.selectionTimestamp !== undefined) {
      if (event.owner) onChange({ owner: event.owner, time: event.selectionTimestamp })
      return
    }
    const window = event.name === 'SelectionNotify' ? event.requestor : event.wid
    if (window !== undefined) followers.get(window)?.(event)
  })
  return (window: number, onEvent: (event: XEvent) => void) => {
    followers.set(window, onEvent)
    return () => followers.delete(window)
  }
}

/** Changes one at a time, the newest; one that is replaced before it was looked at is missed. */
function newestOnly(onMissed: () => void) {
  let pending: Change | undefined
  let wake: () => void = () => {}
  return {
    get isStale() {
      return pending !== undefined
    },
    put(change: Change): void {
      if (pending) onMissed()
      pending = change
      wake()
    },
    async next(): Promise<Change> {
      for (;;) {
        const change = pending
        pending = undefined
        if (change) return change
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    },
  }
}

/** Everything that is asked of a display, once it is open. */
async function equip(client: XClient) {
  const { atom, name } = atomTable(client)
  const fixes = await asked<Fixes>(done => client.require('fixes', done))
  return {
    atom,
    name,
    fixes,
    selection: await atom(board),
    targets: await atom('TARGETS'),
    property: await atom('CLIENTKEEP'),
    incr: await atom('INCR'),
    wmClass: await atom('WM_CLASS'),
    pidOf: await pidReader(client),
  }
}

/** A list of atoms as a selection's owner hands it over. */
function atomsIn(bytes: Uint8Array): readonly number[] {
  const list = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = Math.floor(bytes.byteLength / atomBytes)
  return Array.from({ length: count }, (_, index) => list.getUint32(index * atomBytes, true))
}

/** Listens until the display ends. */
async function listen(display: Display, handlers: Handlers, onEnd: () => void): Promise<void> {
  const { onReady, onCopy, onMissed, signal } = handlers
  const { client, root } = await open(display)
  client.on('error', () => {})
  client.on('end', onEnd)
  signal.addEventListener('abort', () => client.terminate())
  if (signal.aborted) client.terminate()
  const changes = newestOnly(onMissed)
  const follow = dispatcher(client, changes.put)
  const { atom, name, fixes, selection, targets, property, incr, wmClass, pidOf } =
    await equip(client)
  fixes.SelectSelectionInput(root, selection, fixes.SelectionEventMask.SetSelectionOwner)
  // An answer to anything says that the server has done what was asked before.
  await asked<number>(done => client.InternAtom(false, 'CLIENTKEEP_READY', done))
  onReady()

  async function copyOf({ owner, time }: Change): Promise<Copy | undefined> {
    let isMissed = false

    /** Nothing where another copy has replaced it: whose content it would be is not known. Neither that nor what was not handed over was seen. */
    function unlessStale<T>(value: T | undefined): T | undefined {
      if (value !== undefined && !changes.isStale) return value
      if (!isMissed) onMissed()
      isMissed = true
      return undefined
    }

    const known = { client, root, selection, property, incr, time, follow }
    const question = { ...known, target: targets, bytesMax: typesBytesMax }
    const offered = unlessStale(await readSelection(question))
    if (!offered) return undefined
    const atoms = atomsIn(offered.bytes)
    const types = await Promise.all(atoms.map(each => name(each).catch(() => '')))
    const app = await classOf(client, owner, wmClass).catch(() => undefined)
    const pid = await pidOf(owner).catch(() => undefined)
    return {
      board,
      types,
      ...(app !== undefined && { app }),
      ...(pid !== undefined && { pid }),
      read: async (type, bytesMax) =>
        unlessStale(await readSelection({ ...known, target: await atom(type), bytesMax })),
    }
  }

  for (;;) {
    const copy = await copyOf(await changes.next())
    if (copy) await onCopy(copy)
  }
}

/** The desktop on an X display. */
export function x11Desktop(display: Display, account: Account): Desktop {
  const isGnome = display.desktop?.includes('GNOME') && display.xauthority?.includes('Xwayland')
  return {
    id: `x11 ${display.name}`,
    account,
    ...(isGnome && { weakness: 'GNOME on Wayland tells of copies by way of Xwayland only' }),
    listen: handlers =>
      // A connection that ended answers nothing any more: what waits for an answer is left behind.
      new Promise((resolve, reject) => {
        handlers.signal.addEventListener('abort', () => resolve())
        listen(display, handlers, resolve).then(resolve, reject)
      }),
  }
}
