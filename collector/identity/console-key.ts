/** The key of the console: whoever may read the data folder may command its collector. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const pathOf = (dir: string) => join(dir, 'console.key')

/** Makes the key at first use (mode 0600) and reads it. */
export function openConsoleKey(dir: string): string {
  const path = pathOf(dir)
  if (!existsSync(path)) {
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(path, 'utf8').trim()
}

/** The key of mail servers that report mail to canaries: made of the console's, which it does not tell; it opens nothing else. */
export const mailKeyOf = (key: string): string =>
  createHmac('sha256', key).update('clientkeep canary mail').digest('base64url')

/** Compares in constant time. */
export function isConsoleKey(key: string, given: string): boolean {
  const [left, right] = [Buffer.from(key), Buffer.from(given)]
  return left.length === right.length && timingSafeEqual(left, right)
}
