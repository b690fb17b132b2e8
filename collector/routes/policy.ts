/** The policy before it is set: what it would change, and what was in force before. */
import { PolicyHistory, PolicyPreview } from '../../events/admin.ts'
import { Fault } from '../../events/fault.ts'
import { WatchPolicy } from '../../events/policy.ts'
import { previewPolicy } from '../agents/preview.ts'
import type { App, Parts } from './app.ts'
import { refusals } from './setup.ts'

const versionsShown = 50

export function policy(app: App, parts: Parts): void {
  app.get(
    '/api/v1/policy/versions',
    {
      config: { access: 'user', needs: 'setup.read' },
      schema: { response: { 200: PolicyHistory } },
    },
    async () => ({
      versions: parts.policies.history(versionsShown).map(row => ({ ...row })),
    }),
  )

  app.post(
    '/api/v1/policy/preview',
    {
      config: { access: 'user', needs: 'setup.change' },
      schema: { body: WatchPolicy, response: { 200: PolicyPreview } },
    },
    async ({ body }) => {
      const faults = refusals(body)
      if (faults.length > 0) throw new Fault('ERR_INPUT_INVALID', faults.join('; '))
      return previewPolicy(parts.policies.watch(), body, parts)
    },
  )
}
