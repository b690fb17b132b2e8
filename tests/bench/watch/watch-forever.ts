/** Watches a tree as one of the watchers that are compared, until it is ended; prints when it is ready, and after each line on its input how many files it has heard of. */
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { kernelFeed } from '../../../agent/platform/linux/kernel-feed.ts'
import { openProcesses } from '../../../agent/platform/linux/processes.ts'

const [watcher = '', tree = '', peer = ''] = process.argv.slice(2)
const heard = new Set<string>()
let losses = 0
const say = (facts: object) => console.log(JSON.stringify(facts))
const startedAt = performance.now()
const before = process.memoryUsage.rss()
const ready = () =>
  say({ readyMs: performance.now() - startedAt, bytesMore: process.memoryUsage.rss() - before })

if (watcher === 'clientkeep') {
  const feed = kernelFeed(
    {
      onChange: ({ kind, path }) => {
        if (kind === 'closed') heard.add(path)
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
  const tell = (path: string) => heard.add(path)
  watch(tree, { ignoreInitial: true }).on('add', tell).on('change', tell).on('ready', ready)
}
createInterface({ input: process.stdin }).on('line', () => say({ heard: heard.size, losses }))
