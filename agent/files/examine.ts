/** Looks into one file that was written or moved: reads it, knows it again, has it held where policy says so, and tells. */
import { lstatSync } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { failedOutcome } from '../../content/sandbox.ts'
import type { ScanOutcome } from '../../content/scan.ts'
import { type FileMore, fileActivity } from '../../events/file-activity.ts'
import { shownPath, systemPath } from '../../events/path-bytes.ts'
import type { WatchPolicy } from '../../events/policy.ts'
import type { Account } from '../platform/platform.ts'
import { customersMeantIn } from '../scanner.ts'
import type { SensorContext } from '../sensor.ts'
import { Changed } from '../vault/take.ts'
import type { Waiting } from './change.ts'
import type { KnownContents } from './known-contents.ts'
import { type RemoteFolders, type RemoteStat, remoteStat } from './remote.ts'
import { whoseWork } from './whose.ts'

type Context = Pick<SensorContext<object>, 'platform' | 'scanner' | 'islands' | 'emit' | 'signal'>

/** What was done to the file after it was read, as part of its event. */
export type Verdict = Pick<FileMore, 'hold'> | undefined

export interface Examination extends Context {
  readonly order: () => WatchPolicy
  readonly contents: KnownContents
  readonly mayReadAttributes: boolean
  /** Decides on a file that was read, before its event is told; `account` is whose work it is. */
  readonly decide: (waiting: Waiting, outcome: ScanOutcome, account: Account) => Promise<Verdict>
  /** The file was written to while it was read: it comes again. */
  readonly again: (waiting: Waiting) => void
  readonly onVanished: () => void
  /** Whether it is what the agent itself gave back there; `modifiedAt`: epoch milliseconds. */
  readonly isGivenBack: (waiting: Waiting, outcome: ScanOutcome, modifiedAt: number) => boolean
  /** Whether the agent itself may have removed what was there. */
  readonly isTaken: (path: string) => boolean
  /** The folders that may not answer, where the file lies in one. */
  readonly remote: RemoteFolders | undefined
}

const fullMs = 200

/**
 * What a path is now; undefined where it is gone. What was just written is in the kernel's memory: asking by way of a thread takes seven to
 * nine times the CPU of asking at once (measured). Another machine may not answer, and is asked by a thread.
 */
async function look(
  { path, place }: Waiting,
  { remote, signal }: Examination,
): Promise<RemoteStat | undefined> {
  if (remote) return remote.stat(path, signal).catch(() => undefined)
  const stat =
    place.kind === 'network' ? await lstat(systemPath(path)).catch(() => undefined) : lstatNow(path)
  return stat && remoteStat(stat)
}

function lstatNow(path: string) {
  try {
    return lstatSync(systemPath(path), { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Scans as soon as there is room. */
async function scan(
  path: string,
  known: Parameters<Context['scanner']['scan']>[2],
  { scanner, signal }: Context,
): Promise<ScanOutcome> {
  for (;;) {
    const scanning = scanner.scan(path, signal, known)
    if (scanning) return scanning
    await delay(fullMs, undefined, { signal })
  }
}

/** Reads a file that lies where calls may not come back: a reader may hang there, and is ended. */
async function scanRemote(
  path: string,
  remote: RemoteFolders,
  parts: Context,
): Promise<ScanOutcome> {
  const file = await remote.open(path, parts.signal).catch((error: unknown) => String(error))
  parts.signal.throwIfAborted()
  if (typeof file === 'string') return failedOutcome(file)
  try {
    return await scan(path, { fd: file.fd }, parts)
  } finally {
    file.close()
  }
}

/** Host of the address that a file was downloaded from, and whether it is the CRM's. */
async function downloadOf(
  path: string,
  { platform, order, mayReadAttributes, remote }: Examination,
): Promise<FileMore['download']> {
  if (!mayReadAttributes || remote) return undefined
  const address = await platform.downloadedFrom(path)
  if (address === undefined || !URL.canParse(address)) return undefined
  const host = new URL(address).hostname
  if (host === '') return undefined
  const isCrm = (order().crm_hosts ?? []).some(
    crm => host === crm.toLowerCase() || host.endsWith(`.${crm.toLowerCase()}`),
  )
  return { host, is_crm: isCrm }
}

/** What lies inside and holds customers is an island; where it leads out, it is told as what went out. */
function noteIsland(
  { path, from, place }: Waiting,
  { summary }: ScanOutcome,
  { islands }: Context,
): void {
  if (from !== undefined) islands.note(from, 0)
  if (place.kind !== 'folder') return
  islands.note(path, customersMeantIn(summary))
}

/** Reads the file and tells of it. Rejects only when the signal aborts. */
export async function examine(waiting: Waiting, parts: Examination): Promise<void> {
  const { path, activity, place, drive, from, seenAt } = waiting
  const { remote } = parts
  const silences = remote?.silences(path)
  const before = await look(waiting, parts)
  parts.signal.throwIfAborted()
  if (before && !before.isFile) return
  // A feed that does not know who did it tells of a held file's end, too, as a write by whoever wrote it last.
  const mayBeOwn = activity === 'Update' || !waiting.doer.account
  if (!before && mayBeOwn && parts.isTaken(path)) return
  const size = place.kind === 'network' ? undefined : before?.size
  const outcome = await (remote ? scanRemote(path, remote, parts) : scan(path, { size }, parts))
  const { summary, sha256, sizeBytes } = outcome
  const after = await look(waiting, parts)
  parts.signal.throwIfAborted()
  const isOther =
    after && before && (after.mtimeMs !== before.mtimeMs || after.size !== before.size)
  // It was given up while its machine did not answer.
  const isCutOff = summary.status === 'failed' && remote?.silences(path) !== silences
  if (isOther || (isCutOff && after)) {
    parts.again(waiting)
    return
  }
  if (before && parts.isGivenBack(waiting, outcome, before.mtimeMs)) return
  if (!before) parts.onVanished()
  noteIsland(waiting, outcome, parts)
  if (from !== undefined) parts.contents.moved(from, path)
  const copyOf = parts.contents.see(path, sha256, summary)
  const download = before && (await downloadOf(path, parts))
  const { attribution, ran_as, ...who } = whoseWork(waiting, before?.uid, parts.platform)
  let verdict: Verdict
  try {
    verdict = after && (await parts.decide(waiting, outcome, who.account))
  } catch (error) {
    if (!(error instanceof Changed)) throw error
    parts.again(waiting)
    return
  }
  parts.emit(fileActivity, {
    time: seenAt,
    activity,
    ...who,
    path,
    name: basename(path),
    parent: dirname(path),
    sizeBytes: before?.size ?? sizeBytes,
    ...(before ? { modifiedAt: Math.round(before.mtimeMs) } : {}),
    ...(summary.status === 'failed' ? {} : { sha256 }),
    place,
    scan: summary,
    more: {
      ...(attribution && { attribution }),
      ...(ran_as !== undefined && { ran_as }),
      ...(from !== undefined && { moved_from: shownPath(from) }),
      ...(drive && { drive }),
      ...(copyOf && { copy_of: { ...copyOf, path: shownPath(copyOf.path) } }),
      ...(download && { download }),
      ...(waiting.carrier && { opening: { decision: 'allowed' as const, by: waiting.carrier } }),
      ...verdict,
    },
  })
}
