/** The agent as a few files of JavaScript, with the packages that cannot be bundled beside them. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')

/** Packages that load files of their own, or native code. Their data for other systems stays behind. */
const beside = ['koffi', 'libarchive-wasm', 'unpdf']

/** What the bundle of one system is made of. */
interface Target {
  /** Programs, by the name of their file. */
  readonly programs: Readonly<Record<string, string>>
  /** The package with koffi's native code, and the folder that it is in. */
  readonly native: { readonly name: string; readonly folder: string }
}

const here = join(root, 'node_modules')

/** The bundle for the Linux that this runs on. */
export const linuxBundle: Target = {
  programs: {
    agent: join(root, 'packaging', 'agent-program.ts'),
    reader: join(root, 'agent', 'confined-reader.ts'),
    ask: join(root, 'agent', 'platform', 'linux', 'ask-program.ts'),
    remote: join(root, 'agent', 'platform', 'linux', 'remote-worker.ts'),
  },
  native: { name: `@koromix/koffi-${process.platform}-${process.arch}`, folder: here },
}

/** The bundle for Windows; `folder` holds the native package. */
export const windowsBundle = (folder: string): Target => ({
  programs: {
    agent: join(root, 'packaging', 'windows-program.ts'),
    reader: join(root, 'content', 'sandbox-reader.ts'),
    desk: join(root, 'agent', 'platform', 'win32', 'desk.ts'),
  },
  native: { name: '@koromix/koffi-win32-x64', folder },
})

/** A URL of a source that is started as a program of its own becomes that of its bundle. */
const startedPrograms = {
  name: 'started-programs',
  transform: (code: string) =>
    code
      .replaceAll("'./confined-reader.ts'", "'./reader.js'")
      .replaceAll("'./ask-program.ts'", "'./ask.js'")
      .replaceAll("'./remote-worker.ts'", "'./remote.js'")
      .replaceAll("'./sandbox-reader.ts'", "'./reader.js'")
      .replaceAll("'./desk.ts'", "'./desk.js'"),
}

/** Writes `lib/` and `node_modules/` into `folder`. Throws where a package is missing. */
export async function bundleAgent(folder: string, target: Target): Promise<void> {
  const { programs, native } = target
  const bundle = await rolldown({
    input: { ...programs },
    platform: 'node',
    cwd: root,
    external: [...beside, native.name].map(name => new RegExp(`^${name}(/|$)`)),
    plugins: [startedPrograms],
  })
  await bundle.write({
    dir: join(folder, 'lib'),
    format: 'esm',
    minify: { compress: true, mangle: false },
    chunkFileNames: '[name]-[hash].js',
  })
  await bundle.close()
  for (const name of beside) copyPackage(name, here, folder)
  copyPackage(native.name, native.folder, folder)
}

function copyPackage(name: string, packages: string, folder: string): void {
  const from = join(packages, name)
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
