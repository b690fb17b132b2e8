/** Evidence packs of alerts. Each export is a decision, so that the chain proves what was in it. */
import Type from 'typebox'
import { Fault } from '../../events/fault.ts'
import type { App, Parts } from './app.ts'
import { IdParams } from './params.ts'
import { viewer } from './scope.ts'

export function evidence(app: App, parts: Parts): void {
  const { journal, signingKey, now } = parts

  app.post(
    '/api/v1/alerts/:id/evidence',
    {
      config: { access: 'user', needs: 'evidence.export' },
      schema: {
        params: IdParams,
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const detail = await parts.alerts.detail(id, viewer(request, parts))
      const { aboutAlert, filesOf, digestsOf, proofOf, zipOf } = await import('../evidence/pack.ts')
      const files = filesOf(detail, { madeBy: request.principal.user, madeAt: now() })
      const data = { alert: id, files: digestsOf(files) }
      await parts.decide(request.principal, [{ kind: 'evidence.exported', data }])
      const proof = await proofOf(aboutAlert(id), { journal, key: signingKey.publicKey })
      if (proof.links.at(-1)?.signature == null)
        throw new Fault('ERR_CONFLICT', 'somebody decided at the same moment; export once more')
      reply.type('application/zip')
      reply.header('content-disposition', `attachment; filename="evidence-${id}.zip"`)
      return reply.send(Buffer.from(zipOf(files, proof)))
    },
  )
}
