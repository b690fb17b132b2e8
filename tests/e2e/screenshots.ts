/**
 * `npm run screenshots`: every page at two widths, light and dark, into `tests/e2e/screenshots`; the README's into `docs/images`.
 * The pictures are for people to look at; nothing is compared. With the fonts Inter and Noto (Debian: fonts-inter,
 * fonts-noto-core) they look as on most people's machines; as root, more people than the demo's leaver are in them.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { noBrowser, startBrowser } from './browser.ts'
import { customersCsv, faultyPeopleCsv, peopleCsv } from './company.ts'
import { copyAsOthers } from './crowd.ts'
import { importFile, openStep, signIn } from './pages.ts'
import { startProduct, stopProducts } from './product.ts'
import { shootDesk, shootManager } from './readme-pictures.ts'

const folder = join(import.meta.dirname, 'screenshots')
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const
/** An alert beside the queue scrolls on its own: this is high enough for most of it. */
const tall = 2000
const schemes = ['light', 'dark'] as const
/** `npm run screenshots -- readme`: only those. */
const isForReadme = process.argv.includes('readme')

/** A page to look at: how to get there from its address. */
interface View {
  readonly name: string
  readonly path: string
  readonly act?: (page: Page) => Promise<unknown>
  /** Height of the window that is shown; without, the whole page is. */
  readonly window?: number
}

async function shoot(page: Page, url: string, views: readonly View[]): Promise<void> {
  for (const { name, path, act, window } of views) {
    for (const size of sizes) {
      await page.setViewportSize({ ...size, height: window ?? size.height })
      for (const colorScheme of schemes) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.goto('about:blank')
        await page.goto(url + path)
        await page.locator('h1').first().waitFor()
        await act?.(page)
        await page.evaluate('document.fonts.ready.then(() => window.scrollTo(0, 0))')
        const file = join(folder, `${name}-${size.width}-${colorScheme}.png`)
        await page.screenshot({ path: file, fullPage: !window, animations: 'disabled' })
      }
    }
    console.log(name)
  }
}

const firstRow = (page: Page) => page.getByTestId('alert-row').first().getByRole('link')

async function openFirst(page: Page): Promise<void> {
  await firstRow(page).click()
  await page.getByTestId('evidence').first().waitFor()
}

async function shootRealRun(browser: Browser, dir: string): Promise<void> {
  const file = (name: string, text: string) => {
    const path = join(dir, name)
    writeFileSync(path, text)
    return path
  }
  const product = await startProduct('--data', join(dir, 'data'), '--port', '0')
  const page = await browser.newPage()
  await shoot(page, product.url, [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'sign-in-used', path: '/sign-in#token=a-link-that-was-used-before' },
  ])
  await signIn(page, product.link)
  await shoot(page, product.url, [
    { name: 'setup-empty', path: '/setup' },
    {
      name: 'queue-step-missing',
      path: '/alerts',
      act: there => there.getByTestId('queue-empty').waitFor(),
    },
  ])
  const people = file('people.csv', faultyPeopleCsv)
  await shoot(page, product.url, [
    {
      name: 'import-refused',
      path: '/setup#people',
      act: there => importFile(there, 'people', people),
    },
  ])
  await page.goto(`${product.url}/setup`)
  await importFile(page, 'customers', file('customers.csv', customersCsv))
  await importFile(page, 'people', file('people.csv', peopleCsv))
  await shoot(page, product.url, [
    {
      name: 'setup-filled',
      path: '/setup#watch',
      act: async there => {
        for (const step of ['watch', 'endpoints']) await openStep(there, step)
        await there.getByRole('button', { name: 'Add a place' }).click()
      },
    },
    {
      name: 'queue-empty',
      path: '/alerts',
      act: there => there.getByTestId('queue-empty').waitFor(),
    },
    {
      name: 'help',
      path: '/alerts',
      act: async there => {
        await there.keyboard.press('?')
        await there.getByRole('dialog').waitFor()
      },
    },
  ])
  await page.close()
  await product.interrupt()
}

const alertViews: readonly View[] = [
  { name: 'queue', path: '/alerts', act: page => firstRow(page).waitFor() },
  { name: 'alert', path: '/alerts', act: openFirst, window: tall },
  {
    name: 'customers',
    path: '/alerts',
    window: tall,
    act: async page => {
      await openFirst(page)
      await page.getByTestId('show-customers').click()
      await page.getByTestId('customers-table').waitFor()
    },
  },
  {
    name: 'close',
    path: '/alerts',
    window: 844,
    act: async page => {
      await openFirst(page)
      await page.keyboard.press('e')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('2')
    },
  },
  {
    name: 'reveal',
    path: '/alerts',
    window: 844,
    act: async page => {
      await openFirst(page)
      await page.getByRole('button', { name: 'Reveal name' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'closed-empty', path: '/alerts?status=closed' },
  { name: 'accounts', path: '/setup#accounts' },
  { name: 'missing', path: '/nowhere' },
  ...['coverage', 'devices', 'policy', 'base', 'connections', 'access', 'audit', 'backups'].map(
    name => ({ name, path: `/${name}` }),
  ),
]

const coverage: View = {
  name: 'coverage',
  path: '/coverage',
  act: page => page.getByTestId('sensor-files').getByText('full').first().waitFor(),
}

async function shootDemo(browser: Browser, dir: string): Promise<void> {
  const product = await startProduct('--demo', '--data', dir, '--port', '0')
  const page = await browser.newPage()
  await signIn(page, product.link)
  await firstRow(page).waitFor()
  try {
    await copyAsOthers(page, dir)
  } catch (error) {
    console.warn(`only the demo's own leaver is in the pictures: ${String(error).split('\n')[0]}`)
  }
  await shootDesk(browser, product.url, page, [...alertViews.slice(0, 2), coverage])
  if (!isForReadme) await shoot(page, product.url, alertViews)
  await page.close()
  await product.interrupt()
}

if (noBrowser) throw new Error(noBrowser)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const dir = mkdtempSync(join(tmpdir(), 'clientkeep-screenshots-'))
const browser = await startBrowser()
try {
  await shootManager(browser)
  if (!isForReadme) await shootRealRun(browser, join(dir))
  await shootDemo(browser, join(dir, 'demo'))
} finally {
  await browser.close()
  await stopProducts()
  rmSync(dir, { recursive: true, force: true })
}
