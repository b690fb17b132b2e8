/** The identity policy: which keys are good enough, who must have one, whether nobody gets in without. */
import { IdentityState } from '../../events/api-identity.ts'
import { Fault } from '../../events/fault.ts'
import { IdentityPolicy } from '../../events/identity-policy.ts'
import type { App, Parts } from './app.ts'

export function identityPolicy(app: App, parts: Parts): void {
  const { identity } = parts
  const { users, policies } = identity
  const state = (): IdentityState => {
    const { rpId, origins } = identity.site()
    return {
      policy: policies.current(),
      site: { rp_id: rpId, origins: [...origins] },
      metadata: identity.models.known,
    }
  }

  app.get(
    '/api/v1/identity',
    {
      config: { access: 'user', needs: 'identity.read' },
      schema: { response: { 200: IdentityState } },
    },
    async () => state(),
  )

  app.put(
    '/api/v1/identity/policy',
    {
      config: { access: 'user', needs: 'identity.change', stepUp: 'policy' },
      schema: { body: IdentityPolicy, response: { 200: IdentityState } },
    },
    async ({ principal, body }) => {
      const admins = users
        .list()
        .filter(
          ({ id, roles, disabled }) =>
            !disabled && roles.includes('admin') && users.keys(id).length > 0,
        )
      if (body.enforced && admins.length === 0)
        throw new Fault(
          'ERR_CONFLICT',
          'no administrator has a key yet: enforcing keys now would lock everybody out. Add a user with the role admin and open its invitation first',
        )
      await parts.decide(principal, [{ kind: 'identity.policy-set', data: body }])
      return state()
    },
  )
}
