/** The main job as a newcomer does it: an empty folder, a real start, a real browser, real files; ends when the alert is closed. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf, newPage, noBrowser, startBrowser } from './browser.ts'
import { customers, customersCsv, exportCsv, ownAccount, peopleCsv } from './company.ts'
import { bindToLeaver, importFile, isInForce, isLive, openStep, signIn } from './pages.ts'
import { startProduct, stopProducts } from './product.ts'

if (noBrowser) console.warn(`skipped, the main job in a browser: ${noBrowser}`)

describe.skipIf(noBrowser)('the main job in a browser', { timeout: 60_000, retry: 1 }, () => {
  let browser: Browser
  let dir = ''

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await stopProducts()
    rmSync(dir, { recursive: true, force: true })
  })
  afterAll(async () => {
    await browser?.close()
  })

  function newFolder() {
    dir = mkdtempSync(join(tmpdir(), 'clientkeep-e2e-'))
    const desk = join(dir, 'desk')
    const stick = join(dir, 'stick')
    mkdirSync(desk)
    const write = (name: string, text: string) => {
      writeFileSync(join(desk, name), text)
      return join(desk, name)
    }
    const copy = (name: string, text: string) => copyFileSync(write(name, text), join(stick, name))
    return { data: join(dir, 'data'), stick, write, copy }
  }

  const toQueue = (page: Page) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Queue' }).click()
  const rowOf = (page: Page, name: string) =>
    page.getByTestId('alert-row').filter({ hasText: name })

  it('goes from an empty folder to an alert that is seen, understood and closed, and survives a restart', async () => {
    const { data, stick, write, copy } = newFolder()
    const options = ['--data', data, '--port', '0', '--watch', stick] as const
    const first = await startProduct(...options)
    const page = await newPage(browser)
    const faults = faultsOf(page)
    await signIn(page, first.link)
    expect(new URL(page.url()).pathname).toBe('/setup')
    expect(page.url()).not.toContain('token')

    await importFile(page, 'customers', write('customers.csv', `${customersCsv}\nC-9,No One,,,`))
    const report = page.getByTestId('import-customers-report')
    expect(await report.innerText()).toMatch(new RegExp(`added\\s+${customers}`))
    expect(await report.getByRole('row').nth(1).innerText()).toContain(String(customers + 2))
    await report.getByRole('link', { name: 'Next: people' }).click()
    await importFile(page, 'people', write('people.csv', peopleCsv))
    await page.getByText('2 people, 1 leaving').waitFor()

    await openStep(page, 'watch')
    expect(await page.getByLabel('Path on the endpoint').first().inputValue()).toBe(stick)
    await page.getByRole('button', { name: 'Add a place' }).click()
    await page.getByLabel('Path on the endpoint').last().fill('share')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Write it from the root').waitFor()
    await page.getByLabel('Path on the endpoint').last().fill(join(dir, 'desk'))
    await page.getByLabel('Kind').last().selectOption('network')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await isInForce(page)

    await toQueue(page)
    await page.getByTestId('queue-empty').waitFor()
    const born = await page.evaluate('performance.timeOrigin')
    copy('everything.csv', exportCsv(customers))
    const stranger = page.getByTestId('alert-row')
    await stranger.getByText(`${customers} customers out`).waitFor()
    await stranger.getByRole('link').click()
    await page.getByRole('link', { name: 'Say whose it is' }).click()
    const leaver = await bindToLeaver(page, ownAccount)

    await toQueue(page)
    const row = rowOf(page, leaver)
    // What the account did before it was known whose it is counts as well.
    await row.getByText(`${customers} customers out`).waitFor()
    await row.getByText('critical').waitFor()
    copy('my clients.csv', exportCsv(120))
    expect(await page.evaluate('performance.timeOrigin')).toBe(born)
    const said = await row.innerText()
    for (const words of ['everything.csv', 'leaves in 6 d', 'USB', 'critical'])
      expect(said).toContain(words)
    expect(said).not.toContain('Anna')

    await row.getByRole('link').click()
    const detail = page.getByTestId('alert-detail')
    const finding = detail
      .locator('section', {
        has: page.getByRole('heading', { name: 'Departing person copies customers' }),
      })
      .filter({ hasText: 'my clients.csv' })
      .last()
    await finding.getByText('Distinct customers in the file ≥ 25 (was 120)').waitFor()
    const evidence = await finding.getByTestId('evidence').innerText()
    for (const words of ['my clients.csv', '120', 'stick', 'read to the end'])
      expect(evidence).toContain(words)
    await detail.getByTestId('show-customers').click()
    const taken = detail.getByTestId('customers-table')
    await taken.waitFor()
    expect(await taken.getByRole('row').count()).toBe(1 + Math.min(customers, 200))

    await detail.getByRole('button', { name: 'Close with verdict' }).click()
    await page.getByLabel('confirmed').check()
    await page.getByRole('dialog').getByLabel('Note').fill('Took them to a competitor')
    await page.getByRole('button', { name: 'Close alert' }).click()
    await page.getByText(`${leaver} closed as confirmed`).waitFor()
    await row.waitFor({ state: 'detached' })

    expect(faults).toEqual([])
    expect(await first.interrupt()).toBe(0)
    expect(first.output()).not.toContain('started again')
    await page.getByText('The collector does not answer').waitFor()
    await page.close()

    const second = await startProduct(...options)
    const later = await newPage(browser)
    await signIn(later, second.link)
    expect(new URL(later.url()).pathname).toBe('/alerts')
    await later.getByTestId('queue-empty').waitFor()
    await later.getByRole('link', { name: 'Closed 1' }).click()
    await rowOf(later, leaver).getByText('confirmed').waitFor()
    await rowOf(later, leaver).getByRole('link').click()
    await later.getByText('Took them to a competitor').waitFor()
    expect(await second.interrupt()).toBe(0)
  })

  it('signs in once with a link, and says to who is signed out how to get another', async () => {
    const { data } = newFolder()
    const product = await startProduct('--data', data, '--port', '0')
    const page = await newPage(browser)
    await signIn(page, product.link)
    const other = await newPage(browser)
    await other.goto(product.link)
    await other.getByText('used already').waitFor()
    expect(await other.getByTestId('sign-in-error').innerText()).toContain('./clientkeep sign-in')
    await other.goto(`${product.url}/setup`)
    await other.getByTestId('sign-in-error').waitFor()
    expect(new URL(other.url()).pathname).toBe('/sign-in')

    await page.reload()
    await isLive(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByTestId('sign-in-error').waitFor()
    await page.goto(`${product.url}/alerts`)
    await page.getByTestId('sign-in-error').waitFor()
    expect(await product.interrupt()).toBe(0)
  })
})
