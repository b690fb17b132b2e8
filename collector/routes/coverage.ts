/** Who has a key, and what enforcing keys would break: over sign-ins here, and log-ins to the CRM that the journal holds. */
import { KeyCoverage } from '../../events/api-identity.ts'
import { dryRunMs, keyCoverage } from '../identity/coverage.ts'
import { openCrmLogins } from '../identity/crm-logins.ts'
import type { App, Parts } from './app.ts'

export function coverage(app: App, parts: Parts): void {
  const { identity, directory, now } = parts
  const crmLogins = openCrmLogins(parts)
  app.get(
    '/api/v1/identity/coverage',
    {
      config: { access: 'user', needs: 'identity.read' },
      schema: { response: { 200: KeyCoverage } },
    },
    async () => {
      const time = now()
      const crm = await crmLogins(time - dryRunMs)
      return keyCoverage({ identity, directory, crm, now: time })
    },
  )
}
