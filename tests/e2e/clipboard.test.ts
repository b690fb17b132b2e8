/** From a real copy on a real display, through the agent's process and the collector, to what an officer reads of it. */
import { hostname, userInfo } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import type { AlertDetail, AlertList } from '../../events/api.ts'
import { startAgentProcess } from '../agent/agent-process.ts'
import { noXvfb, startScreen, stopDisplays } from '../agent/xvfb.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, eventually, startRig, tempDir } from '../collector/harness.ts'

if (noXvfb) console.warn(`skipped, from a copy to its finding: ${noXvfb}`)

const people = () => {
  const last = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
  const aliases = `${userInfo().username}@${hostname()}`
  return `EmailAddress,ResignationDate,LastWorkingDate,Name,Aliases\nlena@firm.example,2026-01-01,${last},Lena Moor,${aliases}`
}

describe.skipIf(noXvfb)('a leaver who copies fifty customers', () => {
  let stop = async () => {}
  afterEach(async () => {
    await stop()
    await stopDisplays()
    await cleanUp()
  })

  it('is watched with how many, in which program, and shows no text', async () => {
    const dir = tempDir()
    const screen = await startScreen(dir)
    await screen.copy('nothing')
    const rig = await startRig()
    await fillCompany(rig)
    await rig.call('POST', '/api/v1/people/import?file=leaver.csv', people())
    const agentDir = tempDir()
    const url = await rig.collector.listen()
    const token = rig.collector.parts.access.newEnrolToken()
    const agent = startAgentProcess(agentDir, url, { token })
    stop = () => agent.end('SIGTERM')
    await agent.says(`"desktop":"x11 ${screen.display}"`)
    await eventually(
      () =>
        agent.said.find(
          line => line.includes('policy in force') && !line.includes('"filter":"none"'),
        ),
      'the filter of the customer base',
    )
    const list = Array.from({ length: 50 }, (_, index) => `c${index}@firm${index}.example`)
    await screen.copy(list.join('\n'))
    const alert = await eventually(async () => {
      // At night and at the weekend the same copy weighs more, and is an alert.
      for (const status of ['watched', 'open']) {
        const { body } = await rig.call<AlertList>('GET', `/api/v1/alerts?status=${status}`)
        const found = body.alerts.find(({ addends }) =>
          addends.some(({ rule }) => rule === 'clipboard.bulk-by-leaver'),
        )
        if (found) return found
      }
      return undefined
    }, 'a finding')
    expect(alert).toMatchObject({
      customers: 50,
      headline: '50 customers copied in xclip',
      places: [{ kind: 'clipboard', label: 'xclip' }],
      person: { departing: true },
    })
    const { body } = await rig.call<AlertDetail>('GET', `/api/v1/alerts/${alert.id}`)
    const evidence = body.findings.flatMap(finding => finding.evidence)
    expect(evidence[0]).toMatchObject({ file: null, app: 'xclip', customers: 50, rows: 50 })
    expect(JSON.stringify(body)).not.toContain('firm7.example')
  })
})
