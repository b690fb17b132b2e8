/** The seed's case at the CRM itself: an application behind the gateway, a key, pages, and exports that wait for whoever answers for them. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { dashboardDir } from '../../cli/options.ts'
import type { Role } from '../../events/roles.ts'
import { cleanUp, eventually, type Rig, startRig } from '../collector/harness.ts'
import { invite } from '../collector/identity/users.ts'
import {
  type Adminer,
  baseCsv,
  exportAll,
  noAdminer,
  openCustomers,
  startAdminer,
} from './adminer.ts'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { plugIn } from './virtual-key.ts'

const missing = noBrowser ?? noAdminer
if (missing) console.warn(`skipped, the gateway in a browser: ${missing}`)

const customers = 5000
const phone = { width: 390, height: 844 }
const dayMs = 86_400_000
const day = (offset: number): string =>
  new Date(Date.now() + offset * dayMs).toISOString().slice(0, 10)

const people = [
  'EmailAddress,ResignationDate,LastWorkingDate,Name,Department,Title,Manager,Aliases',
  'chief@firm.example,,,Chief Gray,Sales,Director,,chief',
  'boss@firm.example,,,Boss Brown,Sales,Head of sales,chief@firm.example,boss',
  `anna@firm.example,${day(-12)},${day(20)},Anna Winter,Sales,Sales manager,boss@firm.example,anna`,
  'mira@firm.example,,,Mira Stone,Sales,Sales manager,boss@firm.example,mira',
].join('\n')

describe.skipIf(missing)('an application behind the gateway', { timeout: 90_000, retry: 1 }, () => {
  let dir = ''
  let browser: Browser
  let adminer: Adminer
  let rig: Rig
  let dashboard = ''
  let crm = ''
  let mira: Page
  let boss: Page
  let chief: Page

  /** A browser of somebody who registers a key by invitation: a manager's is a phone. */
  async function browserOf(user: string, roles: readonly Role[] = []): Promise<Page> {
    const token = await invite(rig, user, { roles, email: `${user}@firm.example` })
    const page = await newPage(browser, {
      ...{ acceptDownloads: true, reducedMotion: 'reduce' },
      ...(roles.includes('manager') && { viewport: phone }),
    })
    await page.goto(`${dashboard}/sign-in`)
    await plugIn(page)
    await page.goto('about:blank')
    await page.goto(`${dashboard}/join#token=${token}`)
    await page.getByRole('button', { name: 'Register and sign in' }).click()
    await page.getByRole('heading', { name: 'Your keys and sessions' }).waitFor()
    return page
  }
  const idOf = (name: string): string =>
    rig.collector.parts.directory.byEmail(`${name}@firm.example`)?.id ?? ''
  const exposureOf = (name: string) => rig.collector.parts.exposures.of(idOf(name))

  /** Asks for everything, and says why on the page that comes instead of the file; gives the hold's id. */
  async function askForAll(page: Page, why: string): Promise<string> {
    await openCustomers(page, crm, adminer)
    await exportAll(page)
    await page.getByRole('heading', { name: 'This export waits for approval' }).waitFor()
    await page.getByText('5,000 rows, 5,000 customers').waitFor()
    await page.getByLabel('What do you need it for?').fill(why)
    await page.getByRole('button', { name: 'Ask for approval' }).click()
    await page.getByText('If nobody decides by').waitFor()
    return new URL(page.url()).pathname.split('/').at(-1) ?? ''
  }
  const rowOf = (hold: string) => {
    const row = rig.collector.parts.approvals.bySource('export', hold)
    if (!row) throw new Error(`nobody was asked about ${hold}`)
    return row
  }
  const stateOf = (hold: string) => rowOf(hold).state
  /** Decides on the page that the link of a mail leads to, with the key. */
  async function open(by: Page, hold: string): Promise<void> {
    await by.goto(`${dashboard}/approvals/${rowOf(hold).id}`)
    await by.getByText('5,000 distinct customers').first().waitFor()
    expect(await by.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      phone.width,
    )
  }
  async function approve(by: Page, hold: string): Promise<void> {
    await open(by, hold)
    await by.getByRole('button', { name: 'Approve…' }).click()
    await by.getByRole('checkbox', { name: /canar/i }).uncheck()
    await by.getByRole('button', { name: 'Approve with my key' }).click()
  }
  async function refuse(by: Page, hold: string, reason: string): Promise<void> {
    await open(by, hold)
    await by.getByRole('button', { name: 'Refuse' }).click()
    await by.getByLabel('Why not?').fill(reason)
    await by.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click()
  }
  const becomes = (hold: string, state: string) =>
    expect.poll(() => stateOf(hold), { timeout: 15_000 }).toBe(state)

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'clientkeep-e2e-'))
    adminer = await startAdminer(dir, customers)
    const gateway = {
      port: 0,
      apps: [{ name: 'CRM', host: 'localhost', upstream: `http://127.0.0.1:${adminer.port}` }],
      rules: [
        { name: 'leavers', who: { departing: true }, exports: 'hold' },
        { name: 'sales', exports: 'hold', above: 100 },
      ],
    }
    rig = await startRig({ dashboardDir })
    await rig.collector.close()
    writeFileSync(join(rig.dir, 'config.yaml'), stringify({ gateway }))
    rig = await startRig({ dir: rig.dir, dashboardDir })
    await rig.call('POST', '/api/v1/customers/import?file=base.csv', baseCsv(customers))
    await rig.call('POST', '/api/v1/people/import?file=people.csv', people)
    dashboard = (await rig.collector.listen()).replace('127.0.0.1', 'localhost')
    crm = `http://localhost:${rig.collector.gatewayPort}`
    browser = await startBrowser()
    const manager = ['manager'] as const
    boss = await browserOf('boss', manager)
    chief = await browserOf('chief', manager)
    mira = await browserOf('mira')
  })
  afterAll(async () => {
    await browser?.close()
    adminer?.stop()
    await cleanUp()
    rmSync(dir, { recursive: true, force: true })
  })

  it('is not reached without a key', async () => {
    const stranger = await newPage(browser)
    await stranger.goto(crm)
    await stranger.getByTestId('sign-in-key').waitFor()
    expect(new URL(stranger.url()).origin).toBe(dashboard)
    await stranger.close()
  })

  it('shows pages to who has one, and counts the customers on them', async () => {
    await openCustomers(mira, crm, adminer)
    const spent = () => rig.collector.parts.budget.of('mira@firm.example', Date.now())
    await eventually(() => (spent().day === 50 ? true : undefined), 'the first page')
    await mira.goto(`${mira.url()}&page=1`)
    await mira.getByRole('cell', { name: 'C-10099' }).first().waitFor()
    await mira.reload()
    await eventually(() => (spent().day === 100 ? true : undefined), 'the second page')
    expect(exposureOf('mira').customers).toBe(0)
  })

  it('holds the whole base until the manager approves, and gives it out once, byte for byte', async () => {
    const before = exposureOf('mira').customers
    const hold = await askForAll(mira, 'autumn mailing')
    const { content } = rowOf(hold)
    expect(content.facts).toMatchObject({ rows: customers, customers, own: 500, others: 4500 })
    expect(content.facts.columns).toEqual([
      'id',
      'number',
      'name',
      'email',
      'phone',
      'country',
      'owner',
    ])
    expect(exposureOf('mira').customers).toBe(before)
    await approve(boss, hold)
    await boss.getByTestId('receipt').getByText(rowOf(hold).digest).waitFor()
    await becomes(hold, 'approved')
    await mira.reload()
    await mira.getByRole('button', { name: 'Get the file' }).click()
    const link = mira.getByRole('link', { name: /^Download / })
    const address = await link.getAttribute('href')
    const [download] = await Promise.all([mira.waitForEvent('download'), link.click()])
    const bytes = readFileSync(await download.path())
    expect(download.suggestedFilename()).toBe('customer.csv')
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(content.facts.sha256)
    expect(bytes.toString().split('\n')).toHaveLength(customers + 2)
    const again = await mira.request.get(crm + address)
    expect(again.status()).toBe(410)
    await eventually(
      () => (exposureOf('mira').stages.exported === customers ? true : undefined),
      'the exposure',
    )
    expect(exposureOf('mira')).toMatchObject({ customers, own: 500, stages: { out: 0, staged: 0 } })
    // One export of somebody who stays is watched, and no alert yet: it waits for a second sign.
    const alert = await eventually(async () => {
      const { alerts } = rig.collector.parts
      const all = [...alerts.list('watched', 100).alerts, ...alerts.list('open', 100).alerts]
      return all.find(({ person }) => person.id === idOf('mira'))
    }, 'what is watched')
    expect(alert.headline).toMatch(/^5,000 customers/)
  })

  it('says who refused and why, and does not give it out', async () => {
    const hold = await askForAll(mira, 'for my own records')
    await refuse(boss, hold, 'not for private use')
    await becomes(hold, 'refused')
    await mira.reload()
    await mira.getByRole('heading', { name: 'This export was refused' }).waitFor()
    await mira.getByText('not for private use').waitFor()
    const posted = await mira.request.post(`${mira.url()}/link`, { headers: { origin: crm } })
    expect(posted.status()).toBe(403)
  })

  it('says when nobody decided in time, and does not give it out', async () => {
    const hold = await askForAll(mira, 'for the fair')
    await rig.collector.parts.decide({ user: 'clock' }, [
      { kind: 'approval.expired', data: { id: rowOf(hold).id } },
    ])
    await mira.reload()
    await mira.getByText('Nobody decided in time.').waitFor()
    const posted = await mira.request.post(`${mira.url()}/link`, { headers: { origin: crm } })
    expect(posted.status()).toBe(403)
  })

  it('takes two for a leaver', async () => {
    const anna = await browserOf('anna')
    const hold = await askForAll(anna, 'hand-over to my successor')
    expect(rowOf(hold).content.needed).toBe(2)
    await approve(boss, hold)
    await boss.getByText('Takes two approvals; 1 given so far.').waitFor()
    expect(stateOf(hold)).toBe('waiting')
    await anna.reload()
    await anna.getByText('If nobody decides by').waitFor()
    await approve(chief, hold)
    await becomes(hold, 'approved')
    await anna.reload()
    await anna.getByRole('button', { name: 'Get the file' }).waitFor()
  })
})
