/** Installs the agent as a service, and takes it away again. What Windows brings does the work: sc, icacls, schtasks, reg. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { win32 } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { serviceControl } from '../../agent/platform/win32/service.ts'
import { Fault } from '../../events/fault.ts'
import { deskTaskXml } from './desk-task.ts'
import { dataDir, deskTask, displayName, programDir, serviceName, tokenFile } from './names.ts'

const eventSource = `HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\${displayName}`
/** Knows the entries 1 to 1000 by their text alone; part of every Windows. */
const messageFile = '%SystemRoot%\\System32\\EventCreate.exe'
/** Well-known SIDs, since groups have other names in other languages. */
const system = '*S-1-5-18'
const administrators = '*S-1-5-32-544'
const stopMsMax = 40_000

function run(program: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    windowsHide: true,
  })
  const said = `${stdout ?? ''}${stderr ?? ''}`.trim()
  return { isDone: status === 0, said: error ? String(error) : said }
}

/** Runs a program of Windows; throws with what it said where it fails. */
function must(program: string, ...args: readonly string[]): void {
  const { isDone, said } = run(program, args)
  if (isDone) return
  throw new Fault('ERR_SETUP_MISSING', `${program} ${args[0]} failed: ${said}`)
}

const isInstalled = (): boolean => run('sc.exe', ['query', serviceName]).isDone
const isStopped = (): boolean => !/RUNNING|PENDING/.test(run('sc.exe', ['query', serviceName]).said)

async function stopped(): Promise<void> {
  const deadline = performance.now() + stopMsMax
  while (!isStopped()) {
    if (performance.now() > deadline)
      throw new Fault('ERR_SETUP_MISSING', `the service ${serviceName} does not stop; end it first`)
    await delay(200)
  }
}

function guardData(): void {
  mkdirSync(dataDir, { recursive: true })
  const rights = [system, administrators].flatMap(who => ['/grant:r', `${who}:(OI)(CI)F`])
  must('icacls.exe', dataDir, '/inheritance:r', ...rights)
}

function registerService(): void {
  const node = win32.join(programDir, 'bin', 'node.exe')
  const command = `"${node}" "${win32.join(programDir, 'lib', 'agent.js')}" service "${dataDir}"`
  const how = ['binPath=', command, 'start=', 'auto', 'DisplayName=', displayName]
  if (!isInstalled()) must('sc.exe', 'create', serviceName, ...how)
  // What Windows asks for beyond running is told where it fails, and no reason to stop.
  const extras: readonly (readonly string[])[] = [
    ['config', serviceName, ...how],
    ['description', serviceName, 'Tells when customer data leaves this computer.'],
    [
      'failure',
      serviceName,
      'reset=',
      '86400',
      'actions=',
      'restart/2000/restart/10000/restart/60000',
    ],
    ['failureflag', serviceName, '1'],
  ]
  for (const args of extras) {
    const { isDone, said } = run('sc.exe', args)
    if (!isDone) console.error(`sc ${args[0]}: ${said}`)
  }
}

function registerEventSource(): void {
  const values = [
    ['EventMessageFile', 'REG_EXPAND_SZ', messageFile],
    ['TypesSupported', 'REG_DWORD', '7'],
  ] as const
  for (const [name, type, value] of values)
    must('reg.exe', 'add', eventSource, '/v', name, '/t', type, '/d', value, '/f')
}

/** The agent's part in people's sessions: without it copies are not seen, which the agent tells. */
function registerDesk(): void {
  const xml = win32.join(tmpdir(), 'clientkeep-desk.xml')
  writeFileSync(xml, deskTaskXml(programDir), 'utf16le')
  const { isDone, said } = run('schtasks.exe', ['/create', '/tn', deskTask, '/xml', xml, '/f'])
  rmSync(xml, { force: true })
  if (isDone) run('schtasks.exe', ['/run', '/tn', deskTask])
  else console.error(`The agent's part in people's sessions was not registered: ${said}`)
}

/** Installs or updates from the folder `from`; the token enrols this endpoint. Throws Faults that say what failed. */
export async function install(from: string, token: string | undefined): Promise<void> {
  if (isInstalled()) {
    run('sc.exe', ['stop', serviceName])
    await stopped()
  }
  if (win32.resolve(from).toLowerCase() !== programDir.toLowerCase()) {
    run('schtasks.exe', ['/end', '/tn', deskTask])
    cpSync(from, programDir, { recursive: true })
  }
  guardData()
  if (token !== undefined && token !== '') writeFileSync(tokenFile(dataDir), token)
  registerEventSource()
  registerService()
  must('sc.exe', 'start', serviceName)
  registerDesk()
}

/** Tells the collector, and takes service, task and event source away. The data stays unless it shall go too. */
export async function uninstall(isDataRemoved: boolean): Promise<void> {
  if (isInstalled()) {
    run('sc.exe', ['control', serviceName, String(serviceControl.leave)])
    run('sc.exe', ['stop', serviceName])
    await stopped()
    must('sc.exe', 'delete', serviceName)
  }
  run('schtasks.exe', ['/end', '/tn', deskTask])
  run('schtasks.exe', ['/delete', '/tn', deskTask, '/f'])
  run('reg.exe', ['delete', eventSource, '/f'])
  if (isDataRemoved) rmSync(dataDir, { recursive: true, force: true })
}
