/** A page as PDF, printed by the Chromium of this machine where there is one. The page must stand alone. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../../events/fault.ts'

const run = promisify(execFile)
const timeoutMs = 60_000

const places = [
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  ...['/usr/bin/google-chrome-stable', '/usr/bin/microsoft-edge'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...[
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
]

/** It reads one file that we wrote ourselves, and nothing else. */
const options = [
  ...['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--no-pdf-header-footer'],
  ...['--disable-extensions', '--disable-javascript', '--proxy-server=127.0.0.1:9'],
]

/** Rejects with Fault ERR_SETUP_MISSING where no browser is there or it does not print. */
export async function pdfOf(html: string): Promise<Buffer> {
  const browser = places.find(existsSync)
  const instead = 'download the report as a page and print it to PDF in your own browser'
  if (browser === undefined)
    throw new Fault('ERR_SETUP_MISSING', `there is no Chromium on the collector: ${instead}`)
  const dir = await mkdtemp(join(tmpdir(), 'clientkeep-report-'))
  const page = join(dir, 'report.html')
  const file = join(dir, 'report.pdf')
  try {
    await writeFile(page, html, { mode: 0o600 })
    // Chromium's own confinement does not start for root.
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const profile = `--user-data-dir=${join(dir, 'profile')}`
    const all = [...options, ...asRoot, profile, `--print-to-pdf=${file}`, `file://${page}`]
    await run(browser, all, { timeout: timeoutMs, env: { HOME: dir, TMPDIR: dir } })
    return await readFile(file)
  } catch (error) {
    throw new Fault('ERR_SETUP_MISSING', `${browser} did not print the report: ${instead}`, {
      cause: error,
    })
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
  }
}
