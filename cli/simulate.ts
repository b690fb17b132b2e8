/** `clientkeep simulate`: writes a made-up company with thieves in it as a labelled set. */
import { Command, InvalidArgumentError } from 'commander'
import { Fault } from '../events/fault.ts'
import { absolute } from './options.ts'

interface SimulateOptions {
  readonly people: number
  readonly days: number
  readonly seed: string
  readonly start: string
  readonly thieves: number
  readonly stealth?: number
  readonly strength?: number
  readonly length?: number
  readonly out: string
}

const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= low && value <= high) return value
    throw new InvalidArgumentError(`a whole number from ${low} to ${high}`)
  }

const share =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text)
    if (text.trim() !== '' && value >= low && value <= high) return value
    throw new InvalidArgumentError(`a number from ${low} to ${high}`)
  }

function day(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(time).toISOString().startsWith(text)) return text
  throw new InvalidArgumentError('a date like 2026-01-05 (ISO 8601)')
}

export const simulate = (): Command =>
  new Command('simulate')
    .description('write a made-up company with thieves in it as a labelled set')
    .option('--people <count>', 'people of the company', whole(30, 100_000), 1000)
    .option('--days <count>', 'days of the log', whole(60, 1000), 120)
    .option('--seed <text>', 'the same seed gives the same set', '1')
    .option('--start <date>', 'first day', day, '2026-01-05')
    .option('--thieves <count>', 'thieves of each scenario', whole(0, 1000), 2)
    .option(
      '--stealth <0..1>',
      'how careful thieves are (drawn for each where left out)',
      share(0, 1),
    )
    .option(
      '--strength <0..1>',
      'share of the base that each is after (drawn where left out)',
      share(0, 1),
    )
    .option('--length <factor>', 'how long scenarios take, 1 as described', share(0.1, 10))
    .requiredOption('--out <dir>', 'folder to write; it is made')
    .addHelpText(
      'after',
      '\nWrites people.csv, events.ndjson.gz (OCSF), crm-access.log.gz and, apart from them, labels.csv.\n\nExample:\n  clientkeep simulate --people 1000 --days 120 --seed 7 --out /tmp/company\n  clientkeep evaluate /tmp/company',
    )
    .action(async ({ out, ...options }: SimulateOptions) => {
      const [{ simulate: run }, { writeSet, isEmptyFolder }, { scenarios }] = await Promise.all([
        import('../evaluation/simulate.ts'),
        import('../evaluation/formats/clientkeep.ts'),
        import('../evaluation/thieves/registry.ts'),
      ])
      const dir = absolute(out)
      if (!(await isEmptyFolder(dir)))
        throw new Fault('ERR_INPUT_INVALID', `${dir}: holds files already; give a new folder`)
      const simulation = run(options)
      const events = await writeSet(dir, simulation, options)
      const { organisation, labels } = simulation
      const leavers = organisation.members.filter(({ lastDay }) => lastDay !== null).length
      console.log(
        `${dir}: ${events.toLocaleString('en-US')} events of ${options.people} people over ${options.days} days, ${leavers} leavers, ${labels.length} of them thieves`,
      )
      const wanted = options.thieves * scenarios.length
      if (labels.length < wanted) {
        console.log(
          `${wanted - labels.length} more thieves were wanted than there are leavers who could be; give more people or days`,
        )
        process.exitCode = 1
      }
    })
