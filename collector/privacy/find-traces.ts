/** Looks for words in every file of a data folder, byte by byte and row by row: the proof that what was deleted is gone. Reads only. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'
import { textsIn } from '../store/database.ts'

/** Where a word was found; `table` where it is in a row of a database. */
export interface Trace {
  readonly file: string
  readonly table: string | undefined
  readonly word: string
  readonly times: number
}

const chunkBytes = 4 * 1024 * 1024
/** A word over the edge of two chunks is in the second as a whole. */
const overlapBytes = 4096
const sqliteHeader = 'SQLite format 3\0'

/** As a whole word, in any case, and as JSON writes it where it escapes letters. */
function finderOf(word: string): RegExp {
  const escaped = JSON.stringify(word)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const forms = [...new Set([word, escaped])].map(form => RegExp.escape(form)).join('|')
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${forms})(?![\\p{L}\\p{N}])`, 'giu')
}

function* chunksOf(path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(overlapBytes + chunkBytes)
    for (let at = 0; ; at += chunkBytes) {
      const start = Math.max(0, at - overlapBytes)
      const length = readSync(file, buffer, 0, buffer.length, start)
      if (length <= at - start) return
      yield buffer.toString('utf8', 0, length)
    }
  } finally {
    closeSync(file)
  }
}

/** Times each word is in a file's bytes; one near the edge of two chunks may count twice. */
function inBytes(path: string, finders: ReadonlyMap<string, RegExp>) {
  const times = new Map<string, number>()
  let isDatabase = false
  for (const chunk of chunksOf(path)) {
    isDatabase ||= chunk.startsWith(sqliteHeader)
    for (const [word, finder] of finders) {
      const found = chunk.match(finder)?.length ?? 0
      if (found > 0) times.set(word, (times.get(word) ?? 0) + found)
    }
  }
  return { times, isDatabase }
}

/** Long texts lie in pieces over a database's pages: so its rows are read as well. */
function inRows(path: string, finders: ReadonlyMap<string, RegExp>) {
  const times = new Map<string, { table: string; word: string; times: number }>()
  for (const { table, text } of textsIn(path)) {
    for (const [word, finder] of finders) {
      const found = text.match(finder)?.length ?? 0
      if (found === 0) continue
      const before = times.get(`${table}\n${word}`)?.times ?? 0
      times.set(`${table}\n${word}`, { table, word, times: before + found })
    }
  }
  return [...times.values()]
}

/** Every place in the folder where one of the words stands. Throws what the file system throws. */
export function findTraces(dir: string, words: readonly string[]): Trace[] {
  const finders = new Map(words.map(word => [word, finderOf(word)]))
  const traces: Trace[] = []
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const file = relative(dir, path)
    const { times, isDatabase } = inBytes(path, finders)
    for (const [word, found] of times) traces.push({ file, table: undefined, word, times: found })
    if (isDatabase) traces.push(...inRows(path, finders).map(row => ({ file, ...row })))
  }
  return traces
}
