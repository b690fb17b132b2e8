/** The agent as a Windows service: enrols with the token that the installation left, runs, and tells the event log. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { win32 } from 'node:path'
import type { Logger } from 'pino'
import { isEnrolled } from '../../agent/identity.ts'
import { leaveAgent } from '../../agent/leave.ts'
import { type AgentOptions, startAgent } from '../../agent/main.ts'
import { eventIds, logEvent } from '../../agent/platform/win32/event-log.ts'
import { becomeService, serviceControl } from '../../agent/platform/win32/service.ts'
import { fileLog } from '../../cli/log.ts'
import { displayName, serviceName, tokenFile } from './names.ts'

/** Windows may end the process as soon as it says that it has stopped. */
const flushed = (log: Logger): Promise<void> => new Promise(resolve => log.flush(() => resolve()))

/** An entry in the event log; one that cannot be written is no reason to stop. */
const told = (type: 'error' | 'information', id: number, text: string): void => {
  logEvent(displayName, { type, id, text })
}

async function start({ dir, version, log }: Pick<AgentOptions, 'dir' | 'version' | 'log'>) {
  const token = tokenFile(dir)
  const enrolToken = existsSync(token) ? readFileSync(token, 'utf8').trim() : undefined
  const agent = await startAgent({
    dir,
    version,
    log,
    ...(enrolToken !== undefined && { enrolToken }),
  })
  if (isEnrolled(dir)) rmSync(token, { force: true })
  return agent
}

/** Runs on the agent's folder until Windows says stop, or `leave`: then the collector is told that the agent is removed. */
export async function runService(dir: string, version: string): Promise<void> {
  const service = await becomeService(serviceName)
  mkdirSync(dir, { recursive: true })
  const logFile = win32.join(dir, 'agent.log')
  const log = fileLog(logFile, 'agent')
  // A service has no output: what ends it unforeseen is written down before it does.
  process.on('uncaughtExceptionMonitor', error => {
    appendFileSync(
      logFile,
      `${JSON.stringify({ level: 60, time: Date.now(), err: error.stack })}\n`,
    )
    told('error', eventIds.failed, `The agent ended unexpectedly: ${error.message}`)
  })
  try {
    const agent = await start({ dir, version, log })
    service.running()
    told('information', eventIds.started, `The agent ${version} started as ${agent.agentId}.`)
    const control = await service.ended
    log.info({ control }, 'asked to end')
    await agent.stop()
    if (control === serviceControl.leave) {
      await leaveAgent({ dir, version, log }, 'Remove')
      told('information', eventIds.removed, 'The agent is removed; the collector was told.')
    } else told('information', eventIds.stopped, 'The agent was stopped.')
    await flushed(log)
    await service.stopped(0)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    log.fatal({ err: error }, 'the agent cannot run')
    told('error', eventIds.failed, `The agent cannot run: ${why}`)
    await flushed(log)
    await service.stopped(1)
  }
  process.exit()
}
