/** The agent that `clientkeep up` starts beside the collector: a process of its own, started again when it dies, never left behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { commandFile } from './options.ts'

export interface LocalAgent {
  /** Why it does not run, undefined while it does. */
  readonly failure: string | undefined
  stop(): Promise<void>
}

interface Settings {
  readonly dir: string
  readonly collector: string
  readonly log: string
  readonly newEnrolToken: () => string
  readonly onFailure: (reason: string) => void
}

const restartMsMax = 30_000
const killAfterMs = 5000

export function startLocalAgent(settings: Settings): LocalAgent {
  let child: ChildProcess | undefined
  let isStopping = false
  let failure: string | undefined
  let restartMs = 500

  function launch(): void {
    if (isStopping) return
    const startedAt = Date.now()
    const args = [
      ...process.execArgv,
      commandFile,
      'agent',
      '--data',
      settings.dir,
      '--collector',
      settings.collector,
      '--log',
      settings.log,
    ]
    const env = { ...process.env, CLIENTKEEP_ENROL_TOKEN: settings.newEnrolToken() }
    const running = spawn(process.execPath, args, {
      env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child = running
    let said = ''
    running.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000)
    })
    running.once('exit', (code, signal) => {
      child = undefined
      if (isStopping) return
      failure = said.trim() || `ended with ${signal ?? code}`
      settings.onFailure(failure)
      restartMs =
        Date.now() - startedAt > restartMsMax ? 500 : Math.min(restartMs * 2, restartMsMax)
      setTimeout(launch, restartMs).unref()
    })
  }

  launch()
  return {
    get failure() {
      return child ? undefined : failure
    },
    stop: async () => {
      isStopping = true
      const running = child
      if (!running) return
      const ended = new Promise<void>(resolve => running.once('exit', () => resolve()))
      running.kill('SIGTERM')
      const timer = setTimeout(() => running.kill('SIGKILL'), killAfterMs)
      await ended
      clearTimeout(timer)
    },
  }
}
