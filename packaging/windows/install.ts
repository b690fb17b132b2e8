/** Installs the agent as a service, and takes it away again. What Windows brings does the work: sc, icacls, schtasks, reg. */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { win32 } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { controlService } from '../../agent/platform/win32/control-service.ts'
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
/** No program of Windows that is used here takes so long. */
const programMsMax = 60_000
const restMs = 500
/** A process that has just ended holds its files for a moment. */
const patience = { maxRetries: 40, retryDelay: 250 } as const

interface Ran {
  readonly isDone: boolean
  readonly said: string
}

/** What a program leaves running may keep its output open: it is waited for the end, and for the rest of the output a moment. */
function run(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise(resolve => {
    let said = ''
    const child = spawn(program, args, { windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const settle = (isDone: boolean) => {
      child.stdout.destroy()
      child.stderr.destroy()
      resolve({ isDone, said: said.trim() })
    }
    const timer = setTimeout(() => {
      child.kill()
      said += ' (did not end)'
      settle(false)
    }, programMsMax)
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    child.once('error', error => {
      clearTimeout(timer)
      said = error.message
      settle(false)
    })
    child.once('exit', code => {
      clearTimeout(timer)
      const rest = setTimeout(settle, restMs, code === 0)
      child.once('close', () => {
        clearTimeout(rest)
        settle(code === 0)
      })
    })
  })
}

/** Runs a program of Windows; throws with what it said where it fails. */
async function must(program: string, ...args: readonly string[]): Promise<void> {
  const { isDone, said } = await run(program, args)
  if (isDone) return
  throw new Fault('ERR_SETUP_MISSING', `${program} ${args[0]} failed: ${said}`)
}

/** A heap that grows by little, as the service on Linux has it. */
const frugal = '--max-semi-space-size=1 --heap-growing-percent=15'
const query = () => run('sc.exe', ['query', serviceName])
const isInstalled = async (): Promise<boolean> => (await query()).isDone
const isStopped = async (): Promise<boolean> => !/RUNNING|PENDING/.test((await query()).said)

async function stopped(): Promise<void> {
  const deadline = performance.now() + stopMsMax
  while (!(await isStopped())) {
    if (performance.now() > deadline)
      throw new Fault('ERR_SETUP_MISSING', `the service ${serviceName} does not stop; end it first`)
    await delay(200)
  }
}

async function guardData(): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  const rights = [system, administrators].flatMap(who => ['/grant:r', `${who}:(OI)(CI)F`])
  await must('icacls.exe', dataDir, '/inheritance:r', ...rights)
}

async function registerService(): Promise<void> {
  const node = win32.join(programDir, 'bin', 'node.exe')
  const agent = win32.join(programDir, 'lib', 'agent.js')
  const command = `"${node}" ${frugal} "${agent}" service "${dataDir}"`
  const how = ['binPath=', command, 'start=', 'auto', 'DisplayName=', displayName]
  if (!(await isInstalled())) await must('sc.exe', 'create', serviceName, ...how)
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
    const { isDone, said } = await run('sc.exe', args)
    if (!isDone) console.error(`sc ${args[0]}: ${said}`)
  }
}

async function registerEventSource(): Promise<void> {
  const values = [
    ['EventMessageFile', 'REG_EXPAND_SZ', messageFile],
    ['TypesSupported', 'REG_DWORD', '7'],
  ] as const
  for (const [name, type, value] of values)
    await must('reg.exe', 'add', eventSource, '/v', name, '/t', type, '/d', value, '/f')
}

/** The agent's part in people's sessions: without it copies are not seen, which the agent tells. */
async function registerDesk(): Promise<void> {
  const xml = win32.join(tmpdir(), 'clientkeep-desk.xml')
  writeFileSync(xml, deskTaskXml(programDir), 'utf16le')
  const { isDone, said } = await run('schtasks.exe', [
    '/create',
    '/tn',
    deskTask,
    '/xml',
    xml,
    '/f',
  ])
  rmSync(xml, { force: true })
  if (isDone) await run('schtasks.exe', ['/run', '/tn', deskTask])
  else console.error(`The agent's part in people's sessions was not registered: ${said}`)
}

/** Installs or updates from the folder `from`; the token enrols this endpoint. Throws Faults that say what failed. */
export async function install(from: string, token: string | undefined): Promise<void> {
  if (await isInstalled()) {
    await run('sc.exe', ['stop', serviceName])
    await stopped()
  }
  if (win32.resolve(from).toLowerCase() !== programDir.toLowerCase()) {
    await run('schtasks.exe', ['/end', '/tn', deskTask])
    cpSync(from, programDir, { recursive: true })
  }
  await guardData()
  if (token !== undefined && token !== '') writeFileSync(tokenFile(dataDir), token)
  await registerEventSource()
  await registerService()
  await must('sc.exe', 'start', serviceName)
  await registerDesk()
}

/** Tells the collector, and takes service, task and event source away. The data stays unless it shall go too. */
export async function uninstall(isDataRemoved: boolean): Promise<void> {
  if (await isInstalled()) {
    if (!controlService(serviceName, serviceControl.leave))
      await run('sc.exe', ['stop', serviceName])
    await stopped()
    await must('sc.exe', 'delete', serviceName)
  }
  await run('schtasks.exe', ['/end', '/tn', deskTask])
  await run('schtasks.exe', ['/delete', '/tn', deskTask, '/f'])
  await run('reg.exe', ['delete', eventSource, '/f'])
  if (isDataRemoved) rmSync(dataDir, { recursive: true, force: true, ...patience })
}
