/** Somebody who is signed in with a key in a real browser, at an endpoint whose real agent sees that key come and go; the collector wants it to be there. */
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { dashboardDir } from '../../cli/options.ts'
import { bodyOf } from '../../collector/journal/journal.ts'
import { fillCompany } from '../collector/company.ts'
import { cleanUp, eventually, type Rig, startRig } from '../collector/harness.ts'
import { invite, setPolicy } from '../collector/identity/users.ts'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { type EndpointWithKey, noNamespace, startEndpoint } from './endpoint-with-key.ts'
import { isLive } from './pages.ts'
import { plugIn } from './virtual-key.ts'

/** Why this cannot run here; undefined where it can. */
export const whyNoPresence = (): string | undefined => noBrowser ?? noNamespace()

export interface Presence {
  readonly rig: Rig
  readonly page: Page
  readonly endpoint: EndpointWithKey
  /** What the agent told of the key, in order: `Connect`, `Disconnect`. */
  told(): Promise<readonly string[]>
  close(): Promise<void>
}

async function toldOf(rig: Rig): Promise<readonly string[]> {
  const batches = await rig.collector.parts.journal.readEvents(0, 10_000)
  return batches
    .flatMap(({ lines }) => lines)
    .map(line => JSON.parse(bodyOf(line)))
    .filter(({ unmapped }) => unmapped?.clientkeep?.peripheral?.kind === 'security-key')
    .map(({ activity_name }) => activity_name)
}

/** Resolves when the page is live and the agent has told of the key. */
export async function openPresence(): Promise<Presence> {
  const rig = await startRig({ dashboardDir })
  let [browser, endpoint]: [Browser | undefined, EndpointWithKey | undefined] = [
    undefined,
    undefined,
  ]
  const close = async () => {
    await endpoint?.agent.end('SIGTERM')
    await browser?.close()
    await cleanUp()
  }
  try {
    await fillCompany(rig)
    const collector = (await rig.collector.listen()).replace('127.0.0.1', 'localhost')
    const token = rig.collector.parts.access.newEnrolToken()
    endpoint = startEndpoint(join(rig.dir, 'endpoint'), { account: 'anna', collector, token })
    browser = await startBrowser()
    const page = await newPage(browser, { reducedMotion: 'reduce' })
    const invitation = await invite(rig, 'anna', { roles: ['officer'], email: 'anna@firm.example' })
    await page.goto(`${collector}/sign-in`)
    await plugIn(page)
    await page.goto(`${collector}/join#token=${invitation}`)
    await page.getByLabel('A name for this key').fill('blue')
    await page.getByRole('button', { name: 'Register and sign in' }).click()
    await isLive(page)
    await setPolicy(rig, { presence: true })
    const told = () => toldOf(rig)
    await eventually(async () => ((await told()).length > 0 ? true : undefined), 'the key')
    return { rig, page, endpoint, told, close }
  } catch (error) {
    await close()
    throw error
  }
}
