/** Scanning what people keep tables in: time and memory for each format, workbooks beside the libraries of npm; the same customers first. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unpackTokens } from '../../content/token.ts'
import { buildPeer } from './peers/build.ts'
import { workbooks } from './peers/recipes.ts'
import {
  atLeast,
  atMost,
  type BenchReport,
  figure,
  type Goal,
  type Peer,
  type Say,
} from './report.ts'
import { openBase } from './scan/bases.ts'
import { run } from './scan/commands.ts'
import { corpus, sizes } from './scan/corpus.ts'
import { documentRows, documents } from './scan/documents.ts'
import { alternate, answerOf, node, ours, type Tool } from './scan/tools.ts'

const rounds = 5
const memoryMax = 1 / 3

/** Runs all. */
export async function formats(say: Say): Promise<BenchReport> {
  const base = await openBase(`mail-base-${sizes[1]}`, say)
  const { paths } = documents()
  const list = corpus(`emails-${sizes[1]}.txt`)
  const built = await buildPeer(workbooks, say)
  const goals: Goal[] = []
  const peers: Peer[] = []
  const notes: string[] = []
  const peer = (name: string): Tool[] =>
    'dir' in built
      ? [
          {
            name,
            run: file => run(node, [join(built.dir, 'read.mjs'), name, list, file]),
            net: result => answerOf(result).search_s,
          },
        ]
      : []
  if ('reason' in built) notes.push(`workbook libraries were not measured: ${built.reason}`)
  for (const [format, path] of paths) {
    say(format)
    const others = format === 'xlsx' ? [...peer('sheetjs'), ...peer('exceljs')] : []
    const [own, ...timings] = await alternate([ours(base), ...others], path, rounds)
    if (!own) throw new Error('nothing ran')
    const found = base.base.confirm(unpackTokens(answerOf(own.last).tokens ?? '')).length
    const megabytes = readFileSync(path).length / 1e6
    goals.push(
      figure(`${format}: customers`, found, 'customers'),
      figure(`${format}: without start-up`, megabytes / own.net, 'MB of file/s'),
      figure(`${format}: peak memory`, own.peakBytes / 1e6, 'MB'),
    )
    for (const [index, timing] of timings.entries()) {
      const name = others[index]?.name ?? ''
      const same = answerOf(timing.last).distinct ?? -1
      if (same !== found) throw new Error(`${name}: ${found} customers against ${same}`)
      const rate = { value: megabytes / timing.net, unit: 'MB of file/s' }
      peers.push({ name, version: built.name === name ? '' : workbooks.version, ...rate })
      goals.push(
        atLeast(`${format}: ${name}, without start-up`, timing.net / own.net, 'times', 10),
        figure(`${format}: ${name}, processor time with start-up`, timing.cpu / own.cpu, 'times'),
        name === 'sheetjs'
          ? atMost(
              `${format}: memory of ${name}`,
              own.peakBytes / timing.peakBytes,
              'times',
              memoryMax,
            )
          : figure(`${format}: memory of ${name}`, own.peakBytes / timing.peakBytes, 'times'),
      )
    }
  }
  base.base.close()
  return {
    bench: 'formats',
    goals,
    peers,
    notes: [
      ...notes,
      `${documentRows.toLocaleString('en')} rows of eight columns, PDF a tenth of them; ${sizes[1].toLocaleString('en')} customers. Tools in turns, medians.`,
    ],
  }
}
