/** A small company for tests: forty customers, a leaver, one who left, one who stays; and events about their files. */
import { packTokens, tokenOf } from '../../content/token.ts'
import type { FileFacts } from '../../events/file-activity.ts'
import { fileEvent, origin, scan } from '../events/samples.ts'
import type { Rig } from './harness.ts'

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

export const customersCsv = [
  'Customer Number,Name,Email,Phone,Country',
  ...Array.from(
    { length: 400 },
    (_, index) =>
      `C-${index},Customer ${index},c${index}@firm${index}.example,+49 30 2${String(index).padStart(6, '0')},Germany`,
  ),
].join('\n')

export const peopleCsv = [
  'EmailAddress,ResignationDate,LastWorkingDate,Name,Department,Title,Aliases',
  `anna@firm.example,${day(-12)},${day(6)},Anna Winter,Sales,Sales manager,anna`,
  `olaf@firm.example,${day(-60)},${day(-10)},Olaf Sommer,Sales,Sales,olaf`,
  `mira@firm.example,,,Mira Stone,Support,Agent,mira;mira@lt-0231`,
].join('\n')

/** Imports both. */
export async function fillCompany(rig: Rig): Promise<void> {
  await rig.call('POST', '/api/v1/customers/import?file=base.csv', customersCsv)
  await rig.call('POST', '/api/v1/people/import?file=people.csv', peopleCsv)
}

/** Whoever has the key of the customer base. */
export interface KnowsKey {
  readonly collector: {
    readonly parts: { readonly base: { filterInputs(): { readonly key: Uint8Array } } }
  }
}

/** Tokens of the first `count` customers' e-mail addresses, as an agent's scan reports them, and of as many strangers. */
function tokensOf(rig: KnowsKey, count: number, strangers = 0): string {
  const { key } = rig.collector.parts.base.filterInputs()
  const own = Array.from({ length: count }, (_, index) =>
    tokenOf(key, 'email', `c${index}@firm${index}.example`),
  )
  const others = Array.from({ length: strangers }, (_, index) =>
    tokenOf(key, 'email', `nobody${index}@else.example`),
  )
  return packTokens(BigUint64Array.from([...own, ...others]))
}

/** An agent's file event with `count` customers in it, by `account`, now. */
export function copyEvent(
  rig: KnowsKey,
  agent: string,
  facts: { uid: string; account: string; count: number } & Partial<Omit<FileFacts, 'account'>>,
) {
  const { account, count, ...rest } = facts
  const tokens = tokensOf(rig, count, 3)
  const event = fileEvent({
    time: Date.now(),
    account: { name: account },
    scan: { ...scan, candidates: count + 3, tokens },
    sha256: facts.uid.padEnd(64, '0'),
    ...rest,
  })
  return { ...event, device: { ...origin.device, uid: agent } }
}
