/** Accounts of Windows: who is logged in at the machine, whose a file is, as whom a process runs. Ids are SIDs. */
import type { Account } from '../platform.ts'
import {
  advapi32,
  closeHandle,
  kernel32,
  koffi,
  localFree,
  textAt,
  textIn,
  user32,
  wtsapi32,
} from './libraries.ts'

const call = {
  consoleSession: kernel32.func('uint32_t __stdcall WTSGetActiveConsoleSessionId()'),
  query: wtsapi32.func(
    'int __stdcall WTSQuerySessionInformationW(intptr_t server, uint32_t session, int what, _Out_ void **text, _Out_ uint32_t *bytes)',
  ),
  enumerate: wtsapi32.func(
    'int __stdcall WTSEnumerateSessionsW(intptr_t server, uint32_t zero, uint32_t version, _Out_ void **sessions, _Out_ uint32_t *count)',
  ),
  free: wtsapi32.func('void __stdcall WTSFreeMemory(void *memory)'),
  lookupName: advapi32.func(
    'int __stdcall LookupAccountNameW(str16 system, str16 name, void *sid, _Inout_ uint32_t *sidBytes, void *domain, _Inout_ uint32_t *domainChars, _Out_ int *use)',
  ),
  lookupSid: advapi32.func(
    'int __stdcall LookupAccountSidW(str16 system, void *sid, void *name, _Inout_ uint32_t *nameChars, void *domain, _Inout_ uint32_t *domainChars, _Out_ int *use)',
  ),
  sidText: advapi32.func('int __stdcall ConvertSidToStringSidW(void *sid, _Out_ void **text)'),
  securityOf: advapi32.func(
    'uint32_t __stdcall GetNamedSecurityInfoW(str16 path, int type, uint32_t what, _Out_ void **owner, void *group, void *dacl, void *sacl, _Out_ void **descriptor)',
  ),
  openProcess: kernel32.func(
    'intptr_t __stdcall OpenProcess(uint32_t access, int inherit, uint32_t pid)',
  ),
  openToken: advapi32.func(
    'int __stdcall OpenProcessToken(intptr_t process, uint32_t access, _Out_ intptr_t *token)',
  ),
  tokenInformation: advapi32.func(
    'int __stdcall GetTokenInformation(intptr_t token, int what, void *buffer, uint32_t bytes, _Out_ uint32_t *needed)',
  ),
  station: user32.func('intptr_t __stdcall GetProcessWindowStation()'),
  stationInformation: user32.func(
    'int __stdcall GetUserObjectInformationW(intptr_t object, int what, void *buffer, uint32_t bytes, void *needed)',
  ),
} as const

const userName = 5
const domainName = 7
const active = 0
const fileObject = 1
const ownerInformation = 1
/** Of an account that people and programs log in with; groups and the system itself are others. */
const userUse = 1
const queryLimited = 0x1000
const tokenQuery = 8
const tokenUser = 1
/** SECURITY_MAX_SID_SIZE. */
const sidBytesMax = 68
const noSession = 0xffffffff
const stationFlags = 1
const visible = 1

function sessionText(session: number, what: number): string {
  const found: unknown[] = [null]
  if (!call.query(0, session, what, found, [0])) return ''
  const text = textAt(found[0])
  call.free(found[0])
  return text
}

function sidText(sid: unknown): string | undefined {
  const found: unknown[] = [null]
  if (!call.sidText(sid, found)) return undefined
  const text = textAt(found[0])
  localFree(found[0])
  return text
}

/** The account with a SID; undefined where it is none of a user. */
function accountOf(sid: unknown): Account | undefined {
  const [name, domain] = [Buffer.alloc(1024), Buffer.alloc(1024)]
  const use = [0]
  if (!call.lookupSid(null, sid, name, [512], domain, [512], use)) return undefined
  const uid = sidText(sid)
  return use[0] === userUse && uid !== undefined ? { name: textIn(name), uid } : undefined
}

const sids = new Map<string, string | undefined>()

function sidOf(domain: string, name: string): string | undefined {
  const full = domain === '' ? name : `${domain}\\${name}`
  if (sids.has(full)) return sids.get(full)
  const sid = Buffer.alloc(sidBytesMax)
  const isFound = call.lookupName(null, full, sid, [sid.length], Buffer.alloc(1024), [512], [0])
  const uid = isFound ? sidText(sid) : undefined
  sids.set(full, uid)
  return uid
}

/** The account of a session; undefined where nobody is logged in. */
function personIn(session: number): Account | undefined {
  const name = sessionText(session, userName)
  if (name === '') return undefined
  const uid = sidOf(sessionText(session, domainName), name)
  return { name, ...(uid !== undefined && { uid }) }
}

/** WTS_SESSION_INFOW: id, name, state. */
const sessionInfo = koffi.struct({ id: 'uint32_t', name: 'void *', state: 'int' })

function activeSessions(): number[] {
  const found: unknown[] = [null]
  const count = [0]
  if (!call.enumerate(0, 0, 1, found, count)) return []
  const sessions: { id: number; state: number }[] = koffi.decode(
    found[0],
    koffi.array(sessionInfo, count[0] ?? 0),
  )
  const ids = sessions.filter(({ state }) => state === active).map(({ id }) => id)
  call.free(found[0])
  return ids
}

/** The session that somebody sits in front of: that of the console, else the only one that is in use from afar; undefined where it cannot be told. */
export function deskSession(): number | undefined {
  const session = Number(call.consoleSession())
  if (session !== noSession && sessionText(session, userName) !== '') return session
  const used = activeSessions().filter(id => sessionText(id, userName) !== '')
  return used.length === 1 ? used[0] : undefined
}

const keptMs = 1000
let kept: { readonly at: number; readonly person: Account | undefined } | undefined

/** Who is logged in at the machine itself; asked of Windows at most once a second. */
export function personAtDesk(): Account | undefined {
  if (kept && performance.now() - kept.at < keptMs) return kept.person
  const session = deskSession()
  const person = session === undefined ? undefined : personIn(session)
  kept = { at: performance.now(), person }
  return person
}

/** The user that a file belongs to; undefined where it has no owner (FAT), or a group or the system is it. */
export function ownerOf(path: string): Account | undefined {
  const [owner, descriptor]: [unknown[], unknown[]] = [[null], [null]]
  const what = ownerInformation
  if (call.securityOf(path, fileObject, what, owner, null, null, null, descriptor) !== 0)
    return undefined
  const account = accountOf(owner[0])
  localFree(descriptor[0])
  return account
}

/** As whom a process runs; undefined where it has ended, or may not be asked. */
export function accountOfProcess(pid: number): Account | undefined {
  const handle = Number(call.openProcess(queryLimited, 0, pid))
  if (handle === 0) return undefined
  const token = [0]
  const isOpen = call.openToken(handle, tokenQuery, token)
  closeHandle(handle)
  if (!isOpen) return undefined
  const buffer = Buffer.alloc(256)
  const isTold = call.tokenInformation(token[0], tokenUser, buffer, buffer.length, [0])
  closeHandle(token[0] ?? 0)
  // TOKEN_USER: a pointer to the SID, which lies behind it.
  return isTold ? accountOf(koffi.decode(buffer, 'void *')) : undefined
}

/** Whether this process sees a desktop: services do not (USEROBJECTFLAGS: three numbers, the last has WSF_VISIBLE). */
export function hasDesktop(): boolean {
  const flags = Buffer.alloc(12)
  const isTold = call.stationInformation(call.station(), stationFlags, flags, flags.length, null)
  return Boolean(isTold) && (flags.readUInt32LE(8) & visible) === visible
}
