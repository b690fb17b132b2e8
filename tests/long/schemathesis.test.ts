/** Schemathesis reads the OpenAPI document and calls every route with what fits it and what does not, over real HTTP: never an answer of 5xx. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { copyEvent, fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, startRig, tempDir } from '../collector/harness.ts'
import { startProcess } from './node-process.ts'
import { noSchemathesis, schemathesis } from './schemathesis.ts'

const reason = noSchemathesis()
if (reason !== undefined) console.warn(`routes are not fuzzed with Schemathesis: ${reason}`)

/** The stream never ends; a backup writes wherever the console says. */
const leftOut = ['/api/v1/stream', '/api/v1/backups', '/readyz']
const examples = Number(process.env.CLIENTKEEP_FUZZ_RUNS ?? 100)

afterEach(cleanUp)

interface Report {
  readonly status: number
  readonly output: string
}

/** Notes and caches of the run go into `dir`. */
const fuzz = async (url: string, bearer: string, dir: string): Promise<Report> => {
  const args = [
    ...['run', new URL('/api/v1/openapi.json', url).href],
    ...['--header', `Authorization: Bearer ${bearer}`],
    ...['--checks', 'not_a_server_error', '--phases', 'examples,coverage,fuzzing'],
    ...['--max-examples', String(examples), '--workers', '1', '--mode', 'all'],
    ...['--continue-on-failure', '--request-timeout', '30', '--warnings', 'off'],
    ...leftOut.flatMap(path => ['--exclude-path', path]),
  ]
  return promisify(execFile)(schemathesis, args, { cwd: dir, maxBuffer: 1e9 }).then(
    ({ stdout }) => ({ status: 0, output: stdout }),
    error => ({ status: Number(error.code), output: `${error.stdout}${error.stderr}` }),
  )
}

describe.skipIf(reason !== undefined)('the routes of the OpenAPI document', () => {
  it('answer whatever Schemathesis sends with anything but 5xx, and all that was there is there', async () => {
    const rig = await startRig()
    await fillCompany(rig)
    const agent = await enrolAgent(rig)
    await agent.post([
      { seq: 1, event: copyEvent(rig, agent.id, { uid: 'a', account: 'anna', count: 40 }) },
    ])
    await rig.collector.close()
    const node = await startProcess(rig.dir)
    try {
      const bearer = readFileSync(join(rig.dir, 'console.key'), 'utf8').trim()
      const report = await fuzz(node.url, bearer, tempDir())
      console.info(report.output.slice(-1500))
      expect(report.output.slice(-6000)).toContain('No issues found')
      expect(report.status).toBe(0)
      expect((await fetch(`${node.url}/readyz`)).status).toBe(200)
    } finally {
      await node.end()
    }
  })
})
