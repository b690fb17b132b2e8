/** Channels: how they are, what could not be delivered, and a test. */
import Type from 'typebox'
import { limits } from '../../events/limits.ts'
import { NotifyState } from '../../events/upkeep.ts'
import type { App, Parts } from './app.ts'

const Params = Type.Object({ name: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }) })

export function notify(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'notify.read' } as const

  app.get('/api/v1/notify', { config, schema: { response: { 200: NotifyState } } }, async () => ({
    channels: parts.notify.states(),
    undelivered: parts.deadLetters.list(limits.pageRowsMax),
  }))

  app.post(
    '/api/v1/notify/:name/test',
    {
      config: { access: 'user', needs: 'notify.change' },
      schema: { params: Params, response: { 200: Type.Object({ sent: Type.Boolean() }) } },
    },
    async request => {
      await parts.notify.test(request.params.name)
      return { sent: true }
    },
  )
}
