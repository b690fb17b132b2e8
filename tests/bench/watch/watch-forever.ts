/** Watches a tree as one of the watchers that are compared, until it is ended; prints when it is ready, and after each line on its input how many files it has heard of. */
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { kernelFeed } from '../../../agent/platform/linux/kernel-feed.ts'
import { openProcesses } from '../../../agent/platform/linux/processes.ts'

const [watcher = '', tree = '', peer = ''] = process.argv.slice(2)
/** By the number in a file's name: the same for each watcher, and cheap. */
const heard = new Uint8Array(2 ** 21)
let count = 0
let losses = 0
/** `…/f17.csv` */
function note(path: string): void {
  const number = Number(path.slice(path.lastIndexOf('/') + 2, -4))
  if (heard[number] === 1) return
  heard[number] = 1
  count += 1
}
const say = (facts: object) => console.log(JSON.stringify(facts))
const startedAt = performance.now()
const before = process.memoryUsage.rss()
const ready = () =>
  say({ readyMs: performance.now() - startedAt, bytesMore: process.memoryUsage.rss() - before })

if (watcher === 'clientkeep') {
  const feed = kernelFeed(
    {
      onChange: ({ kind, path }) => {
        if (kind === 'closed') note(path)
      },
      onLoss: () => {
        losses += 1
      },
      onError: error => {
        throw error
      },
    },
    { processes: openProcesses(uid => ({ name: String(uid) })) },
  )
  if (typeof feed === 'string') throw new Error(feed)
  const why = await feed.watch(tree)
  if (why !== undefined) throw new Error(why)
  ready()
} else {
  const { watch } = createRequire(`${peer}/`)('chokidar')
  watch(tree, { ignoreInitial: true }).on('add', note).on('change', note).on('ready', ready)
}
createInterface({ input: process.stdin }).on('line', () => say({ heard: count, losses }))
