/** Hardware keys in a real browser: from the console's link to nobody getting in without one; and what is refused on the way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { peopleCsv } from './company.ts'
import { importFile, signIn } from './pages.ts'
import { type Product, startProduct, stopProducts } from './product.ts'
import { plugIn, type VirtualKey } from './virtual-key.ts'

if (noBrowser) console.warn(`skipped, keys in a browser: ${noBrowser}`)

describe.skipIf(noBrowser)('hardware keys', { timeout: 90_000, retry: 1 }, () => {
  let dir = ''
  let browser: Browser
  let product: Product
  let owner: Page
  let ada: Page
  let kim: Page
  let kimsKey: VirtualKey

  const invite = async (page: Page, user: string, role: string): Promise<string> => {
    await page.goto(`${product.url}/access`)
    await page.getByRole('button', { name: 'Add a user' }).click()
    await page.getByLabel('Short name').fill(user)
    await page.getByRole('checkbox', { name: role, exact: true }).check()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: `Invite… ${user}` }).click()
    await page.getByRole('button', { name: 'Make the link' }).click()
    return page.getByTestId('invitation').locator('code').innerText()
  }
  const join_ = async (page: Page, link: string, label: string) => {
    await page.goto('about:blank')
    await page.goto(link)
    await page.getByLabel('A name for this key').fill(label)
    await page.getByRole('button', { name: 'Register and sign in' }).click()
  }
  const touchIn = async (page: Page) => {
    await page.goto('about:blank')
    await page.goto(`${product.url}/sign-in`)
    await page.getByTestId('sign-in-key').click()
  }
  /** Until the page that follows is there, which would interrupt where the test goes next. */
  const signOut = async (page: Page, user: string) => {
    await page.getByRole('button', { name: `Sign out ${user}` }).click()
    await page.getByTestId('sign-in-key').waitFor()
  }
  const refusal = (page: Page) =>
    page.getByRole('alert').filter({ hasText: /\S/ }).last().innerText()

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'clientkeep-e2e-'))
    browser = await startBrowser()
    product = await startProduct('--data', join(dir, 'data'), '--port', '0')
    const open = () => newPage(browser, { reducedMotion: 'reduce' })
    owner = await open()
    ada = await open()
    kim = await open()
    await signIn(owner, product.link)
    writeFileSync(join(dir, 'people.csv'), peopleCsv)
    await importFile(owner, 'people', join(dir, 'people.csv'))
  })
  afterAll(async () => {
    await browser?.close()
    await stopProducts()
    rmSync(dir, { recursive: true, force: true })
  })

  it('are registered by an invitation, and sign in from then on', async () => {
    const link = await invite(owner, 'ada', 'admin')
    await ada.goto(product.url)
    await plugIn(ada)
    await join_(ada, link, 'blue')
    await ada.getByRole('heading', { name: 'Your keys and sessions' }).waitFor()
    expect(await ada.getByText('blue', { exact: true }).count()).toBeGreaterThan(0)
    expect(await ada.getByText('Register a second key').count()).toBe(1)
    await signOut(ada, 'ada')
    await touchIn(ada)
    await ada.getByRole('link', { name: 'Access' }).waitFor()
    await ada.getByRole('link', { name: 'Queue' }).waitFor({ state: 'detached' })
  })

  it('confirm what an administrator does, each time', async () => {
    const link = await invite(ada, 'kim', 'officer')
    await kim.goto(product.url)
    const synced = await plugIn(kim, { backupEligible: true })
    await join_(kim, link, 'phone')
    await kim.getByRole('alert').waitFor()
    expect(await refusal(kim)).toContain('synced')
    await synced.pull()
    kimsKey = await plugIn(kim)
    await kim.getByRole('button', { name: 'Register and sign in' }).click()
    await kim.getByRole('heading', { name: 'Your keys and sessions' }).waitFor()
  })

  it('without their PIN, or as an older clone, are refused', async () => {
    await signOut(kim, 'kim')
    await kimsKey.setVerified(false)
    await touchIn(kim)
    await kim.getByRole('alert').waitFor()
    await kimsKey.setVerified(true)
    await kim.getByTestId('sign-in-key').click()
    await kim.getByTestId('live-state').waitFor()
    await signOut(kim, 'kim')
    await kimsKey.windBack()
    await touchIn(kim)
    await kim.getByRole('alert').filter({ hasText: 'counter' }).waitFor()
    await kimsKey.pull()
  })

  it('answer for this origin alone: the same page under another address gets nothing', async () => {
    const other = await newPage(browser)
    await plugIn(other)
    await other.goto(`${product.url.replace('localhost', '127.0.0.1')}/sign-in`)
    await other.getByTestId('sign-in-key').click()
    await other.getByRole('alert').filter({ hasText: 'under its own name' }).waitFor()
    await other.context().close()
  })

  it('let nobody in without one, once they are enforced', async () => {
    await ada.goto(`${product.url}/access`)
    await ada.getByLabel('Nobody signs in without a key').check({ force: true })
    await ada.getByRole('button', { name: 'Save the rules' }).click()
    await ada.getByText('The rules for keys are in force.').waitFor()
    await owner.getByText('Your session has ended.').waitFor()
    const stranger = await newPage(browser)
    await stranger.goto(product.link)
    await stranger.getByTestId('sign-in-key').waitFor()
    await stranger.context().close()
  })

  it('that are revoked end what they opened, at once', async () => {
    const link = await invite(ada, 'lee', 'officer')
    const lee = await newPage(browser, { reducedMotion: 'reduce' })
    await lee.goto(product.url)
    await plugIn(lee)
    await join_(lee, link, 'grey')
    await lee.getByRole('heading', { name: 'Your keys and sessions' }).waitFor()
    await ada.goto(`${product.url}/access`)
    const row = ada.getByTestId('user-lee')
    await row.getByRole('button', { name: 'Revoke…' }).click()
    await ada.getByLabel('Why?').fill('found in the lobby')
    await ada.getByRole('button', { name: 'Revoke the key' }).click()
    await row.getByText('no key').waitFor()
    await lee.getByText('Your session has ended.').waitFor()
    await lee.context().close()
  })

  it('have pages without serious faults of accessibility, light and dark, wide and narrow', async () => {
    const faults: Record<string, unknown> = {}
    for (const path of ['/access', '/account']) {
      await ada.goto(product.url + path)
      await ada.locator('section li').first().waitFor()
      await ada.evaluate(axe.source)
      for (const scheme of ['light', 'dark'] as const) {
        await ada.emulateMedia({ colorScheme: scheme })
        for (const width of [1440, 390]) {
          await ada.setViewportSize({ width, height: 844 })
          const found = await ada.evaluate<
            { id: string; impact: string; nodes: { target: string[] }[] }[]
          >(
            "axe.run(document, { preload: false, resultTypes: ['violations'] }).then(({ violations }) => violations)",
          )
          const serious = found.filter(
            ({ impact }) => impact === 'serious' || impact === 'critical',
          )
          const name = `${path} ${width} ${scheme}`
          if (serious.length > 0)
            faults[name] = serious.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])
          if (await ada.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
            faults[`${name} scrolls`] = true
        }
      }
    }
    expect(faults).toEqual({})
  })
})
