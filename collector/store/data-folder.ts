/** The data folder: who owns it, which format it has, and that only one collector uses it at a time. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'
import { Mode } from '../../events/api.ts'
import { Fault, systemCode } from '../../events/fault.ts'
import { type Database, holdFile } from './database.ts'

const format = 1
const Marker = Type.Object({ format: Type.Integer(), mode: Mode })
type Marker = Type.Static<typeof Marker>

/** Where a running collector can be reached; written beside the data, readable by the owner only. */
const Running = Type.Object({
  url: Type.String(),
  pid: Type.Integer(),
  /** Collectors from before do not say it. */
  version: Type.Optional(Type.String()),
  /** Over TLS: of the key that it shows now, `sha256/…`. */
  pin: Type.Optional(Type.String()),
  /** The address under which people open the pages, where the configuration says one. */
  site: Type.Optional(Type.String()),
})
export type Running = Type.Static<typeof Running>

export interface DataFolder {
  readonly dir: string
  readonly mode: Marker['mode']
  path(name: string): string
  announce(running: Running): void
  release(): void
}

function readMarker(dir: string): Marker | undefined {
  const path = join(dir, 'clientkeep.json')
  if (!existsSync(path)) return undefined
  const marker: unknown = parseJson(readFileSync(path, 'utf8'))
  if (!Value.Check(Marker, marker)) {
    throw new Fault(
      'ERR_DATA_DAMAGED',
      `${path}: not a Clientkeep data folder's marker; restore it or choose another folder with --data`,
    )
  }
  if (marker.format > format) {
    throw new Fault(
      'ERR_DATA_NEWER',
      `${dir}: written by a newer Clientkeep (folder format ${marker.format}, this one knows ${format}); ` +
        'update Clientkeep, or choose another folder with --data',
    )
  }
  return marker
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why this account may not read and write there, in words; undefined where it may. */
function whyForbidden(path: string): string | undefined {
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
    return undefined
  } catch (error) {
    const code = systemCode(error)
    // Others of this machine may take away what they made meanwhile.
    if (code === 'ENOENT') return undefined
    if (code === 'EROFS') return 'the disk is mounted read-only; mount it for writing'
    const { uid } = statSync(path)
    return `it belongs to user ${uid} and this is user ${process.getuid?.()}; give all of the folder to the account that runs the collector (chown -R), and use that for the commands too`
  }
}

/** A file of another account, as a restore or a command by root leaves, is told before anything is opened. */
function needRights(dir: string): void {
  const inside = ['.', 'events', 'tls', 'rules'].flatMap(folder => {
    const path = join(dir, folder)
    const entries = existsSync(path) ? readdirSync(path, { withFileTypes: true }) : []
    const files = entries.filter(entry => entry.isFile()).map(({ name }) => join(path, name))
    return existsSync(path) ? [path, ...files] : []
  })
  for (const path of [dir, ...inside]) {
    const why = whyForbidden(path)
    if (why !== undefined)
      throw new Fault('ERR_INPUT_FILE', `${path}: cannot be used as data folder: ${why}`)
  }
}

function prepare(dir: string, mode: Marker['mode']): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    needRights(dir)
    const marker = readMarker(dir)
    if (!marker) {
      writeFileSync(join(dir, 'clientkeep.json'), `${JSON.stringify({ format, mode })}\n`, {
        mode: 0o600,
      })
      chmodSync(dir, 0o700)
    } else if (marker.mode !== mode) {
      throw new Fault(
        'ERR_DATA_MIXED',
        marker.mode === 'demo'
          ? `${dir}: this folder holds demo data; start it with --demo, or choose another folder with --data`
          : `${dir}: this folder holds real data; the demo never mixes with it: leave out --demo or choose another folder with --data`,
      )
    }
  } catch (error) {
    if (error instanceof Fault) throw error
    const code = systemCode(error) ?? 'unknown error'
    throw new Fault(
      'ERR_INPUT_FILE',
      `${dir}: cannot be used as data folder (${code}); check its permissions or choose another with --data`,
      { cause: error },
    )
  }
}

/** An operating-system lock that a killed process leaves open. */
function lock(dir: string): Database {
  const held = holdFile(join(dir, 'lock.db'))
  if (held) return held
  const running = readRunning(dir)
  const who = running ? ` (process ${running.pid}, ${running.url})` : ''
  throw new Fault(
    'ERR_DATA_LOCKED',
    `${dir}: already in use by another Clientkeep${who}; stop it first, or choose another folder with --data`,
  )
}

/** The collector that says it runs on this folder, or undefined. */
export function readRunning(dir: string): Running | undefined {
  const path = join(dir, 'running.json')
  if (!existsSync(path)) return undefined
  const running: unknown = parseJson(readFileSync(path, 'utf8'))
  return Value.Check(Running, running) ? running : undefined
}

/** The mode that an existing folder was made for. */
export function readMode(dir: string): Marker['mode'] | undefined {
  return readMarker(dir)?.mode
}

/** Makes or opens the folder and locks it. Throws Fault ERR_DATA_LOCKED, ERR_DATA_NEWER, ERR_DATA_MIXED, ERR_INPUT_FILE. */
export function openDataFolder(dir: string, mode: Marker['mode']): DataFolder {
  prepare(dir, mode)
  const held = lock(dir)
  const runningPath = join(dir, 'running.json')
  rmSync(runningPath, { force: true })
  return {
    dir,
    mode,
    path: name => join(dir, name),
    announce: running => writeFileSync(runningPath, JSON.stringify(running), { mode: 0o600 }),
    release: () => {
      rmSync(runningPath, { force: true })
      held.close()
    },
  }
}
