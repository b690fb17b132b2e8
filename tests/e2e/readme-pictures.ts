/** The README's pictures of the three users' pages, into `docs/images`: sharp, and small enough for a repository. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { dashboardDir } from '../../cli/options.ts'
import { askExport, fillLine } from '../collector/approvals/line.ts'
import { cleanUp, startRig } from '../collector/harness.ts'
import { invite } from '../collector/identity/users.ts'
import { newPage } from './browser.ts'
import { isLive } from './pages.ts'
import { smallPng } from './small-png.ts'
import { plugIn } from './virtual-key.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'images')
const bytesMax = 200_000
const scale = 1.5
const desk = { width: 1200, height: 720 } as const
const phone = { width: 390, height: 844 } as const

export interface Picture {
  readonly name: string
  readonly path: string
  /** What is done on the page before it is taken. */
  readonly act?: ((page: Page) => Promise<unknown>) | undefined
}

interface Place {
  readonly url: string
  /** Somebody who is signed in. */
  readonly session: BrowserContext
  readonly viewport: typeof desk | typeof phone
}

async function take(
  browser: Browser,
  { url, session, viewport }: Place,
  pictures: readonly Picture[],
) {
  mkdirSync(folder, { recursive: true })
  const storageState = await session.storageState()
  for (const { name, path, act } of pictures) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = { storageState, colorScheme, viewport, deviceScaleFactor: scale }
      const context = await browser.newContext(look)
      const page = await context.newPage()
      await page.goto(url + path)
      await act?.(page)
      await page.getByTestId('live-state').and(page.locator('[data-state="live"]')).waitFor()
      const file = join(folder, colorScheme === 'light' ? `${name}.png` : `${name}-dark.png`)
      const png = smallPng(await page.screenshot({ animations: 'disabled' }))
      writeFileSync(file, png)
      console.log(`${file}: ${Math.round(png.length / 1000)} kB`)
      if (png.length > bytesMax) process.exitCode = 1
      await context.close()
    }
  }
}

/** Pictures at a desk, of whoever is signed in on `page`. A picture that is too large fails the run. */
export const shootDesk = (
  browser: Browser,
  url: string,
  page: Page,
  pictures: readonly Picture[],
) => take(browser, { url, session: page.context(), viewport: desk }, pictures)

/** A manager's inbox and decision, on a phone, over requests of invented people. */
export async function shootManager(browser: Browser): Promise<void> {
  const now = Date.now()
  const rig = await startRig({ now: () => now, dashboardDir })
  try {
    await fillLine(rig, now)
    const url = (await rig.collector.listen()).replace('127.0.0.1', 'localhost')
    const page = await newPage(browser, { viewport: phone })
    const token = await invite(rig, 'kite', { roles: ['manager'], email: 'kite@firm.example' })
    await page.goto(`${url}/sign-in`)
    await plugIn(page)
    await page.goto(`${url}/join#token=${token}`)
    await page.getByLabel('A name for this key').fill('blue')
    await page.getByRole('button', { name: 'Register and sign in' }).click()
    await isLive(page)
    await askExport(rig)
    const { id } = await askExport(rig, { who: 'anna' })
    const place = { url, session: page.context(), viewport: phone }
    await take(browser, place, [
      {
        name: 'inbox',
        path: '/approvals',
        act: there => there.getByTestId('approval').first().waitFor(),
      },
      {
        name: 'decision',
        path: `/approvals/${id}`,
        act: there => there.getByRole('button', { name: 'Refuse' }).waitFor(),
      },
    ])
    await page.context().close()
  } finally {
    await cleanUp()
  }
}
