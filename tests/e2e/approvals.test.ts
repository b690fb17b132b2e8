/** Approvals in a real browser, on a phone's width: a manager approves, refuses and asks back with the key; two for a leaver; what changed meanwhile is not signed; an officer secures a person. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dashboardDir } from '../../cli/options.ts'
import type { Role } from '../../events/roles.ts'
import { askExport, fillLine, hourMs, idOf } from '../collector/approvals/line.ts'
import { copyEvent } from '../collector/company.ts'
import { cleanUp, enrolAgent, eventually, type Rig, startRig } from '../collector/harness.ts'
import { invite } from '../collector/identity/users.ts'
import { peripheralEvent } from '../events/samples.ts'
import { violationsOf } from './accessible.ts'
import { newPage, noBrowser, startBrowser } from './browser.ts'
import { plugIn } from './virtual-key.ts'

if (noBrowser) console.warn(`skipped, approvals in a browser: ${noBrowser}`)

const phone = { width: 390, height: 844 }

describe.skipIf(noBrowser)('approvals on a phone', { timeout: 90_000, retry: 1 }, () => {
  let now = Date.now()
  let rig: Rig
  let browser: Browser
  let origin = ''
  let kite: Page
  let heron: Page
  let kim: Page

  /** Somebody with a key of their own, signed in, at a phone or a desk. */
  async function enter(user: string, roles: readonly Role[], size?: typeof phone): Promise<Page> {
    const email = user === 'kim' ? undefined : `${user}@firm.example`
    const token = await invite(rig, user, { roles, email })
    const page = await newPage(browser, {
      reducedMotion: 'reduce',
      ...(size && { viewport: size }),
    })
    await page.goto(`${origin}/sign-in`)
    await plugIn(page)
    await page.goto(`${origin}/join#token=${token}`)
    await page.getByLabel('A name for this key').fill('blue')
    await page.getByRole('button', { name: 'Register and sign in' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    return page
  }
  const stateOf = (id: string) => rig.collector.parts.approvals.get(id)?.state
  /** As from a mail. */
  const open = (page: Page, id: string) => page.goto(`${origin}/approvals/${id}`)
  const approve = async (page: Page) => {
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('button', { name: 'Approve with my key' }).click()
  }
  /** It fits a phone, and has no serious fault of accessibility. */
  async function fits(page: Page): Promise<void> {
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(phone.width)
    expect(await violationsOf(page, 'wcag')).toEqual([])
  }
  /** A manager asks back. */
  async function answer(id: string | undefined, verdict: 'ask'): Promise<void> {
    const { approvals, decide } = rig.collector.parts
    const seen = approvals.get(id ?? '')?.digest ?? ''
    const said = { ref: `r-${id}`, verdict, reason: 'which fair?', conditions: null }
    const data = { id: id ?? '', ...said, seen, as: 'manager' as const, touch: null }
    await decide({ user: 'kite' }, [{ kind: 'approval.answered', data }])
  }
  const receipt = (page: Page) => page.getByTestId('receipt')

  beforeAll(async () => {
    rig = await startRig({ now: () => now, dashboardDir })
    await fillLine(rig, now)
    origin = (await rig.collector.listen()).replace('127.0.0.1', 'localhost')
    browser = await startBrowser()
    kite = await enter('kite', ['manager'], phone)
    heron = await enter('heron', ['manager'], phone)
    kim = await enter('kim', ['officer'])
  })
  afterAll(async () => {
    await browser?.close()
    await cleanUp()
  })

  it('a link leads to the sign-in, then to the page; three taps and the key decide', async () => {
    const { id, digest } = await askExport(rig)
    const stranger = await newPage(browser, { viewport: phone })
    await open(stranger, id)
    await stranger.getByTestId('sign-in-key').waitFor()
    expect(stateOf(id)).toBe('waiting')
    await stranger.context().close()

    await open(kite, id)
    await kite.getByText('20 distinct customers, 50 % of the base').waitFor()
    await kite.getByText('10 are theirs, 10 belong to others').waitFor()
    await kite.getByRole('button', { name: 'Approve…' }).click()
    await kite.getByLabel('At most so many rows').fill('10')
    await kite.getByRole('checkbox', { name: 'phone' }).check()
    await kite.getByRole('button', { name: 'Approve with my key' }).click()
    await receipt(kite).getByText(digest).waitFor()
    expect(await receipt(kite).innerText()).toContain(
      'at most 10 rows, without phone, with canaries',
    )
    expect(rig.collector.parts.approvals.get(id)).toMatchObject({
      state: 'approved',
      conditions: { rows_max: 10, drop_columns: ['phone'], canaries: true },
    })
  })

  it('the page fits the phone, and has no serious fault of accessibility', async () => {
    await askExport(rig)
    await kite.goto(`${origin}/approvals`)
    await kite.getByTestId('approval').first().waitFor()
    await fits(kite)
    await kite.getByTestId('approval').first().click()
    await kite.getByRole('button', { name: 'Refuse' }).waitFor()
    await fits(kite)
  })

  it('a refusal has a reason, a question waits for its answer', async () => {
    const [refused, asked] = [await askExport(rig), await askExport(rig)]
    await open(kite, refused.id)
    await kite.getByRole('button', { name: 'Refuse' }).click()
    await kite.getByLabel('Why not?').fill('too many for a mailing')
    await kite.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click()
    await receipt(kite).getByText('too many for a mailing').waitFor()
    await expect.poll(() => stateOf(refused.id), { timeout: 15_000 }).toBe('refused')

    await open(kite, asked.id)
    await kite.getByRole('button', { name: 'Ask back' }).click()
    await kite.getByLabel('What do you want to know?').fill('for whom?')
    await kite.getByRole('dialog').getByRole('button', { name: 'Ask back' }).click()
    await kite.getByText('a question is open', { exact: true }).waitFor()
    expect(await kite.getByRole('button', { name: 'Approve…' }).count()).toBe(0)
    const data = { id: asked.id, text: 'for the fair' }
    await rig.collector.parts.decide({ user: 'wren' }, [{ kind: 'approval.replied', data }])
    await kite.getByText('Answer: “for the fair”').waitFor()
    await approve(kite)
    await receipt(kite).waitFor()
    await expect.poll(() => stateOf(asked.id), { timeout: 15_000 }).toBe('approved')
  })

  it('what changed after it was seen is not signed', async () => {
    const { id } = await askExport(rig)
    await open(kite, id)
    await kite.getByRole('button', { name: 'Approve…' }).click()
    // The page hears nothing of the change.
    await kite.context().setOffline(false)
    await kite.route('**/api/v1/approvals/*', route => route.abort())
    const ask = { id, ref: 'r1', verdict: 'ask', reason: 'which?', conditions: null } as const
    const seen = rig.collector.parts.approvals.get(id)?.digest ?? ''
    await rig.collector.parts.decide({ user: 'heron' }, [
      { kind: 'approval.answered', data: { ...ask, seen, as: 'manager', touch: null } },
      { kind: 'approval.replied', data: { id, text: 'all of them' } },
    ])
    await kite.getByRole('button', { name: 'Approve with my key' }).click()
    await kite.getByRole('alert').filter({ hasText: 'changed after you looked' }).waitFor()
    expect(stateOf(id)).toBe('waiting')
    await kite.unroute('**/api/v1/approvals/*')
  })

  it('who needs something asks for it, answers, sees what came of it, or withdraws', async () => {
    const agent = await enrolAgent(rig)
    const held = { id: 'abc123', state: 'held', customers: 20, rows: 31 } as const
    const event = copyEvent(rig, agent.id, {
      ...{ uid: 'eabc', account: 'wren', count: 20, more: { hold: held } },
    })
    const plug = peripheralEvent({ uid: 'plug', account: { name: 'wren' }, name: 'Kingston' })
    const own = { ...plug, device: { ...plug.device, uid: agent.id } }
    expect(
      (await agent.post([event, own].map((each, at) => ({ seq: at + 1, event: each })))).status,
    ).toBe(200)
    await eventually(() => rig.collector.parts.heldFiles.find('abc123'), 'the hold')
    await eventually(() => rig.collector.parts.devices.total() || undefined, 'the stick')

    const wren = await enter('wren', [], phone)
    await wren.goto(`${origin}/approvals`)
    await expect
      .poll(() => wren.getByRole('radio', { name: 'Asked by you' }).isChecked())
      .toBe(true)
    await wren.getByRole('link', { name: 'Ask for approval' }).waitFor()
    await wren.getByRole('link', { name: 'Ask for approval' }).click()
    const file = wren.getByTestId('askable').first()
    await file.getByText('31 rows, 20 customers').waitFor()
    await fits(wren)
    await file.getByRole('button', { name: 'Ask for it…' }).click()
    const dialog = wren.getByRole('dialog')
    await dialog.getByLabel('What do you need it for?').fill('for the fair on Friday')
    await dialog.getByRole('button', { name: 'Send the request' }).click()
    await wren.getByText('waits for a decision').waitFor()
    const row = rig.collector.parts.approvals.bySource('hold', 'abc123')
    expect(row?.content).toMatchObject({ why: 'for the fair on Friday', facts: { customers: 20 } })

    await answer(row?.id, 'ask')
    await wren.getByText('Asked back: “which fair?”').waitFor()
    await wren.getByRole('button', { name: 'Answer', exact: true }).click()
    await wren.getByLabel('Your answer').fill('the one in Bandung')
    await wren.getByRole('dialog').getByRole('button', { name: 'Answer' }).click()
    await wren.getByText('Answer: “the one in Bandung”').waitFor()
    await open(kite, row?.id ?? '')
    await approve(kite)
    await receipt(kite).waitFor()
    await wren.getByText('The file comes back to where it was').waitFor({ timeout: 20_000 })

    await wren.goto(`${origin}/approvals/new`)
    await wren.getByLabel('Which list').fill('the hand-over list')
    await wren.getByLabel('On which stick').selectOption({ label: 'Kingston (E0D55EA573F2F4A0)' })
    await wren.getByLabel('At most so many rows').fill('200')
    await wren.getByLabel('What do you need it for?').fill('my last week here')
    await wren.getByRole('button', { name: 'Send the request' }).click()
    await wren.getByText('wants to take 200 rows on a stick: the hand-over list').waitFor()
    const [leave] = rig.collector.parts.approvals
      .open()
      .filter(each => each.content.source.kind === 'permit')
    expect(leave?.content.source).toMatchObject({
      rows_max: 200,
      device: { serial: 'E0D55EA573F2F4A0' },
    })
    await wren.getByRole('button', { name: 'Withdraw…' }).click()
    await wren.getByLabel('Why is it not needed any more?').fill('somebody else takes it')
    await wren.getByRole('dialog').getByRole('button', { name: 'Withdraw…' }).click()
    await wren.getByText('withdrawn').waitFor()
    await wren.context().close()
  })

  it("a leaver's request takes the manager and the next one up", async () => {
    const { id } = await askExport(rig, { who: 'anna' })
    await open(kite, id)
    await kite.getByText('Takes two approvals; 0 given so far.').waitFor()
    await approve(kite)
    await kite.getByText('Takes two approvals; 1 given so far.').waitFor()
    expect(stateOf(id)).toBe('waiting')
    expect(await kite.getByRole('button', { name: 'Approve…' }).count()).toBe(0)
    await open(heron, id)
    await approve(heron)
    await receipt(heron).waitFor()
    await expect.poll(() => stateOf(id), { timeout: 15_000 }).toBe('approved')
  })

  it('nobody sees a button for what is theirs, or not theirs to decide', async () => {
    const { id } = await askExport(rig, { who: 'kite' })
    await open(kite, id)
    await kite.getByText('waits for a decision').waitFor()
    expect(await kite.getByRole('button', { name: /Approve|Refuse/ }).count()).toBe(0)
    const other = await askExport(rig)
    await open(kim, other.id)
    await kim.getByText('the manager was asked first').waitFor()
    expect(await kim.getByRole('button', { name: 'Approve…' }).count()).toBe(0)
    expect(await kim.getByRole('button', { name: 'Refuse' }).count()).toBe(1)
  })

  it('an officer secures a person and undoes it', async () => {
    const person = idOf(rig, 'wren')
    await kim.goto(`${origin}/people/${person}`)
    await kim.getByRole('button', { name: 'Secure this person…' }).click()
    await kim.getByLabel('What happened?').fill('copied the base at night')
    await kim.getByRole('button', { name: 'Secure now' }).click()
    await kim.getByTestId('secured').getByText('Report of what was taken').waitFor()
    expect(rig.collector.parts.secured.of(person, now)?.by).toBe('kim')
    await kim.getByRole('button', { name: 'Undo…' }).click()
    await kim.getByLabel('Why is it over?').fill('it was the hand-over')
    await kim.getByRole('button', { name: 'Undo', exact: true }).click()
    await kim.getByRole('button', { name: 'Secure this person…' }).waitFor()
    expect(rig.collector.parts.secured.of(person, now)).toBeUndefined()
  })

  it('an officer freezes exports for a day and lets them go on', async () => {
    const person = idOf(rig, 'finch')
    await kim.goto(`${origin}/people/${person}`)
    await kim.getByRole('button', { name: 'Freeze exports…' }).click()
    await kim.getByLabel('What happened?').fill('laptop was stolen')
    await kim.getByRole('button', { name: 'Freeze now' }).click()
    await kim.getByTestId('frozen').getByText('by kim: laptop was stolen').waitFor()
    const { heldExports } = rig.collector.parts
    expect(heldExports.freeze(person, now)?.until_ms).toBe(now + 24 * hourMs)
    await kim.getByRole('button', { name: 'End the freeze…' }).click()
    await kim.getByLabel('Why is it over?').fill('it was found')
    await kim.getByRole('dialog').getByRole('button', { name: 'End the freeze…' }).click()
    await kim.getByRole('button', { name: 'Freeze exports…' }).waitFor()
    expect(heldExports.freeze(person, now)).toBeUndefined()
  })

  it('what nobody decided is over', async () => {
    const { id } = await askExport(rig)
    const deadline = rig.collector.parts.approvals.get(id)?.expires_ms ?? 0
    expect(deadline - now).toBe(72 * hourMs)
    await open(kite, id)
    await kite.getByRole('button', { name: 'Refuse' }).waitFor()
    // Time passes for the request alone: sessions of days are another matter.
    const data = { id }
    await rig.collector.parts.decide({ user: 'clock' }, [{ kind: 'approval.expired', data }])
    await kite.getByText('not decided in time: refused').waitFor()
    expect(await kite.getByRole('button', { name: 'Refuse' }).count()).toBe(0)
    now += 1
  })
})
