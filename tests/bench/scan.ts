/** Scanning for customers: MB/s and memory beside tools that look for a list of literals, on the same files, in turns; the same customers first. */
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unpackTokens } from '../../content/token.ts'
import { type Built, buildPeer } from './peers/build.ts'
import * as recipes from './peers/recipes.ts'
import {
  atLeast,
  type BenchReport,
  below,
  figure,
  type Goal,
  type Peer,
  type Say,
} from './report.ts'
import { type Base, openBase } from './scan/bases.ts'
import { type Run, run } from './scan/commands.ts'
import { corpus, sizes } from './scan/corpus.ts'
import { alternate, answerOf, median, node, ours, type Timing, type Tool } from './scan/tools.ts'

const rounds = 5
const sampleBytes = 2e6
const growthMax = 1.3

/** A grep: its start-up is what it takes on an empty file. */
function grep(name: string, command: string, args: readonly string[], emptySeconds: number): Tool {
  return {
    name,
    run: file => run(command, [...args, file], { LC_ALL: 'C' }),
    net: ({ seconds }) => Math.max(0.001, seconds - emptySeconds),
  }
}

const rgArgs = (list: string) => ['--no-config', '-F', '-o', '-N', '-f', list]
const grepArgs = (list: string) => ['-F', '-o', '-f', list]

const linesOf = ({ output }: Run): Set<string> =>
  new Set(output.split('\n').filter(line => line !== ''))

/** A bench that compares different results compares nothing. */
function needSame(what: string, left: number, right: number): void {
  if (left !== right) throw new Error(`${what}: ${left} customers against ${right}`)
}

const customersOf = ({ last }: Timing, { base }: Base): number =>
  base.confirm(unpackTokens(answerOf(last).tokens ?? '')).length

/** A shorter file, cut at a line. */
function sampleOf(file: string, bytes: number): string {
  const buffer = Buffer.alloc(bytes)
  const handle = openSync(file, 'r')
  readSync(handle, buffer, 0, bytes, 0)
  closeSync(handle)
  const path = `${file}.${bytes}`
  writeFileSync(path, buffer.subarray(0, buffer.lastIndexOf(0x0a) + 1))
  return path
}

const megabytes = (file: string): number => readFileSync(file).length / 1e6

async function emptySeconds(command: string, args: readonly string[]): Promise<number> {
  const path = corpus('empty.txt')
  writeFileSync(path, 'x\n')
  const seconds: number[] = []
  for (let round = 0; round < 3; round += 1)
    seconds.push((await run(command, [...args, path])).seconds)
  return median(seconds)
}

/** Greps with their start-up measured. */
async function greps(list: string): Promise<Tool[]> {
  const rg = rgArgs(list)
  const plain = grepArgs(list)
  return [
    grep('ripgrep -F -f', 'rg', rg, await emptySeconds('rg', rg)),
    grep('grep -F -f', 'grep', plain, await emptySeconds('grep', plain)),
  ]
}

/** Dense CSV and prose with e-mail addresses. */
async function mail(
  size: number,
  file: string,
  say: Say,
): Promise<{ goals: Goal[]; peers: Peer[]; net: number }> {
  const base = await openBase(`mail-base-${size}`, say)
  const name = `${file}, ${size.toLocaleString('en')} addresses`
  say(name)
  const path = corpus(file)
  const tools =
    size > sizes[1] ? [ours(base)] : [ours(base), ...(await greps(corpus(`emails-${size}.txt`)))]
  const [own, rg, plain] = await alternate(tools, path, rounds)
  if (!own) throw new Error('nothing ran')
  const size_mb = megabytes(path)
  const goals = [
    figure(`${name}: with start-up`, size_mb / own.wall, 'MB/s'),
    figure(`${name}: without`, size_mb / own.net, 'MB/s'),
    figure(`${name}: peak memory`, own.peakBytes / 1e6, 'MB'),
    figure(`${name}: filter`, (8 * base.filterBytes) / size, 'bits per customer'),
    ...(base.seconds
      ? [
          figure(`${name}: first import`, base.seconds.first, 's'),
          figure(`${name}: import again`, base.seconds.again, 's'),
        ]
      : []),
  ]
  const peers: Peer[] = []
  if (rg && plain) {
    const found = customersOf(own, base)
    needSame(name, found, linesOf(rg.last).size)
    needSame(name, found, linesOf(plain.last).size)
    const isGoal = size === sizes[1] && file === 'export.csv'
    const against = (what: string, ratio: number, goal: number) =>
      isGoal
        ? atLeast(`${name}: ${what}`, ratio, 'times', goal)
        : figure(`${name}: ${what}`, ratio, 'times')
    goals.push(
      against('ripgrep, with start-up', rg.wall / own.wall, 20),
      against('ripgrep, without', rg.net / own.net, 5),
      figure(`${name}: ripgrep, processor time`, rg.cpu / own.cpu, 'times'),
      figure(`${name}: grep, with start-up`, plain.wall / own.wall, 'times'),
    )
    peers.push(
      { name: `ripgrep, ${name}`, version: '', value: size_mb / rg.wall, unit: 'MB/s' },
      { name: `grep -F, ${name}`, version: '', value: size_mb / plain.wall, unit: 'MB/s' },
    )
  }
  base.base.close()
  return { goals, peers, net: own.net }
}

/** Peers that are too slow for the whole file, on its beginning, by the search alone. */
async function slowPeers(say: Say): Promise<{ goals: Goal[]; peers: Peer[]; notes: string[] }> {
  const size = sizes[1]
  const base = await openBase(`mail-base-${size}`, say)
  const sample = sampleOf(corpus('export.csv'), sampleBytes)
  const list = corpus(`emails-${size}.txt`)
  const [whole] = await alternate([ours(base)], corpus('export.csv'), 3)
  const [part] = await alternate([ours(base)], sample, 1)
  const found = part ? customersOf(part, base) : 0
  base.base.close()
  const speed = megabytes(corpus('export.csv')) / (whole?.net ?? Number.NaN)
  const programs: readonly [
    recipes: Built,
    goal: number,
    command: (dir: string) => readonly string[],
  ][] = [
    [await buildPeer(recipes.hyperscan, say), 100, dir => [join(dir, 'scan')]],
    [
      await buildPeer(recipes.ahoCorasick, say),
      20,
      dir => [node, '--max-old-space-size=8000', join(dir, 'scan.mjs')],
    ],
    [
      await buildPeer(recipes.presidio, say),
      100,
      dir => [join(dir, 'python/bin/python'), join(dir, 'scan.py')],
    ],
  ]
  const goals: Goal[] = []
  const peers: Peer[] = []
  const notes: string[] = []
  for (const [built, goal, command] of programs) {
    if (!('dir' in built)) {
      notes.push(`${built.name} was not measured: ${built.reason}`)
      continue
    }
    say(built.name)
    const [program = '', ...args] = command(built.dir)
    const answer = answerOf(await run(program, [...args, list, sample]))
    needSame(built.name, found, answer.distinct ?? -1)
    const rate = megabytes(sample) / answer.search_s
    peers.push({ name: built.name, version: built.version, value: rate, unit: 'MB/s' })
    goals.push(atLeast(`export.csv: ${built.name}, without start-up`, speed / rate, 'times', goal))
  }
  return { goals, peers, notes }
}

/** E-mail, phone, number and name at once. */
async function mixed(say: Say): Promise<{ goals: Goal[]; peers: Peer[] }> {
  const size = sizes[1]
  const base = await openBase(`base-${size}`, say)
  const path = corpus('export.csv')
  const [rgTool] = await greps(corpus(`all-${size}.txt`))
  if (!rgTool) return { goals: [], peers: [] }
  say('e-mail, phone, number and name')
  const [own, rg] = await alternate([ours(base), rgTool], path, 3)
  if (!own || !rg) throw new Error('nothing ran')
  const strong = [...linesOf(rg.last)].filter(line => !line.includes(' '))
  const numbers = new Set(strong.filter(line => line.startsWith('CU')))
  needSame('mixed, customers by number', customersOf(own, base), numbers.size)
  base.base.close()
  const mb = megabytes(path)
  return {
    goals: [
      figure('mixed, 100,000 customers: with start-up', mb / own.wall, 'MB/s'),
      atLeast('mixed: ripgrep, with start-up', rg.wall / own.wall, 'times', 10),
      figure('mixed: ripgrep, without', rg.net / own.net, 'times'),
      figure('mixed: peak memory', own.peakBytes / 1e6, 'MB'),
      figure('mixed: filter', (8 * base.filterBytes) / size, 'bits per customer'),
    ],
    peers: [{ name: 'ripgrep, mixed', version: '', value: mb / rg.wall, unit: 'MB/s' }],
  }
}

/** Runs all. */
export async function scan(say: Say): Promise<BenchReport> {
  const goals: Goal[] = []
  const peers: Peer[] = []
  const nets: number[] = []
  for (const file of ['export.csv', 'prose.txt']) {
    for (const size of sizes) {
      const part = await mail(size, file, say)
      goals.push(...part.goals)
      peers.push(...part.peers)
      if (file === 'export.csv') nets.push(part.net)
    }
  }
  goals.push(
    below(
      '1,000,000 against 100,000 customers, export.csv',
      (nets[2] ?? 0) / (nets[1] ?? 1),
      'times',
      growthMax,
    ),
  )
  const slow = await slowPeers(say)
  const all = await mixed(say)
  return {
    bench: 'scan',
    goals: [...goals, ...slow.goals, ...all.goals],
    peers: [...peers, ...slow.peers, ...all.peers],
    notes: [
      ...slow.notes,
      'Tools in turns, medians. Ours hashes the whole file (SHA-256) and decodes it as well. Slow peers on the first 2 MB.',
      'Literal tools find substrings, ours whole identifiers; the customers found are the same on these files.',
    ],
  }
}
