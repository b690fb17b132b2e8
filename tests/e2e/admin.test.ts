/**
 * An administrator's work in a real browser, with a real collector and real agents: from the first-run page and the first key to an endpoint, its
 * devices, the policy, connections, a rule, a backup and the record; and hardware keys until nobody gets in without one.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousOf, violationsOf } from './accessible.ts'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { customers, customersCsv, peopleCsv } from './company.ts'
import { type EndpointWithKey, noNamespace, startEndpoint } from './endpoint-with-key.ts'
import { importFile, signIn } from './pages.ts'
import { type Product, startProduct, stopProducts } from './product.ts'
import { plugIn, type VirtualKey } from './virtual-key.ts'

const missing = noBrowser ?? noNamespace()
if (missing) console.warn(`skipped, an administrator in a browser: ${missing}`)

/** Takes what a channel posts. Resolves with its address. */
async function startHook(): Promise<{ readonly hook: Server; readonly url: string }> {
  const hook = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
  })
  await new Promise<void>(resolve => hook.listen(0, '127.0.0.1', resolve))
  const address = hook.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { hook, url: `http://127.0.0.1:${port}/` }
}

/** A log to read and a channel to tell, as they stand in the configuration. */
function writeConfig(dir: string, url: string): void {
  const log = join(dir, 'crm.ndjson')
  const row = { at: '2026-11-20T10:00:00Z', login: 'anna', rows: 12, kind: 'export' }
  writeFileSync(log, `${JSON.stringify(row)}\n`)
  writeFileSync(join(dir, 'secret'), 'a secret of the hook', { mode: 0o600 })
  const fields = { time: 'at', account: 'login', records: 'rows' }
  const config = {
    connectors: [
      {
        type: 'json-log',
        name: 'crm',
        path: log,
        app: 'CRM',
        fields,
        exports: { kind: ['export'] },
      },
    ],
    notify: {
      channels: [{ type: 'webhook', name: 'officers', url, secret_file: join(dir, 'secret') }],
    },
  }
  mkdirSync(join(dir, 'data'))
  writeFileSync(join(dir, 'data', 'config.yaml'), JSON.stringify(config))
}

describe.skipIf(missing)('an administrator', { timeout: 90_000, retry: 1 }, () => {
  let dir = ''
  let browser: Browser
  let product: Product
  let owner: Page
  let ada: Page
  let kim: Page
  let kimsKey: VirtualKey
  let leesLink = ''
  let hook: Server | undefined
  let endpoint: EndpointWithKey | undefined

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
    const receiver = await startHook()
    hook = receiver.hook
    writeConfig(dir, receiver.url)
    browser = await startBrowser()
    product = await startProduct('--data', join(dir, 'data'), '--port', '0')
    const open = () => newPage(browser, { reducedMotion: 'reduce' })
    owner = await open()
    ada = await open()
    kim = await open()
    await signIn(owner, product.link)
    writeFileSync(join(dir, 'people.csv'), peopleCsv)
  })
  afterAll(async () => {
    await endpoint?.agent.end('SIGTERM')
    hook?.close()
    await browser?.close()
    await stopProducts()
    rmSync(dir, { recursive: true, force: true })
  })

  it('begins on the first-run page: the customers and the people', async () => {
    expect(new URL(owner.url()).pathname).toBe('/setup')
    writeFileSync(join(dir, 'customers.csv'), customersCsv)
    for (const kind of ['customers', 'people'] as const)
      await importFile(owner, kind, join(dir, `${kind}.csv`))
  })

  it('registers a key by an invitation, and signs in with it from then on', async () => {
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
    // Whether everything is covered comes first.
    await ada.getByTestId('endpoint').first().waitFor()
    expect(new URL(ada.url()).pathname).toBe('/coverage')
  })

  it('enrols an endpoint with the line on the page, and sees how each of its sensors is', async () => {
    await ada.getByRole('button', { name: 'Make a token' }).click()
    const line = await ada.getByTestId('enrolment').locator('code').last().innerText()
    const [, token = ''] = /CLIENTKEEP_ENROL_TOKEN=(\S+) /.exec(line) ?? []
    endpoint = startEndpoint(join(dir, 'endpoint'), {
      ...{ account: 'anna', collector: product.url, token },
    })
    endpoint.plugStick()
    const rows = ada.getByTestId('endpoint')
    await rows.nth(1).waitFor()
    await rows.nth(1).getByTestId('sensor-files').getByText('full').waitFor()
    await ada.getByTestId('rest-filter').getByText('2 of 2 endpoints').waitFor()
    await ada.getByTestId('rest-keys').getByText('1 with one').waitFor()
  })

  it('names a stick that was seen, denies it, and undoes that', async () => {
    await ada.goto(`${product.url}/devices?kind=storage`)
    const row = ada.getByTestId('device').filter({ hasText: 'STICK-1' })
    await row.getByText('told from all others').waitFor()
    await row.getByRole('button', { name: 'Name it' }).click()
    await ada.getByRole('dialog').getByLabel('Name').fill('Blue stick 7')
    await ada.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    const access = row.getByLabel('What the policy says of Blue stick 7')
    await access.selectOption('deny')
    await ada.getByText('Blue stick 7: denied').first().waitFor()
    await access.selectOption('allow')
    await ada.getByText('Blue stick 7: allowed').first().waitFor()
    expect(await access.inputValue()).toBe('allow')
  })

  it('sees whom a policy would touch before it is signed', async () => {
    // Somebody else looks at the same page, and sees each change without a reload.
    await owner.goto(`${product.url}/policy`)
    await owner.getByTestId('policy-version').nth(1).waitFor()
    await ada.goto(`${product.url}/policy`)
    await ada.getByLabel('Sticks that no rule is about').selectOption('deny')
    expect(await ada.getByRole('button', { name: 'Sign and set' }).isDisabled()).toBe(true)
    await ada.getByRole('button', { name: 'Whom would it touch?' }).click()
    await ada.getByTestId('policy-preview').getByText('Changes volumes on').waitFor()
    await ada.getByRole('button', { name: 'Sign and set' }).click()
    await ada.getByText('The policy is set.').first().waitFor()
    for (const page of [ada, owner]) await page.getByTestId('policy-version').nth(2).waitFor()
    await owner.goto(`${product.url}/backups`)
    await owner.getByRole('button', { name: 'Make a backup now' }).waitFor()
  })

  it('tests what comes in and goes out, puts a rule in shadow, makes a backup, reads all of it in the record', async () => {
    await ada.goto(`${product.url}/base`)
    await ada.getByTestId('base-import').getByText('customers.csv').waitFor()
    expect(await ada.getByTestId('base-import').innerText()).toContain(String(customers))
    await ada.goto(`${product.url}/connections`)
    await ada.getByRole('button', { name: 'Test crm' }).click()
    await ada.getByTestId('connector-crm').getByText('of 1 lines 1 make events').waitFor()
    await ada.getByRole('button', { name: 'Send a test officers' }).click()
    await ada.getByText('The test was taken by the other side.').waitFor()
    await ada.goto(`${product.url}/rules`)
    await ada.getByTestId('rule').first().getByRole('link').first().click()
    await ada.getByRole('button', { name: 'Put in shadow' }).click()
    await ada.getByLabel('Why?').fill('Too loud for the first week.')
    await ada.getByRole('button', { name: 'Confirm' }).click()
    await ada.getByText('Its findings are counted and raise no alert.').waitFor()
    await ada.goto(`${product.url}/backups`)
    await ada.getByRole('button', { name: 'Make a backup now' }).click()
    for (const page of [ada, owner]) await page.getByTestId('backup').first().waitFor()
    await ada.goto(`${product.url}/audit`)
    await ada.getByTestId('audit-entry').first().waitFor()
    const record = await ada.getByRole('table').innerText()
    for (const kind of ['backup.made', 'rule.mode-set', 'policy.watch-set', 'device.named'])
      expect(record).toContain(kind)
  })

  it('confirms what is done for others, each time, and is refused a synced key', async () => {
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

  it('refuses keys without their PIN, or as an older clone', async () => {
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

  it('has keys that answer for this origin alone: the same page under another address gets nothing', async () => {
    const other = await newPage(browser)
    await plugIn(other)
    await other.goto(`${product.url.replace('localhost', '127.0.0.1')}/sign-in`)
    await other.getByTestId('sign-in-key').click()
    await other.getByRole('alert').filter({ hasText: 'under its own name' }).waitFor()
    await other.context().close()
  })

  it('sees in a dry run who could not sign in, then lets nobody in without a key', async () => {
    leesLink = await invite(ada, 'lee', 'officer')
    await ada.goto(`${product.url}/access`)
    const run = ada.getByTestId('dry-run')
    await run.getByText(/of \d+ log-ins here would have been refused/).waitFor()
    await run.getByText('Locked out until they have a key: lee').waitFor()
    await ada.getByLabel('Nobody signs in without a key').check({ force: true })
    await ada.getByRole('button', { name: 'Save the rules' }).click()
    await ada.getByText('The rules for keys are in force.').waitFor()
    await owner.getByText('Your session has ended.').waitFor()
    const stranger = await newPage(browser)
    await stranger.goto(product.link)
    await stranger.getByTestId('sign-in-key').waitFor()
    await stranger.context().close()
  })

  it('ends at once what a revoked key opened', async () => {
    const lee = await newPage(browser, { reducedMotion: 'reduce' })
    await lee.goto(product.url)
    await plugIn(lee)
    await join_(lee, leesLink, 'grey')
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
      for (const scheme of ['light', 'dark'] as const) {
        await ada.emulateMedia({ colorScheme: scheme })
        for (const width of [1440, 390]) {
          await ada.setViewportSize({ width, height: 844 })
          const found = seriousOf(
            await violationsOf(ada, scheme === 'dark' ? 'colours' : 'everything'),
          )
          const name = `${path} ${width} ${scheme}`
          if (found.length > 0) faults[name] = found
          if (await ada.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
            faults[`${name} scrolls`] = true
        }
      }
    }
    expect(faults).toEqual({})
  })
})
