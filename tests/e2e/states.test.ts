/**
 * What pages show when there is nothing, when the collector is slow, fails or is away, when it is started again and when a session ends:
 * every page of the registry in a real browser, over calls that are held, dropped and refused on their way.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dashboardDir } from '../../cli/options.ts'
import { roles } from '../../events/roles.ts'
import { cleanUp, type Rig, startRig } from '../collector/harness.ts'
import { invite } from '../collector/identity/users.ts'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { isLive } from './pages.ts'
import { plugIn } from './virtual-key.ts'

if (noBrowser) console.warn(`skipped, states of pages in a browser: ${noBrowser}`)

/** How the pages' calls fare; those for the session and the stream go through. */
type Weather = 'held' | 'dropped' | 'refused' | 'served'
const calls = /\/api\/v1\/(?!session$|stream)/
const refusal = { error: { code: 'ERR_DISK_FULL', message: 'The disk is full.' } }
const offline = 'The collector does not answer'
const stale = 'could not be read again'

/** A port that was free a moment ago, so that a second start is found where the first was. */
const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const registry = readFileSync(join(import.meta.dirname, '../../dashboard/src/registry.ts'), 'utf8')
const paths = [...registry.matchAll(/page\(\{ path: '(\/[a-z]+)[^']*'/g)]
  .map(([, path = '']) => path)
  .filter(path => path !== '/people')

/** Puts weather over a page's calls. */
async function weatherOver(page: Page) {
  let now: Weather = 'held'
  let release: () => void = () => {}
  const changed = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route(calls, async route => {
    if (now === 'held') await changed
    if (now === 'dropped') return route.abort()
    if (now === 'refused') return route.fulfill({ status: 500, json: refusal })
    return route.continue()
  })
  return (next: Weather) => {
    now = next
    release()
  }
}

describe.skipIf(noBrowser)('every page', { timeout: 120_000, retry: 1 }, () => {
  let rig: Rig
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let origin = ''

  beforeAll(async () => {
    rig = await startRig({ dashboardDir, port: await freePort() })
    origin = (await rig.collector.listen()).replace('127.0.0.1', 'localhost')
    browser = await startBrowser()
    page = await newPage(browser, { reducedMotion: 'reduce' })
    context = page.context()
    const token = await invite(rig, 'kim', { roles, email: undefined })
    await page.goto(`${origin}/sign-in`)
    await plugIn(page)
    await page.goto(`${origin}/join#token=${token}`)
    await page.getByLabel('A name for this key').fill('blue')
    await page.getByRole('button', { name: 'Register and sign in' }).click()
    await isLive(page)
  })
  afterAll(async () => {
    await browser?.close()
    await cleanUp()
  })

  /** Goes through all that can become of a page's calls. Gives what was missing, by its state. */
  async function lookAt(path: string): Promise<readonly string[]> {
    const there = await context.newPage()
    const main = there.locator('main')
    const missing: string[] = []
    const see = async (state: string, seen: Promise<unknown>) => {
      await seen.catch(() => missing.push(`${path}: ${state}`))
    }
    const set = await weatherOver(there)
    /** As after the stream broke: everything on the page is read again. */
    const readAgain = () => there.evaluate("window.dispatchEvent(new Event('online'))")
    const again = main.getByRole('button', { name: 'Try again' })
    const isCalm = async () => {
      const press =
        "for (const each of document.querySelectorAll('main .failure button')) each.click()"
      const left = async () => {
        await there.evaluate(press)
        return main.locator('.failure, .bones').count()
      }
      await expect.poll(left, { timeout: 15_000 }).toBe(0)
    }
    await there.goto(origin + path)
    await there.locator('h1').waitFor()
    await see('loading', main.locator('.bones').first().waitFor())
    set('dropped')
    await see('offline', main.locator('.failure', { hasText: offline }).first().waitFor())
    set('refused')
    await see('another try', again.first().click())
    await see('error', main.locator('.failure', { hasText: 'disk is full' }).first().waitFor())
    set('served')
    await see('recovered', isCalm())
    const said = await main.innerText()
    if (said.replace(/\s+/g, ' ').length < 80) missing.push(`${path}: empty: ${said}`)
    await isLive(there)
    set('refused')
    await readAgain()
    await see('stale', main.getByText(stale).first().waitFor())
    if ((await main.locator('.failure').count()) > 0) missing.push(`${path}: kept what it had`)
    set('served')
    await readAgain()
    await see('fresh', main.getByText(stale).first().waitFor({ state: 'detached' }))
    await there.close()
    return missing
  }

  it('says that it loads, fails, is away or out of date, and teaches when it is empty', async () => {
    const missing: string[] = []
    const waiting = [...paths]
    const work = async () => {
      for (let path = waiting.shift(); path; path = waiting.shift())
        missing.push(...(await lookAt(path)))
    }
    await Promise.all([work(), work(), work()])
    expect(missing).toEqual([])
  })

  it('is as fresh in ten tabs as in one, also when the first is closed', async () => {
    await page.goto(`${origin}/access`)
    await isLive(page)
    const tabs = []
    while (tabs.length < 9) tabs.push(await context.newPage())
    await Promise.all(tabs.map(tab => tab.goto(`${origin}/access`)))
    await Promise.all(tabs.map(isLive))
    expect(rig.collector.parts.live.listeners).toBe(1)
    await page.goto('about:blank')
    await expect.poll(() => rig.collector.parts.live.listeners).toBe(1)
    await invite(rig, 'lea', { roles, email: undefined })
    await Promise.all(tabs.map(tab => tab.getByText('lea', { exact: true }).first().waitFor()))
    await Promise.all(tabs.map(tab => tab.close()))
  })

  it('survives a restart of the collector, and a session that ends, with what was typed', async () => {
    await page.goto(`${origin}/hunt`)
    const box = page.getByRole('searchbox').or(page.getByRole('textbox')).first()
    await box.fill('customers of the north')
    rig = await rig.restart()
    await page.getByText(offline).first().waitFor()
    await rig.collector.listen()
    await page.getByText('The collector is back').first().waitFor()
    expect(await box.inputValue()).toBe('customers of the north')
    for (const { id } of rig.collector.parts.identity.sessions.list('kim'))
      await rig.call('DELETE', `/api/v1/user-sessions/${id}`)
    await page.getByText('Your session has ended.').waitFor()
    await page.getByRole('button', { name: 'Touch your key' }).click()
    await page.getByText('Your session has ended.').waitFor({ state: 'detached' })
    await isLive(page)
    expect(await box.inputValue()).toBe('customers of the north')
    expect(new URL(page.url()).pathname).toBe('/hunt')
  })
})
