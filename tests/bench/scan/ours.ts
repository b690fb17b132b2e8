/** Scans one file with a filter in a process of its own, as an agent does. Prints what was found and the seconds of the scan alone. */
import { readFileSync } from 'node:fs'
import { openFilter } from '../../../content/filter.ts'
import { scanFile } from '../../../content/scan.ts'

const [filterPath = '', file = ''] = process.argv.slice(2)
const start = performance.now()
const filter = openFilter(readFileSync(filterPath))
const opened = performance.now()
const { summary } = await scanFile(file, filter)
const end = performance.now()
console.log(
  JSON.stringify({
    tokens: summary.tokens,
    status: summary.status,
    build_s: (opened - start) / 1e3,
    search_s: (end - opened) / 1e3,
  }),
)
