/** The laws of the house: who may import whom, how long files may grow, one importing file per driver, no dead files, registries that know all. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..')
const linesMax = 320
const linesMedianMax = 150

/** What a folder may import of ours, with the reason. */
const mayImport: Record<string, { readonly folders: readonly string[]; readonly why: string }> = {
  events: { folders: ['events'], why: 'the vocabulary depends on nothing' },
  content: { folders: ['content', 'events'], why: 'recognising customers is pure' },
  rules: { folders: ['rules', 'events'], why: 'the engine is pure and field-agnostic' },
  agent: {
    folders: ['agent', 'content', 'events'],
    why: 'the endpoint has no rules and no collector',
  },
  collector: {
    folders: ['collector', 'content', 'rules', 'events'],
    why: 'the collector is not on the endpoint',
  },
  evaluation: {
    folders: ['evaluation', 'collector', 'content', 'rules', 'events'],
    why: 'what is measured is what the collector does; nothing depends on the measuring',
  },
  dashboard: { folders: ['dashboard', 'events'], why: 'the page takes types only' },
  cli: {
    folders: ['cli', 'agent', 'collector', 'content', 'evaluation', 'rules', 'events'],
    why: 'the command composes',
  },
  packaging: {
    folders: ['packaging', 'cli', 'agent', 'content', 'events'],
    why: 'a package brings the agent alone',
  },
}

/** Third-party drivers and engines: each has one file that knows it. */
const drivers = [
  'better-sqlite3',
  'nodemailer',
  'prom-client',
  'csv-parse/sync',
  'x11',
  'libphonenumber-js/max',
  'koffi',
]

interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly { readonly from: string; readonly isType: boolean }[]
}

function list(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap(name => {
    const path = join(folder, name)
    if (name === 'dist' || name === 'node_modules') return []
    return statSync(join(root, path)).isDirectory() ? list(path) : [path]
  })
}

function read(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gms,
  )
  const imports = [...found].map(match => ({
    from: match[2] ?? match[3] ?? '',
    isType: match[1] !== undefined,
  }))
  return { path, text, imports }
}

const folders = Object.keys(mayImport)
const sources = folders
  .flatMap(list)
  .filter(path => /\.tsx?$/.test(path) && !path.endsWith('.gen.ts'))
  .map(read)
const tests = list('tests')
  .filter(path => path.endsWith('.ts'))
  .map(read)
const target = (source: Source, from: string) =>
  relative(root, resolve(root, dirname(source.path), from))
const folderOf = (path: string) => path.split('/')[0] ?? ''

describe('the house', () => {
  it('imports only downwards', () => {
    const wrong = sources.flatMap(source => {
      const allowed = mayImport[folderOf(source.path)]
      return source.imports
        .filter(({ from }) => from.startsWith('.'))
        .map(({ from }) => target(source, from))
        .filter(path => path !== 'package.json' && !allowed?.folders.includes(folderOf(path)))
        .map(path => `${source.path} imports ${path}: ${allowed?.why}`)
    })
    expect(wrong).toEqual([])
  })

  it('takes only types into the dashboard', () => {
    const wrong = sources
      .filter(({ path }) => path.startsWith('dashboard/'))
      .flatMap(source =>
        source.imports
          .filter(
            ({ from, isType }) =>
              from.startsWith('.') && !isType && folderOf(target(source, from)) !== 'dashboard',
          )
          .map(({ from }) => `${source.path} imports ${from} as a value`),
      )
    expect(wrong).toEqual([])
  })

  it('has one importing file per driver', () => {
    const crowded = drivers.flatMap(driver => {
      const users = sources
        .filter(({ imports }) => imports.some(({ from }) => from === driver))
        .map(({ path }) => path)
      return users.length > 1 ? [`${driver}: ${users.join(', ')}`] : []
    })
    expect(crowded).toEqual([])
  })

  it('keeps the engine of rules free of input, output and clocks', () => {
    const wrong = sources
      .filter(({ path }) => path.startsWith('rules/engine/'))
      .flatMap(({ path, text, imports }) => [
        ...imports
          .filter(({ from }) => from.startsWith('node:'))
          .filter(({ from }) => from !== 'node:crypto')
          .map(({ from }) => `${path} imports ${from}`),
        ...(/Date\.now|new Date\(\)|performance\.now|Math\.random/.test(text)
          ? [`${path} has a clock or a die`]
          : []),
      ])
    expect(wrong).toEqual([])
  })

  it('keeps files short', () => {
    const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
    expect(lengths.filter(({ lines }) => lines > linesMax)).toEqual([])
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(linesMedianMax)
  })

  it('opens every file with what it is for', () => {
    expect(sources.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path)).toEqual(
      [],
    )
  })

  it('has no dead files', () => {
    const used = new Set(
      [...sources, ...tests].flatMap(source =>
        source.imports.map(({ from }) => target(source, from)),
      ),
    )
    const entries = [
      'collector/detect/worker.ts',
      'collector/gateway/recogniser-worker.ts',
      'content/sandbox-reader.ts',
      'agent/confined-reader.ts',
      'agent/platform/linux/ask-program.ts',
      'agent/platform/linux/remote-worker.ts',
      'packaging/agent-program.ts',
      'packaging/windows-program.ts',
      'agent/platform/win32/desk.ts',
      'packaging/package.ts',
      'cli/program.ts',
      'cli/dev.ts',
      'dashboard/src/main.tsx',
      'dashboard/vite.config.ts',
    ]
    const lazy = sources.flatMap(source =>
      [...source.text.matchAll(/import\(['"]([^'"]+)['"]\)/g)].map(match =>
        target(source, match[1] ?? ''),
      ),
    )
    const dead = sources
      .map(({ path }) => path)
      .filter(path => !used.has(path) && !entries.includes(path) && !lazy.includes(path))
    expect(dead).toEqual([])
  })

  it('names files in kebab-case, and never after a layer', () => {
    const names = sources.map(({ path }) => path)
    const vague = /(^|[/-])(utils?|helpers?|common|manager|handler|misc)([.-]|$)/
    expect(names.filter(path => vague.test(path) || !/^[a-z0-9/.-]+$/.test(path))).toEqual([])
  })

  it('lists every sensor, extractor, channel and command in its registry', () => {
    const registered = (folder: string, registry: string, mark: RegExp) => {
      const text = readFileSync(join(root, registry), 'utf8')
      return list(folder)
        .filter(path => path !== registry && mark.test(readFileSync(join(root, path), 'utf8')))
        .filter(path => !text.includes(`./${relative(dirname(registry), path)}`))
    }
    expect(registered('agent/sensors', 'agent/sensors/registry.ts', /= sensor\(/)).toEqual([])
    expect(registered('content/extract', 'content/extract/registry.ts', /= extractor\(/)).toEqual(
      [],
    )
    expect(registered('collector/notify', 'collector/notify/registry.ts', /= channel\(/)).toEqual(
      [],
    )
    const command = /= \(\): Command =>/
    const isOfRules = (path: string) => path.startsWith('cli/rules/')
    expect(registered('cli', 'cli/program.ts', command).filter(path => !isOfRules(path))).toEqual(
      [],
    )
    expect(registered('cli/rules', 'cli/rules/program.ts', command)).toEqual([])
  })
})
