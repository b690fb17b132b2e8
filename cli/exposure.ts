/** `clientkeep exposure`: which customers a person has taken, and is it out. */
import { Command } from 'commander'
import Value from 'typebox/value'
import { PersonChip } from '../events/api.ts'
import { Fault } from '../events/fault.ts'
import { limits } from '../events/limits.ts'
import { Exposure, ExposureCustomers } from '../events/taken.ts'
import { type CollectorConsole, withCollector } from './console.ts'
import { quoted } from './csv.ts'
import { dataOption, defaultDataDir } from './options.ts'
import { formatTable } from './table.ts'

interface ExposureOptions {
  readonly data?: string
  readonly json?: boolean
  readonly customers?: boolean
  readonly reason?: string
}

const number = (value: number): string => value.toLocaleString('en-US')
const date = (time: number): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ')

/** The pseudonym behind what was typed; an address is looked up with a reason, which is recorded. Throws Fault ERR_INPUT_INVALID without one. */
export async function pseudonymOf(
  who: string,
  reason: string | undefined,
  console: CollectorConsole,
): Promise<string> {
  if (!who.includes('@')) return who
  if (reason === undefined)
    throw new Fault(
      'ERR_INPUT_INVALID',
      `${who}: people are pseudonyms; give the one that the queue shows, or say why with --reason (it is recorded)`,
    )
  const found = await console.post('/api/v1/people/find', { json: { email: who, reason } })
  return Value.Parse(PersonChip, found).pseudonym
}

/** The answer as a person reads it. */
function words({
  person,
  customers,
  base,
  share_percent,
  own,
  others,
  own_share_percent,
  stages,
  channels,
  exports,
}: Exposure) {
  const head = `${person.name ?? person.pseudonym}: ${number(customers)} of ${number(base)} customers (${share_percent} %), ${number(stages.out)} out, ${number(stages.staged)} staged, ${number(stages.exported)} exported`
  if (customers === 0) return head
  const ownShare = own === 0 ? '' : ` (${own_share_percent} % of their own)`
  const owners = `${number(own)} own${ownShare}, ${number(others)} of colleagues, ${number(customers - own - others)} without an owner`
  const sources = exports.map(
    source =>
      `\n${number(source.rows)} of the ${number(source.of)} rows of export ${source.number}`,
  )
  const rows = channels.map(item => [
    item.channel,
    item.stage,
    number(item.customers),
    date(item.first_at),
    date(item.last_at),
  ])
  const header = ['CHANNEL', 'STAGE', 'CUSTOMERS', 'FIRST (UTC)', 'LAST (UTC)']
  return `${head}\n${owners}${sources.join('')}\n\n${formatTable([header, ...rows], [2])}`
}

/** CSV (RFC 4180) of the customers. */
function csv({ customers }: ExposureCustomers): string {
  const rows = customers.map(({ number: id, name, company, country }) =>
    [id, name, company ?? '', country ?? ''].map(quoted).join(','),
  )
  return ['Number,Name,Company,Country', ...rows].join('\n')
}

async function run(who: string, options: ExposureOptions): Promise<void> {
  const { data, json, customers, reason } = options
  await withCollector(data ?? defaultDataDir, async console => {
    const pseudonym = await pseudonymOf(who, reason, console)
    const route = `/api/v1/people/${encodeURIComponent(pseudonym)}/exposure`
    if (customers) {
      const list = Value.Parse(
        ExposureCustomers,
        await console.get(`${route}/customers?limit=${limits.exposureCustomersMax}`),
      )
      print(json ? JSON.stringify(list, null, 2) : csv(list))
      return
    }
    const taken = Value.Parse(Exposure, await console.get(route))
    print(json ? JSON.stringify(taken, null, 2) : words(taken))
  })
}

const print = (text: string): void => console.log(text)

export const exposure = (): Command =>
  new Command('exposure')
    .description('say which customers a person has taken, where to, and whether they are out')
    .argument('<person>', 'pseudonym, such as Heron-41; or an e-mail address with --reason')
    .addOption(dataOption())
    .option('--customers', 'print the customers as CSV, for the call list; the look is recorded')
    .option('--reason <text>', 'why the person is looked up by address; recorded')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  clientkeep exposure Heron-41 --customers > call-first.csv')
    .action(run)
