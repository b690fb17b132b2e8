/** A key that is pulled out of the endpoint makes its person's session wait, in the open page too; back again, only a touch lets it go on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../collector/harness.ts'
import { isLive } from './pages.ts'
import { openPresence, type Presence, whyNoPresence } from './presence.ts'

const reason = whyNoPresence()
if (reason !== undefined) console.warn(`skipped, a key that is pulled: ${reason}`)

describe.skipIf(reason !== undefined)('a session at an endpoint', { retry: 1 }, () => {
  let opened: Presence | undefined
  beforeAll(async () => {
    opened = await openPresence()
  })
  afterAll(() => opened?.close())

  it('waits while its key is pulled out, and after that for a touch', async () => {
    if (!opened) throw new Error('it is not open')
    const { rig, page, endpoint, told } = opened
    const { identity } = rig.collector.parts
    const status = () =>
      page.evaluate<number>("fetch('/api/v1/alerts').then(({ status }) => status)")
    const touch = page.getByRole('button', { name: 'Touch your key' })
    expect([await status(), identity.sessions.list('anna')[0]?.suspended_at]).toEqual([200, null])
    endpoint.pull()
    await page.getByText('Your key was pulled').waitFor()
    expect(await status()).toBe(401)
    expect(await told()).toEqual(['Connect', 'Disconnect'])
    endpoint.plug()
    await eventually(async () => ((await told()).length === 3 ? true : undefined), 'its return')
    expect([await status(), await touch.count()]).toEqual([401, 1])
    await touch.click()
    await isLive(page)
    await touch.waitFor({ state: 'detached' })
    expect([await status(), identity.sessions.list('anna')[0]?.suspended_at]).toEqual([200, null])
  })
})
