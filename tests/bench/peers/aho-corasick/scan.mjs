/* Prints how many distinct literals of a list are in a file, the seconds to build and the seconds to search. */
import { readFileSync } from 'node:fs'
import Fast from 'modern-ahocorasick/fast'

const [list = '', file = ''] = process.argv.slice(2)
const literals = readFileSync(list, 'utf8').trim().split('\n')
const text = readFileSync(file, 'latin1')
const start = performance.now()
const matcher = new Fast(literals)
const built = performance.now()
const seen = new Set()
for (const { pattern } of matcher.search(text)) seen.add(pattern)
const end = performance.now()
console.log(
  JSON.stringify({
    distinct: seen.size,
    build_s: (built - start) / 1e3,
    search_s: (end - built) / 1e3,
  }),
)
