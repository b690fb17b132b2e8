/** The agent as three files of JavaScript, with the packages that cannot be bundled beside them. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')

/** Packages that load files of their own, or native code. Their data for other systems stays behind. */
const beside = [
  'koffi',
  `@koromix/koffi-${process.platform}-${process.arch}`,
  'libarchive-wasm',
  'unpdf',
]

/** Programs of the bundle, by the name of their file. */
const programs = {
  agent: join(root, 'packaging', 'agent-program.ts'),
  reader: join(root, 'agent', 'confined-reader.ts'),
  ask: join(root, 'agent', 'platform', 'linux', 'ask-program.ts'),
}

/** A URL of a source that is started as a program of its own becomes that of its bundle. */
const startedPrograms = {
  name: 'started-programs',
  transform: (code: string) =>
    code
      .replaceAll("'./confined-reader.ts'", "'./reader.js'")
      .replaceAll("'./ask-program.ts'", "'./ask.js'")
      .replaceAll("'./sandbox-reader.ts'", "'./reader.js'"),
}

/** Writes `lib/` and `node_modules/` into `folder`. Throws where a package is missing. */
export async function bundleAgent(folder: string): Promise<void> {
  const bundle = await rolldown({
    input: programs,
    platform: 'node',
    cwd: root,
    external: beside.map(name => new RegExp(`^${name}(/|$)`)),
    plugins: [startedPrograms],
  })
  await bundle.write({
    dir: join(folder, 'lib'),
    format: 'esm',
    minify: { compress: true, mangle: false },
    chunkFileNames: '[name]-[hash].js',
  })
  await bundle.close()
  for (const name of beside) copyPackage(name, folder)
}

function copyPackage(name: string, folder: string): void {
  const from = join(root, 'node_modules', name)
  if (!existsSync(from)) throw new Error(`${name}: is not installed; run: npm install`)
  const to = join(folder, 'node_modules', name)
  mkdirSync(to, { recursive: true })
  const skipped = /\.(d\.[mc]?ts|map|md|cc|hh|c|h|cmake|txt)$|\/(doc|vendor)(\/|$)/
  cpSync(from, to, {
    recursive: true,
    filter: path => !skipped.test(path.slice(from.length)) || /LICEN[SC]E/i.test(path),
  })
  JSON.parse(readFileSync(join(to, 'package.json'), 'utf8'))
}
