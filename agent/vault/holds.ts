/**
 * Decides on files at places that lead out: lets them be, warns, or moves them into the vault; and gives them back when a permit
 * or a typed code says so.
 */
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import type { ScanOutcome } from '../../content/scan.ts'
import { systemCode } from '../../events/fault.ts'
import { type FileMore, fileActivity, type Hold } from '../../events/file-activity.ts'
import { isAbout, meantBy } from '../../events/hold-order.ts'
import { limits } from '../../events/limits.ts'
import type { DevicePermit, HoldPermit } from '../../events/permit.ts'
import type { HoldPolicy, Policy, VolumeAccess } from '../../events/policy.ts'
import { isSameDrive } from '../devices/identity.ts'
import type { Waiting } from '../files/change.ts'
import type { Notice } from '../notice-words.ts'
import type { Account, Drive } from '../platform/platform.ts'
import { customersIn } from '../scanner.ts'
import type { SensorContext } from '../sensor.ts'
import { openDaySum } from './day-sum.ts'
import { objection } from './hold-permit.ts'
import { openLeave, securedOrder } from './leave.ts'
import { isNoteName, noteName, noteText } from './note-text.ts'
import { Changed, type Facts, giveBack, holdOfPart, takeFile } from './take.ts'
import { typedCodes } from './typed-codes.ts'
import { type HeldFile, openVault } from './vault.ts'

type Context = Pick<
  SensorContext<object>,
  'dir' | 'key' | 'emit' | 'degraded' | 'log' | 'now' | 'verifyPermit' | 'platform'
>

export interface Holds {
  /** What becomes of a file that was read; `account` is whose work it is. Throws `Changed` where it is another one by now. */
  decide(
    waiting: Waiting,
    outcome: ScanOutcome,
    account: Account,
  ): Promise<Pick<FileMore, 'hold'> | undefined>
  /** Takes over what a policy says of single people; to be called before `obey`. */
  learn(policy: Policy): Promise<void>
  /** Carries out the permits for what is held. */
  obey(): Promise<void>
  /** What somebody may do with a stick, where that is said of them in person. */
  accessTo(drive: Drive, account: string | undefined): VolumeAccess | undefined
  /** A file may be a note with a code in it; true where it is a note. */
  readNote(path: string): Promise<boolean>
  /** Whether the agent itself put a file there: a note, or one that it gave back. */
  isOwn(path: string): boolean
  /** Whether it is what the agent itself gave back there, untouched since; `modifiedAt`: epoch milliseconds. */
  isGivenBack(waiting: Waiting, outcome: ScanOutcome, modifiedAt: number): boolean
  /** Whether the agent itself may have removed what was there: a note, or a file that it holds. */
  isTaken(path: string): boolean
  /** Tries again to give back what had no place to go. */
  retry(): Promise<void>
}

/** What a hold says of a file's content. */
type Content = Pick<Hold, 'customers' | 'rows' | 'day' | 'unread'>

/** Let go once is let go there: on the same drive, under whatever name. */
const isCopy = ({ place, drive }: Waiting, { sha256 }: ScanOutcome, file: HeldFile): boolean =>
  file.sha256 === sha256 && file.place.path === place.path && isSameDrive(file.drive, drive)

/** FAT has times in steps of two seconds. */
const coarseMs = 2000

/** `tell` shows a notice to an account. */
export function createHolds(context: Context, tell: (uid: string, notice: Notice) => void): Holds {
  const { emit, now, log } = context
  const { holdFolder } = context.platform
  const vault = openVault(join(context.dir, 'vault'), context.key('vault'))
  const leave = openLeave(join(context.dir, 'permits.used'), context.key('vault'), context)
  const day = openDaySum(join(context.dir, 'taken.day'), context.key('vault'), context)
  let policy: Policy | undefined
  let permits: readonly HoldPermit[] = []
  /** Files that are being given back: they may be seen where they were before that is noted. */
  const returning = new Set<string>()
  const open = () => vault.list().filter(({ state }) => state === 'held' || state === 'blocked')

  function told(file: HeldFile, hold: Hold): void {
    emit(fileActivity, {
      time: now(),
      activity: hold.state === 'released' ? ('Create' as const) : ('Update' as const),
      account: file.account,
      path: file.path,
      name: basename(file.path),
      parent: dirname(file.path),
      sizeBytes: file.size,
      sha256: file.sha256,
      place: file.place,
      more: { hold, ...(file.drive && { drive: file.drive }) },
    })
  }

  const holdOf = (file: HeldFile, state: Hold['state'], reason?: string): Hold => ({
    id: file.id,
    state,
    customers: file.customers,
    rows: file.rows,
    ...(file.day !== undefined && { day: file.day }),
    ...(file.unread && { unread: file.unread }),
    ...(reason !== undefined && { reason }),
  })

  /** Another stick may be mounted where the file was, under the same name. */
  async function isPlaceBack({ id, place, drive }: HeldFile): Promise<boolean> {
    if (!drive) return true
    const drives = await context.platform.removableDrives()
    // Of several at one path the last is on top.
    const there = drives.findLast(({ path }) => path === place.path)
    if (!there) return false
    if (isSameDrive(there.identity, drive)) return true
    log.warn({ hold: id }, 'another drive is where the file was: it is not given back there')
    return false
  }

  /** Whether a path is one of the agent's own, for a moment; anybody can give that name to a file that stays. */
  const isPart = (path: string, isOver: boolean): boolean => {
    const id = holdOfPart(path)
    return id !== undefined && (isOver ? vault.get(id) !== undefined : returning.has(id))
  }

  const isLetGo = ({ id, state }: HeldFile): boolean => state === 'released' || returning.has(id)

  /** True where it is back. */
  async function release(file: HeldFile): Promise<boolean> {
    if (!(await isPlaceBack(file))) return false
    returning.add(file.id)
    try {
      return await bringBack(file)
    } finally {
      returning.delete(file.id)
    }
  }

  async function bringBack(file: HeldFile): Promise<boolean> {
    let path: string | undefined
    try {
      path = await giveBack(vault, file, holdFolder)
    } catch (error) {
      context.degraded(`a held file could not be given back: ${systemCode(error) ?? String(error)}`)
      return false
    }
    if (path === undefined) return false
    const back = { ...file, path, state: 'released' as const }
    vault.note(back)
    vault.drop(file.id)
    told(back, holdOf(file, 'released'))
    if (file.account.uid !== undefined) {
      const notice = { file: basename(path), place: file.place.label }
      tell(file.account.uid, { kind: 'file-released', ...notice })
    }
    return true
  }

  async function obeyOne(permit: HoldPermit): Promise<void> {
    const file = open().find(({ id }) => id === permit.hold)
    if (!file) return
    const why = objection(permit, file, now())
    if (why !== undefined) log.warn({ hold: file.id, why }, 'a permit was not carried out')
    else if (permit.action === 'release') await release(file)
    else {
      vault.note({ ...file, state: 'refused' })
      vault.drop(file.id)
      told(file, holdOf(file, 'refused'))
    }
  }

  async function obeyAll(): Promise<void> {
    for (const permit of permits) await obeyOne(permit)
  }

  async function learn(next: Policy): Promise<void> {
    const holdPermits: HoldPermit[] = []
    const devicePermits: DevicePermit[] = []
    for (const bundle of next.permits ?? []) {
      try {
        const permit = await context.verifyPermit(bundle)
        if ('hold' in permit) holdPermits.push(permit)
        else devicePermits.push(permit)
      } catch (error) {
        context.degraded(`a permit is not valid: ${String(error)}`)
      }
    }
    policy = next
    permits = holdPermits
    leave.learn(next, devicePermits)
  }

  async function take(
    { path, place, drive, doer }: Waiting,
    { sha256, ...content }: Content & Pick<ScanOutcome, 'sha256'>,
    account: Account,
    order: HoldPolicy,
  ): Promise<Hold> {
    // Being taken was cut short, or it was copied there once more.
    const before = open().find(
      file => file.path === path && file.sha256 === sha256 && isSameDrive(file.drive, drive),
    )
    const id = before?.id ?? randomBytes(5).toString('hex')
    const state = order.mode === 'block' ? 'blocked' : 'held'
    const note = join(dirname(path), noteName(basename(path)))
    const named = { id, name: basename(path), place, ...content }
    const facts: Facts = {
      id,
      state,
      path,
      note,
      place,
      ...(drive && { drive }),
      sha256,
      ...content,
      heldAt: now(),
      account,
      ...(doer.process && { process: doer.process }),
      tries: 0,
      noteText: noteText(named, order.ask, order.language ?? 'en'),
    }
    const file = await takeFile(vault, facts, holdFolder)
    return holdOf(file, state)
  }

  function notify(
    { path, place }: Waiting,
    { rows: _, ...content }: Content,
    { uid }: Account,
    { mode, ask }: HoldPolicy,
  ): void {
    if (uid === undefined) return
    const kind = mode === 'warn' ? 'file-warned' : 'file-held'
    tell(uid, { kind, ask, file: basename(path), place: place.label, ...content })
  }

  async function decide(waiting: Waiting, outcome: ScanOutcome, account: Account) {
    const general = policy?.watch.holds
    const order = leave.isSecured(account.name) ? securedOrder(general) : general
    if (!isAbout(order, waiting.place.kind)) return undefined
    const { status, rows } = outcome.summary
    const customers = customersIn(outcome.summary)
    const inADay = () => day.with(account.name, outcome) ?? 0
    const why = meantBy(order, { customers, status, day: inADay })
    if (!why) {
      if (order.day_max !== undefined) day.note(account.name, outcome)
      return undefined
    }
    const content = { customers, rows, ...why }
    const isReleased = vault.list().some(file => isLetGo(file) && isCopy(waiting, outcome, file))
    if (isReleased) return undefined
    const { sha256 } = outcome
    // Rows of what was not read cannot be counted.
    const permit = content.unread
      ? undefined
      : leave.use({ drive: waiting.drive, account: account.name, sha256, rows: content.rows })
    if (permit !== undefined)
      return { hold: { id: permit, state: 'permitted' as const, ...content } }
    const id = randomBytes(5).toString('hex')
    if (order.mode === 'warn') {
      notify(waiting, content, account, order)
      return { hold: { id, state: 'warned' as const, ...content } }
    }
    try {
      const hold = await take(waiting, { sha256, ...content }, account, order)
      notify(waiting, content, account, order)
      return { hold }
    } catch (error) {
      if (error instanceof Changed) throw error
      const reason = systemCode(error) ?? String(error).slice(0, 500)
      return { hold: { id, state: 'failed' as const, reason, ...content } }
    }
  }

  async function readNote(path: string): Promise<boolean> {
    if (!isNoteName(path)) return false
    // Lists of one name, one after the other or on several sticks, have their notes at one path.
    const noted = vault.list().filter(({ note }) => note === path)
    if (noted.length === 0) return false
    const files = noted.filter(
      ({ state, tries }) => state === 'held' && tries < limits.releaseTriesMax,
    )
    const key = policy?.release_key
    if (files.length === 0 || key === undefined) return true
    const typed = await typedCodes(path)
    const named = files.find(({ id }) => typed.isFor(id, { key, now: now() }))
    if (named) await release(named)
    else if (typed.isSome)
      for (const file of files) {
        const tries = file.tries + 1
        vault.note({ ...file, tries })
        context.degraded(`a wrong code was typed for hold ${file.id}, try ${tries}`, 1)
      }
    return true
  }

  return {
    decide,
    readNote,
    isOwn: path => isNoteName(path) || vault.list().some(file => file.path === path),
    isGivenBack: (waiting, outcome, modifiedAt) => {
      const isIt = (file: HeldFile): boolean =>
        isLetGo(file) &&
        isCopy(waiting, outcome, file) &&
        (file.path === waiting.path || returning.has(file.id)) &&
        Math.abs(file.modifiedAt - modifiedAt) <= coarseMs
      return isPart(waiting.path, false) || vault.list().some(isIt)
    },
    isTaken: path =>
      isNoteName(path) || isPart(path, true) || open().some(file => file.path === path),
    retry: obeyAll,
    learn,
    obey: obeyAll,
    accessTo: ({ identity }, account) => {
      if (leave.mayFill(identity, account)) return 'allow'
      return leave.isSecured(account) ? 'read-only' : undefined
    },
  }
}
