/** Begins a touch over exactly what a call will do. */
import Type from 'typebox'
import { StepUpReply, StepUpRequest } from '../../events/api-identity.ts'
import { beginStepUp, needsTouch } from '../identity/step-up.ts'
import type { App, Parts } from './app.ts'

export function stepUp(app: App, { identity }: Parts): void {
  app.post(
    '/api/v1/step-ups',
    {
      config: { access: 'user', needs: 'self' },
      schema: {
        body: StepUpRequest,
        response: { 200: Type.Union([StepUpReply, Type.Object({ needed: Type.Literal(false) })]) },
      },
    },
    async ({ principal, body }) => {
      if (!needsTouch(principal, identity)) return { needed: false } as const
      const content = { user: principal.user, method: body.method, url: body.url, body: body.body }
      const { id, nonce, options } = await beginStepUp(content, identity)
      return { needed: true, id, nonce, options: { ...options } }
    },
  )
}
