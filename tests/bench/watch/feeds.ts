/** Lanes of the benchmark on the feed of file changes alone, beside other watchers: large trees, and floods of writes. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildPeer } from '../peers/build.ts'
import { chokidar } from '../peers/recipes.ts'
import { atMost, below, figure, type Peer, type Say } from '../report.ts'
import { cpuOf, versionOf, type Watched, watchBy, watchByInotify, write } from './watchers.ts'

const treeFiles = { small: 100_000, large: 1_000_000 } as const
const folders = 1000

async function measure(watched: Watched): Promise<{ readyMs: number; mbMore: number }> {
  await watched.end()
  return watched
}

/** How fast and in what memory 10⁶ files are watched, beside inotifywait; chokidar at 10⁵. */
export async function million(root: string, say: Say) {
  const tree = join(root, 'tree')
  say(`making ${treeFiles.small} files …`)
  await write(tree, treeFiles.small, folders)
  const built = await buildPeer(chokidar, say)
  const ours = await measure(await watchBy('clientkeep', tree))
  const theirs =
    'dir' in built ? await measure(await watchBy('chokidar', tree, built.dir)) : undefined
  say(`making ${treeFiles.large} files …`)
  await write(tree, treeFiles.large, folders)
  const oursLarge = await measure(await watchBy('clientkeep', tree))
  const inotify = await measure(await watchByInotify(tree))
  rmSync(tree, { recursive: true })
  const goals = [
    below('10⁶ files watched after', oursLarge.readyMs, 'ms', 500),
    below('10⁶ files watched with memory more', oursLarge.mbMore, 'MB', 5),
    figure('10⁵ files watched after', ours.readyMs, 'ms'),
  ]
  const notes: string[] = []
  const peers: Peer[] = [
    ...peer('inotifywait', versionOf('inotifywait --help'), '10⁶ files', inotify),
  ]
  if (theirs) {
    peers.push(...peer('chokidar', chokidar.version, '10⁵ files', theirs))
    goals.push({
      ...{ what: 'chokidar’s time to be ready at 10⁵ files over ours', unit: '×', goal: '>= 30' },
      ...{ value: theirs.readyMs / ours.readyMs, met: theirs.readyMs / ours.readyMs >= 30 },
    })
  } else if ('reason' in built) notes.push(`chokidar is missing: ${built.reason}`)
  return { goals, peers, notes }
}

const peer = (
  name: string,
  version: string,
  what: string,
  { readyMs, mbMore }: Pick<Watched, 'readyMs' | 'mbMore'>,
): Peer[] => [
  { name: `${name}, ${what}, ready after`, version, value: readyMs, unit: 'ms' },
  { name: `${name}, ${what}, memory`, version, value: mbMore, unit: 'MB' },
]

/** What watching costs while another process writes, beside inotifywait. */
export async function flood(root: string, files: number, say: Say) {
  say(`${files} files by another process …`)
  const tree = join(root, `flood-${files}`)
  await write(tree, folders, folders)
  const work = () => write(tree, files, folders)
  const ours = await watchBy('clientkeep', tree)
  const ourCpu = await cpuOf(ours, work)
  const heard = await ours.heard?.()
  await ours.end()
  const inotify = await watchByInotify(tree)
  const theirCpu = await cpuOf(inotify, work)
  await inotify.end()
  rmSync(tree, { recursive: true })
  const words = files.toLocaleString('en')
  const goals = [
    atMost(`${words} writes: lost`, files - (heard?.heard ?? 0), 'files', 0),
    figure(`${words} writes: CPU a file`, (ourCpu * 1000) / files, 'µs'),
    atMost(`${words} writes: CPU over inotifywait’s`, ourCpu / theirCpu, '×', 1.5),
  ]
  const version = versionOf('inotifywait --help')
  const value = (theirCpu * 1000) / files
  return {
    goals,
    peers: [{ name: `inotifywait, ${words} writes, CPU a file`, version, value, unit: 'µs' }],
  }
}
