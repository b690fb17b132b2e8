/** The program of the agent's package: `clientkeep-agent run`, as the service; `enrol` and `leave`, as an administrator or the package itself. */
import { existsSync, readFileSync } from 'node:fs'
import { Command } from 'commander'
import Type from 'typebox'
import Value from 'typebox/value'
import { enrol } from '../agent/identity.ts'
import { isKeyHere, openKeyStore } from '../agent/key-store.ts'
import { leaveAgent } from '../agent/leave.ts'
import { startAgent } from '../agent/main.ts'
import { serviceManager } from '../agent/systemd.ts'
import { consoleLog } from '../cli/log.ts'
import { runProgram } from '../cli/run-program.ts'
import { stopSignal } from '../cli/stopping.ts'
import { Fault } from '../events/fault.ts'

/** Of the package that this is part of: its manifest lies one folder up, here and in the bundle. */
const { version } = Value.Parse(
  Type.Object({ version: Type.String() }),
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')),
)
const stateDir = '/var/lib/clientkeep-agent'

const run = () =>
  new Command('run').description('run the agent; systemd does').action(async () => {
    const stopped = stopSignal()
    const manager = await serviceManager()
    const agent = await startAgent({ dir: stateDir, version, log: consoleLog('agent') })
    manager.ready()
    await stopped
    manager.stopping()
    await agent.stop()
  })

const enrolCommand = () =>
  new Command('enrol')
    .description(
      'enrol this endpoint with the token on standard input (or in CLIENTKEEP_ENROL_TOKEN)',
    )
    .action(async () => {
      const token = (process.env.CLIENTKEEP_ENROL_TOKEN ?? readFileSync(0, 'utf8')).trim()
      if (!existsSync(stateDir))
        throw new Fault('ERR_SETUP_MISSING', `${stateDir}: is missing; install the package again`)
      // Enrolled before: it stays the same endpoint. Else the service makes the key that seals, and takes the new identity under it.
      const keys = isKeyHere(stateDir) ? openKeyStore(stateDir) : undefined
      await enrol(stateDir, { token, version }, keys?.key('identity'))
      console.log('Enrolled. Start it with: systemctl start clientkeep-agent')
    })

const leave = () =>
  new Command('leave')
    .description('tell the collector that the agent is removed; the package does')
    .action(() => leaveAgent({ dir: stateDir, version, log: consoleLog('agent') }, 'Remove'))

const program = new Command('clientkeep-agent').version(version).exitOverride()
for (const command of [run, enrolCommand, leave]) program.addCommand(command().exitOverride())
await runProgram(program)
