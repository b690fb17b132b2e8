/** More people for the pictures of the demo: files that other accounts copy to its stick. Only root can be somebody else. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { PeopleList, PersonChip } from '../../events/api.ts'

interface Copy {
  readonly uid: number
  readonly file: string
  readonly rows: number
  readonly who: (person: PersonChip) => boolean
}

const copies: readonly Copy[] = [
  { uid: 4101, file: 'key-accounts.csv', rows: 48, who: person => person.days_to_last_day === 30 },
  { uid: 4102, file: 'notes.txt', rows: 0, who: person => (person.days_to_last_day ?? 0) < 0 },
  { uid: 4103, file: 'backup.csv', rows: 640, who: () => false },
]

/** A copy by a process of that account, with the one right that the folders of a test do not give it. */
export function copyAs(uid: number, from: string, to: string): void {
  const rights = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override']
  const account = ['--reuid', String(uid), '--regid', String(uid), '--clear-groups', ...rights]
  execFileSync('setpriv', [...account, 'cp', from, to])
}

/** Binds accounts to people of the demo and copies a file as each of them; waits until each has a row in the queue. */
export async function copyAsOthers(page: Page, dir: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const downloads = join(dir, 'laptop', 'Downloads')
  const exports = readdirSync(downloads).toSorted()
  const lines = readFileSync(join(downloads, exports[0] ?? ''), 'utf8').split('\n')
  const reply = await page.request.get(new URL('/api/v1/people', page.url()).href)
  const { people }: PeopleList = await reply.json()
  const away = join(dir, 'elsewhere')
  mkdirSync(away, { recursive: true })
  for (const { uid, file, rows, who } of copies) {
    const person = people.find(who)
    if (person?.id) {
      await page.request.post(
        new URL(`/api/v1/people/${encodeURIComponent(person.id)}/aliases`, page.url()).href,
        { data: { alias: `uid ${uid}` }, headers: { 'x-clientkeep': '1' } },
      )
    }
    const before = await page.getByTestId('alert-row').count()
    writeFileSync(join(away, file), lines.slice(0, rows + 1).join('\n'))
    copyAs(uid, join(away, file), join(dir, 'usb-stick', file))
    await page.getByTestId('alert-row').nth(before).waitFor()
  }
}
