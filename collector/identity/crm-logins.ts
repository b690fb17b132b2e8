/** Log-ins to the CRM of the last days, with and without a hardware key, as the journal holds them. Each is read once. */
import { setImmediate as breathe } from 'node:timers/promises'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { classUid } from '../../events/ocsf.ts'
import type { History } from '../exposure/history.ts'
import type { JournalReader } from '../journal/journal.ts'

/** Counts since a time. */
export interface CrmLogins {
  readonly all: number
  readonly withoutKey: number
}

/** As the rule crm.log-in-without-key reads one. */
const CrmLogin = Compile(
  Type.Object({
    class_uid: Type.Literal(classUid.authentication),
    time: Type.Number(),
    activity_name: Type.Literal('Logon'),
    status: Type.Literal('Success'),
    service: Type.Object({ name: Type.Literal('CRM') }),
    auth_factors: Type.Optional(Type.Array(Type.Object({ factor_type: Type.String() }))),
  }),
)
const hardware = new Set(['WebAuthn', 'U2F', 'Hardware Token'])
/** Events that are read before others have their turn. */
const portion = 20

interface Login {
  readonly time: number
  readonly hasKey: boolean
}

function loginOf(body: string): Login | undefined {
  const event: unknown = JSON.parse(body)
  if (!CrmLogin.Check(event)) return undefined
  const { time, auth_factors = [] } = event
  return { time, hasKey: auth_factors.some(({ factor_type }) => hardware.has(factor_type)) }
}

interface Parts {
  readonly journal: Pick<JournalReader, 'at'>
  readonly history: Pick<History, 'logonsSince'>
}

/** Gives the function that counts log-ins since a time (UTC epoch milliseconds); a later call never asks for an earlier time. */
export function openCrmLogins({ journal, history }: Parts): (since: number) => Promise<CrmLogins> {
  let known: Login[] = []
  let read = 0
  let last: Promise<unknown> = Promise.resolve()

  async function readOn(since: number): Promise<CrmLogins> {
    known = known.filter(({ time }) => time >= since)
    for (const [index, offset] of history.logonsSince(since, read).entries()) {
      const entry = await journal.at(offset)
      const login = entry?.kind === 'event' ? loginOf(entry.body) : undefined
      if (login) known.push(login)
      read = offset
      if (index % portion === portion - 1) await breathe()
    }
    return { all: known.length, withoutKey: known.filter(({ hasKey }) => !hasKey).length }
  }

  return since => {
    const counted = last.then(() => readOn(since))
    last = counted.catch(() => {})
    return counted
  }
}
