/** Debian's Adminer over a database of customers, served by PHP: a web application that nobody here wrote, and that knows nothing of us. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright-core'

const needed = ['/usr/bin/php', '/usr/share/adminer/adminer.php']

/** Why it cannot run here, undefined where it can. */
export const noAdminer: string | undefined = needed.every(path => existsSync(path))
  ? undefined
  : `${needed.join(' and ')} are needed; install php-cli, php-sqlite3 and adminer`

const password = 'crm'

/** Adminer refuses SQLite without a password; this is its own plug-in for one. */
const index = `<?php
function adminer_object() {
  include_once '/usr/share/adminer/plugins/plugin.php';
  include_once '/usr/share/adminer/plugins/login-password-less.php';
  return new AdminerPlugin(array(new AdminerLoginPasswordLess(password_hash('${password}', PASSWORD_DEFAULT))));
}
include '/usr/share/adminer/adminer.php';
`

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** A customer by number; everything of one is different from everybody else's. */
const customerOf = (index: number) => ({
  number: `C-${10_000 + index}`,
  name: `Customer ${index}`,
  email: `c${index}@firm${index}.example`,
  phone: `+49 30 2${String(index).padStart(6, '0')}`,
  country: 'Germany',
  owner: index % 10 === 0 ? 'Mira Stone' : 'Boss Brown',
})

const columns = ['number', 'name', 'email', 'phone', 'country', 'owner'] as const

/** The same customers as a file to import. */
export const baseCsv = (count: number): string =>
  [
    'Customer Number,Name,Email,Phone,Country,Owner',
    ...Array.from({ length: count }, (_, index) => Object.values(customerOf(index)).join(',')),
  ].join('\n')

export interface Adminer {
  readonly port: number
  readonly database: string
  stop(): void
}

/** Starts it below `dir` with `count` customers; resolves once it answers. */
export async function startAdminer(dir: string, count: number): Promise<Adminer> {
  const web = join(dir, 'web')
  mkdirSync(web)
  writeFileSync(join(web, 'index.php'), index)
  const database = join(dir, 'crm.db')
  const crm = new Database(database)
  crm.exec(`CREATE TABLE customer (id INTEGER PRIMARY KEY, ${columns.join(' TEXT, ')} TEXT)`)
  const insert = crm.prepare(
    `INSERT INTO customer (${columns.join()}) VALUES (${columns.map(name => `@${name}`).join()})`,
  )
  crm.transaction(() => {
    for (let at = 0; at < count; at += 1) insert.run(customerOf(at))
  })()
  crm.close()
  const port = await freePort()
  const php: ChildProcess = spawn('/usr/bin/php', ['-S', `127.0.0.1:${port}`, '-t', web], {
    stdio: 'ignore',
    env: { ...process.env, PHP_CLI_SERVER_WORKERS: '3' },
    detached: true,
  })
  const deadline = Date.now() + 20_000
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    )
    if (isUp) break
    if (Date.now() > deadline) throw new Error('PHP did not start within 20 seconds')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return {
    ...{ port, database },
    stop: () => {
      if (php.pid !== undefined) process.kill(-php.pid)
    },
  }
}

/** Opens the table of customers; logs in to Adminer itself where it asks. */
export async function openCustomers(page: Page, url: string, { database }: Adminer): Promise<void> {
  const table = `${url}/?sqlite=&username=&db=${encodeURIComponent(database)}&select=customer`
  await page.goto(table)
  const secret = page.locator('input[name="auth[password]"]')
  if (await secret.isVisible()) {
    await secret.fill(password)
    await page.locator('input[name="auth[db]"]').fill(database)
    await page.getByRole('button', { name: 'Login' }).click()
    await page.locator('a', { hasText: 'select' }).first().waitFor()
    await page.goto(table)
  }
  await page.getByRole('cell', { name: 'C-10000' }).first().waitFor()
}

/** Asks for all customers as CSV, to be saved, with the form below the table. */
export async function exportAll(page: Page): Promise<void> {
  await page.locator('input[name="all"]').check()
  const form = page.locator('fieldset').filter({ has: page.locator('input[name="export"]') })
  const button = form.locator('input[name="export"]')
  if (!(await button.isVisible())) await form.locator('legend a').click()
  await form.locator('select[name="output"]').selectOption('file')
  await form.locator('select[name="format"]').selectOption('csv')
  await button.click()
}
