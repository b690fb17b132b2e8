/** An officer's work in a real browser, by keyboard where it counts: from an alert to a closed case with its report, from a hunt to a rule that is tried, then on, and what becomes of held files. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dashboardDir } from '../../cli/options.ts'
import { copyEvent, fillCompany } from '../collector/company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../collector/harness.ts'
import { invite } from '../collector/identity/users.ts'
import { violationsOf } from './accessible.ts'
import { faultsOf, newPage, noBrowser, startBrowser } from './browser.ts'
import { isLive } from './pages.ts'
import { plugIn } from './virtual-key.ts'

if (noBrowser) console.warn(`skipped, an officer in a browser: ${noBrowser}`)

describe.skipIf(noBrowser)('an officer', { timeout: 90_000, retry: 1 }, () => {
  let rig: Rig
  let browser: Browser
  let page: Page
  let agent: Awaited<ReturnType<typeof enrolAgent>>
  let faults: readonly string[]
  let origin = ''

  beforeAll(async () => {
    rig = await startRig({ dashboardDir })
    await fillCompany(rig)
    agent = await enrolAgent(rig)
    const place = { kind: 'removable', label: 'Blue stick', path: '/mnt/usb' } as const
    const event = copyEvent(rig, agent.id, { uid: 'copy-1', account: 'anna', count: 60, place })
    await agent.post([{ seq: 1, event }])
    origin = (await rig.collector.listen()).replace('127.0.0.1', 'localhost')
    browser = await startBrowser()
    page = await newPage(browser, { reducedMotion: 'reduce' })
    faults = faultsOf(page)
    const token = await invite(rig, 'kim', { roles: ['officer'], email: undefined })
    await page.goto(`${origin}/sign-in`)
    await plugIn(page)
    await page.goto(`${origin}/join#token=${token}`)
    await page.getByLabel('A name for this key').fill('blue')
    await page.getByRole('button', { name: 'Register and sign in' }).click()
    await isLive(page)
  })
  afterAll(async () => {
    await browser?.close()
    await cleanUp()
  })

  /** No violation of WCAG 2.2 AA on what is open, in both themes. */
  async function isAccessible(): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const found = await violationsOf(page, colorScheme === 'dark' ? 'colours' : 'wcag')
      expect(found, `${page.url()} ${colorScheme}`).toEqual([])
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  }

  it('takes an alert to a closed case by keyboard, and has a report to hand over', async () => {
    await page.goto(`${origin}/alerts`)
    await page.getByTestId('alert-row').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.getByTestId('alert-row').getByText('kim').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Pin to a case', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('What it is about').waitFor()
    await isAccessible()
    await page.getByRole('dialog').getByRole('button', { name: 'Pin', exact: true }).press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('link', { name: 'Whole picture' }).click()
    const evidence = page.getByTestId('person-evidence')
    await evidence.getByText('Departing person copies customers').waitFor()
    await isAccessible()
    for (const pin of [
      evidence.getByRole('button', { name: 'Pin to a case: base.csv' }),
      page.getByRole('button', { name: 'Pin to a case', exact: true }),
    ]) {
      await pin.click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Why does it matter?').fill('It shows the copy.')
      await dialog.getByRole('button', { name: 'Pin', exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    }
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.getByTestId('case').waitFor()
    await isAccessible()
    await page.getByTestId('case').press('Enter')
    await page.getByTestId('exhibit').nth(2).waitFor()
    await page.getByRole('textbox', { name: 'Note' }).fill('Asked the manager: nothing was agreed.')
    await page.getByRole('button', { name: 'Add the note' }).press('Enter')
    await page.getByText('Asked the manager').last().waitFor()
    await isAccessible()
    await page.getByRole('button', { name: 'Close the case' }).press('Enter')
    await page.keyboard.press('1')
    await page.getByLabel('Reason').fill('The stick was found with the list.')
    // The dialog goes with the answer, whatever is read again behind it.
    const isGone = Promise.withResolvers<void>()
    const lists = /\/api\/v1\/(cases|alerts)/
    await page.route(lists, async route => {
      if (route.request().method() === 'GET') await isGone.promise
      await route.continue()
    })
    await page.getByRole('dialog').getByRole('button', { name: 'Close the case' }).press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    isGone.resolve()
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('button', { name: 'Open again' }).waitFor()
    const [alert] = rig.collector.parts.alerts.list('closed', 1).alerts
    expect(alert).toMatchObject({ verdict: 'true_positive' })
    await page.getByRole('button', { name: 'Report' }).press('Enter')
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Report as PDF' }).click(),
    ])
    const file = await saved.createReadStream()
    const start = await new Promise<string>(resolve =>
      file.once('data', data => resolve(String(data).slice(0, 5))),
    )
    expect(start).toBe('%PDF-')
    expect(faults).toEqual([])
  })

  it('makes a rule of a hunt, sees its faults, tries it on the past and switches it on', async () => {
    await page.goto(`${origin}/hunt`)
    await page.getByLabel('Words').fill('blue place:removable customers:10 activity:Create')
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('link', { name: 'Without activity create' }).click()
    await page.getByRole('button', { name: 'Keep this view' }).click()
    await page.getByRole('link', { name: 'blue · USB · ≥ 10' }).waitFor()
    await isAccessible()
    expect(new URL(page.url()).search).toBe('?q=blue&place=removable&customers=10')
    await page.goto(`${origin}/hunt?place=removable&customers=10`)
    await page.getByRole('button', { name: 'Make a rule of this…' }).click()
    const editor = page.getByRole('textbox', { name: 'Text of the rule, YAML' })
    await editor.waitFor()
    await isAccessible()
    await page.getByText('condition:').click()
    await page.keyboard.press('End')
    await page.keyboard.type('x')
    await page.getByText('1 fault, marked in the text').waitFor()
    await page.keyboard.press('Backspace')
    await page.getByText('1 fault, marked in the text').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Save the rule' }).click()
    await page.getByLabel('Why?').fill('Found by a hunt.')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Its findings are counted and raise no alert.').waitFor()
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByTestId('trial').waitFor()
    await isAccessible()
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByLabel('Why?').fill('One alert a quarter is fine.')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByText('Its findings raise alerts.').waitFor()
    await page.goto(`${origin}/rules`)
    await page.getByTestId('rule').first().waitFor()
    await isAccessible()
    expect(faults).toEqual([])
  })

  it('lets a held file go with a touch, and reads a code out for another', async () => {
    const holdOf = (id: string, more: object) => ({
      ...{ uid: `held-${id}`, account: 'anna', count: 12 },
      more: { hold: { id, state: 'held' as const, customers: 12, rows: 12, ...more } },
    })
    const [one, two] = [
      copyEvent(rig, agent.id, holdOf('ab01', { day: 260 })),
      copyEvent(rig, agent.id, holdOf('ab02', { customers: 0, unread: 'encrypted' })),
    ]
    await agent.post([
      { seq: 2, event: one },
      { seq: 3, event: two },
    ])
    const { heldFiles } = rig.collector.parts
    await eventually(() => heldFiles.find('ab02'), 'the holds')
    await page.goto(`${origin}/held`)
    const row = (text: string) => page.getByTestId('held').filter({ hasText: text })
    await row('with what was taken within a day 260').waitFor()
    await row('It needs a password').waitFor()
    await isAccessible()
    await row('ab01').getByRole('button', { name: 'Let go…' }).click()
    await page.getByLabel('Why?').fill('Agreed with the customer team.')
    await page.getByRole('dialog').getByRole('button', { name: 'Let go' }).click()
    await row('ab01').getByText('goes back as soon as the endpoint hears of it (kim)').waitFor()
    expect(heldFiles.find('ab01')).toMatchObject({ action: 'release', decided_by: 'kim' })
    await row('ab02').getByRole('button', { name: 'Code…' }).click()
    await page.getByLabel('Why?').fill('On a train, without a network.')
    await page.getByRole('dialog').getByRole('button', { name: 'Show the code' }).click()
    await page
      .getByRole('dialog', { name: 'The code' })
      .getByText(/^[A-Z0-9]{5}-/)
      .waitFor()
    await isAccessible()
    await page.getByRole('button', { name: 'Done' }).click()
    expect(faults).toEqual([])
  })
})
