/** Steps through the dashboard that several tests and the pictures share. */
import type { Page } from 'playwright-core'

/** Opens a step of the set-up unless it is open. */
export async function openStep(page: Page, step: string): Promise<void> {
  const fold = page.getByTestId(`step-${step}`).locator('h2 button')
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
}

/** Imports a CSV through the file input of its step and waits for the report. */
export async function importFile(
  page: Page,
  kind: 'customers' | 'people',
  file: string,
): Promise<void> {
  await openStep(page, kind)
  await page.getByTestId(`import-${kind}`).setInputFiles(file)
  await page.getByTestId(`import-${kind}-report`).waitFor()
}

/** Waits until the page hears the collector. */
export const isLive = (page: Page): Promise<void> =>
  page.locator('[data-testid="live-state"][data-state="live"]').waitFor()

/** Waits on the set-up page until every endpoint watches what is saved. */
export async function isInForce(page: Page): Promise<void> {
  await openStep(page, 'watch')
  await page.locator('[data-testid="policy-state"][data-current="true"]').waitFor()
}

/** Signs in with the one-time link; resolves once a page with the frame is there. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await isLive(page)
}

/** Says on the set-up page that the only account which waits for a person is the leaver's. Gives the leaver's pseudonym. */
export async function bindToLeaver(page: Page, account: string): Promise<string> {
  await openStep(page, 'accounts')
  await page.getByLabel(`Who is ${account}@`).first().click()
  const option = page.getByRole('option', { name: 'leaves in 6 d' })
  const [pseudonym = ''] = ((await option.textContent()) ?? '').split(' · ')
  await option.click()
  await page.getByRole('button', { name: 'Bind', exact: true }).click()
  await page.getByText(`is ${pseudonym} from now on`).first().waitFor()
  return pseudonym
}
