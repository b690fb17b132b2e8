/** Who has a key, and what enforcing keys would break: over sign-ins here, and log-ins to the CRM that the journal holds. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { KeyCoverage } from '../../events/api-identity.ts'
import { classUid } from '../../events/ocsf.ts'
import { type CrmLogins, dryRunMs, keyCoverage } from '../identity/coverage.ts'
import { bodyOf, type FrameFacts } from '../journal/journal.ts'
import type { App, Parts } from './app.ts'

/** As the rule crm.log-in-without-key reads one. */
const CrmLogin = Compile(
  Type.Object({
    class_uid: Type.Literal(classUid.authentication),
    activity_name: Type.Literal('Logon'),
    status: Type.Literal('Success'),
    service: Type.Object({ name: Type.Literal('CRM') }),
    auth_factors: Type.Optional(Type.Array(Type.Object({ factor_type: Type.String() }))),
  }),
)
const hardware = new Set(['WebAuthn', 'U2F', 'Hardware Token'])

/** Log-ins to the CRM are counted anew after so long: a month of the journal is read for it. */
const countedMs = 300_000

async function crmLogins(since: number, { journal }: Parts): Promise<CrmLogins> {
  let [all, withoutKey] = [0, 0]
  const isWanted = ({ receivedAt, lines }: FrameFacts) =>
    receivedAt >= since && lines.includes('"CRM"')
  for (let after = 0; ; ) {
    const { batches, reached } = journal.readMatching(after, isWanted)
    if (reached === after) return { all, withoutKey }
    after = reached
    for (const line of batches.flatMap(({ lines }) => lines)) {
      const body = bodyOf(line)
      const event: unknown = body.includes('"CRM"') ? JSON.parse(body) : undefined
      if (!CrmLogin.Check(event)) continue
      all += 1
      const factors = event.auth_factors ?? []
      if (!factors.some(({ factor_type }) => hardware.has(factor_type))) withoutKey += 1
    }
    await new Promise(resolve => setImmediate(resolve))
  }
}

export function coverage(app: App, parts: Parts): void {
  const { identity, directory, now } = parts
  let counted: { readonly at: number; readonly crm: Promise<CrmLogins> } | undefined
  /** Reads the journal of a month at most once in a while: pages ask whenever anything changes. */
  const crmLately = (time: number): Promise<CrmLogins> => {
    if (counted && time - counted.at < countedMs) return counted.crm
    const crm = crmLogins(time - dryRunMs, parts)
    counted = { at: time, crm }
    crm.catch(() => {
      counted = undefined
    })
    return crm
  }
  app.get(
    '/api/v1/identity/coverage',
    {
      config: { access: 'user', needs: 'identity.read' },
      schema: { response: { 200: KeyCoverage } },
    },
    async () => {
      const time = now()
      const crm = await crmLately(time)
      return keyCoverage({ identity, directory, crm, now: time })
    },
  )
}
