/** The dashboard for everybody: without a mouse, and without serious faults of accessibility, light and dark. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousOf, violationsOf } from './accessible.ts'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { customers, customersCsv, exportCsv, ownAccount, peopleCsv } from './company.ts'
import { copyAs } from './crowd.ts'
import { bindToLeaver, importFile, isInForce, signIn } from './pages.ts'
import { type Product, startProduct, stopProducts } from './product.ts'

const missing =
  noBrowser ?? (process.getuid?.() === 0 ? undefined : 'only root can be somebody else')
if (missing) console.warn(`skipped, keyboard and accessibility in a browser: ${missing}`)

describe.skipIf(missing)('the dashboard', { timeout: 60_000, retry: 1 }, () => {
  let dir = ''
  let stick = ''
  let browser: Browser
  let product: Product
  let page: Page
  let leaver = ''
  /** The registry's own, so that a new page is looked at without being named here. */
  const registry = readFileSync(
    join(import.meta.dirname, '../../dashboard/src/registry.ts'),
    'utf8',
  )
  const everyPage = () =>
    [...registry.matchAll(/page\(\{ path: '(\/[a-z]+)[^']*'/g)]
      .map(([, path = '']) => path)
      .filter(path => path !== '/people')
  const setupSteps = ['/setup#customers', '/setup#watch', '/setup#endpoints']

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'clientkeep-e2e-'))
    stick = join(dir, 'stick')
    browser = await startBrowser()
    product = await startProduct('--data', join(dir, 'data'), '--port', '0', '--watch', stick)
    page = await newPage(browser, { reducedMotion: 'reduce' })
    await signIn(page, product.link)
    for (const [kind, text] of [
      ['customers', customersCsv],
      ['people', peopleCsv],
    ] as const) {
      writeFileSync(join(dir, `${kind}.csv`), text)
      await importFile(page, kind, join(dir, `${kind}.csv`))
    }
    await isInForce(page)
    writeFileSync(join(stick, 'everything.csv'), exportCsv(customers))
    leaver = await bindToLeaver(page, ownAccount)
    writeFileSync(join(stick, 'clients.csv'), exportCsv(40))
    // Somebody whom nobody knows has an alert of their own.
    writeFileSync(join(dir, 'backup.csv'), exportCsv(customers))
    copyAs(4103, join(dir, 'backup.csv'), join(stick, 'backup.csv'))
    await page.goto(`${product.url}/alerts`)
    await page.getByTestId('alert-row').nth(1).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await stopProducts()
    rmSync(dir, { recursive: true, force: true })
  })

  it('has no serious fault of accessibility on any page, light and dark, and none scrolls sideways on a phone', async () => {
    const faults: Record<string, readonly string[]> = {}
    const look = async (name: string, there = page) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await there.emulateMedia({ colorScheme })
        const of = colorScheme === 'dark' ? 'colours' : 'everything'
        faults[`${name} ${colorScheme}`] = seriousOf(await violationsOf(there, of))
      }
    }
    const phone = { width: 390, height: 844 }
    const lookNarrow = async (name: string) => {
      await page.setViewportSize(phone)
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
        faults[`${name} ${phone.width}`] = ['scrolls sideways']
      await page.setViewportSize({ width: 1280, height: 720 })
    }
    /** Within the page, as its links do: a new start of it would cost more than the look. */
    const go = async (path: string) => {
      await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
      await page.locator('h1').waitFor()
      await page.locator('.bones').first().waitFor({ state: 'detached' })
    }
    await page.goto(`${product.url}/alerts`)
    await page.getByTestId('alert-row').first().waitFor()
    for (const path of [...everyPage(), `/people/${leaver}`]) {
      await go(path)
      await look(path)
      await lookNarrow(path)
    }
    for (const path of setupSteps) {
      await page.goto('about:blank')
      await page.goto(product.url + path)
      await page.locator('h1').waitFor()
      if (path === '/setup#watch') await look(path)
      await lookNarrow(path)
    }
    await page.goto(`${product.url}/alerts`)
    await page.getByTestId('alert-row').first().getByRole('link').click()
    await page.getByTestId('evidence').first().waitFor()
    await look('alert')
    await lookNarrow('alert')
    await page.keyboard.press('e')
    await page.getByRole('dialog').waitFor()
    await look('close')
    await page.setViewportSize(phone)
    await page.goto(`${product.url}/alerts`)
    await page.getByTestId('alert-row').first().waitFor()
    await look('phone')
    await page.setViewportSize({ width: 1280, height: 720 })
    const stranger = await newPage(browser)
    await stranger.goto(product.url)
    await stranger.getByTestId('sign-in-error').waitFor()
    await look('sign-in', stranger)
    await stranger.context().close()
    expect(Object.entries(faults).filter(([, found]) => found.length > 0)).toEqual([])
  }, 120_000)

  it('is worked through without a mouse: go, move, open, close with a verdict, undo, help', async () => {
    const focused = () =>
      page.evaluate<string>('document.activeElement?.closest("[data-alert]")?.innerText ?? ""')
    await page.mouse.move(0, 0)
    await page.goto(`${product.url}/setup`)
    await page.getByTestId('step-customers').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await expect
      .poll(
        async () => {
          await page.keyboard.press('g')
          await page.keyboard.press('q')
          return new URL(page.url()).pathname
        },
        { timeout: 12_000 },
      )
      .toBe('/alerts')
    await page.getByTestId('alert-row').nth(1).waitFor()
    const names = await page.getByTestId('alert-row').getByRole('link').allInnerTexts()
    for (const key of ['j', 'j', 'k', 'k']) await page.keyboard.press(key)
    expect(await focused()).toContain(names[0])
    await page.keyboard.press('j')
    expect(await focused()).toContain(names[1])
    if (names[0]?.includes(leaver)) await page.keyboard.press('k')
    expect(await focused()).toContain(leaver)
    await page.keyboard.press('Enter')
    await page.getByTestId('evidence').first().waitFor()
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement?.id')).toBe('alert-title')

    await page.keyboard.press('e')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('3')
    expect(await page.getByLabel('approved').isChecked()).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByText(`${leaver} closed as approved`).waitFor()
    const row = page.getByTestId('alert-row').filter({ hasText: leaver })
    await row.waitFor({ state: 'detached' })
    await page.getByTestId('alert-row').first().hover()
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await row.waitFor()
    expect(await page.getByTestId('alert-row').getByRole('link').allInnerTexts()).toEqual(names)
  })

  it('puts a new alert on top, but moves nothing while a row has the focus', async () => {
    const closeByKeys = async () => {
      await page.keyboard.press('e')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('1')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByTestId('alert-row').nth(1).waitFor({ state: 'detached' })
    }
    const row = page.getByTestId('alert-row').filter({ hasText: leaver })
    await page.mouse.move(0, 0)
    await page.goto(`${product.url}/alerts`)
    await row.getByRole('link').focus()
    await closeByKeys()
    writeFileSync(join(stick, 'more.csv'), exportCsv(50))
    await row.waitFor()
    expect(await page.getByTestId('alert-row').first().innerText()).toContain(leaver)

    await row.getByRole('link').focus()
    await closeByKeys()
    await page.keyboard.press('j')
    writeFileSync(join(stick, 'even more.csv'), exportCsv(60))
    const waiting = page.getByRole('button', { name: `Show 1 new alert: ${leaver}` })
    await waiting.waitFor()
    expect(await row.count()).toBe(0)
    await waiting.click()
    await row.waitFor()
  })

  it('searches the queue', async () => {
    await page.goto(`${product.url}/alerts`)
    const row = page.getByTestId('alert-row').filter({ hasText: leaver })
    await row.waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('nobody of that name')
    await page.getByText('matches “nobody of that name”').waitFor()
    await page.keyboard.press('Escape')
    await row.waitFor()
  })
})
