/** All sub-commands. A new one is a file beside this and a line here. */
import { Command } from 'commander'
import { agent } from './agent.ts'
import { approvals } from './approvals.ts'
import { backup, restore } from './backup.ts'
import { canary } from './canary.ts'
import { collector } from './collector.ts'
import { config } from './config.ts'
import { connectors } from './connectors.ts'
import { customers } from './customers.ts'
import { departures } from './departures.ts'
import { doctor } from './doctor.ts'
import { endpoints } from './endpoints.ts'
import { enrol } from './enrol.ts'
import { evaluate } from './evaluate.ts'
import { evidence } from './evidence.ts'
import { exports } from './exports.ts'
import { exposure } from './exposure.ts'
import { forget, traces } from './forget.ts'
import { holds } from './holds.ts'
import { notify } from './notify.ts'
import { people } from './people.ts'
import { producers } from './producers.ts'
import { rebuild } from './rebuild.ts'
import { rules } from './rules.ts'
import { scan } from './scan.ts'
import { signIn } from './sign-in.ts'
import { simulate } from './simulate.ts'
import { subjectAccess } from './subject-access.ts'
import { tuning } from './tuning.ts'
import { up } from './up.ts'
import { verify } from './verify.ts'
import { version } from './version.ts'

const commands = [
  up,
  collector,
  agent,
  customers,
  people,
  rules,
  departures,
  subjectAccess,
  forget,
  traces,
  exposure,
  evidence,
  exports,
  canary,
  approvals,
  holds,
  tuning,
  scan,
  signIn,
  enrol,
  endpoints,
  producers,
  backup,
  restore,
  verify,
  rebuild,
  config,
  notify,
  connectors,
  doctor,
  simulate,
  evaluate,
] as const

const exitCodes = `
Exit codes:
  0  done
  1  done, but something was refused, unreadable or missing; the output says what
  2  wrong arguments or input
  3  configuration, data folder or set-up needs attention
  4  not allowed, or not signed in
  5  already in use (data folder, port)
  6  not reachable, or no room (collector, disk)
  70 a bug

Start with:  clientkeep up --demo`

/** The command line, ready to parse. */
export function program(): Command {
  const root = new Command('clientkeep')
    .description("Keeps a company's client base in the company.")
    .version(version)
    .showHelpAfterError('(add --help to see what is possible)')
    .addHelpText('after', exitCodes)
    .exitOverride()
  for (const command of commands)
    root.addCommand(
      command().exitOverride().showHelpAfterError('(add --help to see what is possible)'),
    )
  return root
}
