/** Enrolment for people: a one-time token with the line to run, and the agent's packages to install. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import { type AgentPackage, AgentPackages, Enrolment } from '../../events/admin.ts'
import { writeEnrolToken } from '../../events/enrol-token.ts'
import { Fault } from '../../events/fault.ts'
import { limits } from '../../events/limits.ts'
import type { App, Parts } from './app.ts'

const fileName = /^clientkeep-agent[\w.+~-]{0,200}\.(deb|zip)$/
const Params = Type.Object({ name: Type.String({ pattern: fileName.source }) })

/** Where packages are looked for: what the administrator put into the data folder, and what was built here. */
const foldersOf = (dir: string): readonly string[] => [
  join(dir, 'packages'),
  join(import.meta.dirname, '..', '..', 'dist'),
]

interface Found extends AgentPackage {
  readonly path: string
}

function packagesIn(dir: string): readonly Found[] {
  const found = foldersOf(dir)
    .filter(existsSync)
    .flatMap(folder => readdirSync(folder).map(name => ({ name, path: join(folder, name) })))
    .filter(({ name, path }) => fileName.test(name) && statSync(path).isFile())
    .map(each => ({ ...each, bytes: statSync(each.path).size }))
  return [...new Map(found.toReversed().map(each => [each.name, each])).values()].toSorted(
    (one, other) => one.name.localeCompare(other.name),
  )
}

export function enrolment(app: App, parts: Parts): void {
  const config = { access: 'user', needs: 'setup.change' } as const

  app.post(
    '/api/v1/enrolments',
    { config, schema: { response: { 200: Enrolment } } },
    async ({ principal }) => {
      const { url, pin } = parts.reached() ?? {}
      if (url === undefined)
        throw new Fault('ERR_BUSY', 'the collector does not listen yet; try again in a moment')
      const until = parts.now() + limits.signInLinkMs
      const secret = parts.access.newEnrolToken()
      await parts.decide(principal, [{ kind: 'enrolment.opened', data: { until } }])
      const token = writeEnrolToken({ url, token: secret, ...(pin && { pin }) })
      return {
        ...{ token, url, expires_at: until },
        commands: {
          package: `echo ${token} | sudo clientkeep-agent enrol`,
          folder: `CLIENTKEEP_ENROL_TOKEN=${token} ./clientkeep agent --collector ${url}`,
        },
      }
    },
  )

  app.get(
    '/api/v1/agent-packages',
    { config, schema: { response: { 200: AgentPackages } } },
    async () => ({
      packages: packagesIn(parts.dir).map(({ name, bytes }) => ({ name, bytes })),
    }),
  )

  app.get(
    '/api/v1/agent-packages/:name',
    {
      config,
      schema: {
        params: Params,
        produces: ['application/octet-stream'],
        response: { 200: Type.Any() },
      },
    },
    async ({ params }, reply) => {
      const found = packagesIn(parts.dir).find(({ name }) => name === params.name)
      if (!found) throw new Fault('ERR_NOT_FOUND', 'there is no such package of the agent')
      return reply
        .header('content-disposition', `attachment; filename="${found.name}"`)
        .header('content-length', found.bytes)
        .type('application/octet-stream')
        .send(createReadStream(found.path))
    },
  )
}
