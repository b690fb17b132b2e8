import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readWithProgress } from '../../cli/progress.ts'

const dir = mkdtempSync(join(tmpdir(), 'clientkeep-progress-'))
afterAll(() => rmSync(dir, { recursive: true }))

async function drawn(isTTY: boolean, bytes: number) {
  const path = join(dir, `${bytes}.csv`)
  writeFileSync(path, 'x'.repeat(bytes))
  const lines: string[] = []
  const write = (text: string | Uint8Array) => {
    lines.push(String(text))
    return true
  }
  let read = 0
  for await (const chunk of readWithProgress(path, { isTTY, write })) read += chunk.length
  return { read, lines }
}

test('on a terminal the bar is drawn and wiped, and all bytes arrive', async () => {
  const { read, lines } = await drawn(true, 300_000)
  expect(read).toBe(300_000)
  expect(lines[0]).toMatch(/^\r\[#*\.*\] \d+ % of 0\.3 MB$/)
  expect(lines.at(-1)).toBe('\r\u001b[K')
})

test('elsewhere nothing is written, and an empty file is no fault', async () => {
  expect(await drawn(false, 1000)).toEqual({ read: 1000, lines: [] })
  expect((await drawn(true, 0)).read).toBe(0)
})
