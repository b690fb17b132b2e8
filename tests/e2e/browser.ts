/** Chromium as the tests use it: the system's own, headless, with a fresh profile each time. */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const executablePath = process.env.CLIENTKEEP_CHROMIUM ?? '/usr/bin/chromium'

/** Why browser tests cannot run here, undefined where they can. */
export const noBrowser: string | undefined = existsSync(executablePath)
  ? undefined
  : `there is no Chromium at ${executablePath}; install it (apt-get install chromium) or name another with CLIENTKEEP_CHROMIUM`

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

const waitMsMax = 12_000

/** A page with cookies of its own; a wait on it that comes to nothing fails by name, well before the test does. */
export async function newPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(waitMsMax)
  return context.newPage()
}

/** Collects what breaks in the page's scripts from now on; refused calls are no fault of theirs. */
export function faultsOf(page: Page): readonly string[] {
  const faults: string[] = []
  page.on('pageerror', error => faults.push(String(error)))
  page.on('console', message => {
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) faults.push(message.text())
  })
  return faults
}
