/**
 * Brings what the program needs, then hands over to it: `node setup.mjs COMMAND [ARGUMENT …]`.
 * Runs on whatever Node the machine has (20 or newer), so it is plain JavaScript and uses nothing but Node.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages, removeLeftovers } from './install-packages.mjs'

const root = import.meta.dirname ?? new URL('.', import.meta.url).pathname
const bin = name => join(root, 'node_modules', '.bin', name)
const withRuntime = ['--import', pathToFileURL(join(root, 'runtime.mjs')).href]
/**
 * The processes mostly wait, so they collect garbage sooner: a nursery of 3 MB instead of 48, and an old space that grows by 15 %
 * between collections. It costs some collections in a burst and saves 20 MB a process after it.
 */
const frugal = ['--max-semi-space-size=1', '--heap-growing-percent=15']
/** glibc: one arena instead of one per thread, and freed buffers go back to the system: 5 MB less at rest, 70 MB after a burst. */
const allocator = {
  MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '1',
  MALLOC_MMAP_THRESHOLD_: process.env.MALLOC_MMAP_THRESHOLD_ ?? '65536',
  MALLOC_TRIM_THRESHOLD_: process.env.MALLOC_TRIM_THRESHOLD_ ?? '131072',
}
const node = process.platform === 'win32' ? `${bin('node')}.cmd` : bin('node')
const cache = join(root, 'node_modules', '.cache', 'clientkeep')
const compiled = join(cache, 'compiled')
/** Is there while nothing is half done: `./clientkeep` then starts without asking here. */
const ready = join(cache, 'ready')

function fail(message) {
  console.error(`clientkeep: ${message}`)
  process.exit(3)
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

function filesBelow(folder) {
  return readdirSync(join(root, folder)).flatMap(name => {
    const path = join(folder, name)
    if (name === 'dist' || name === 'node_modules') return []
    return statSync(join(root, path)).isDirectory() ? filesBelow(path) : [path]
  })
}

/** Runs a step when its inputs changed since it last succeeded. */
function once(name, hash, says, step) {
  const stamp = join(cache, name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  console.error(says)
  rmSync(ready, { force: true })
  step()
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, hash)
}

/** Runs a command quietly; on failure shows the end of what it said, and what to do. */
function quietly(command, args, advice, env = {}) {
  const run = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (run.status === 0) return
  const said = `${run.stdout ?? ''}${run.stderr ?? ''}${run.error ?? ''}`
    .trim()
    .split('\n')
    .slice(-15)
    .join('\n')
  const shown = [command, ...args].map(word => (word.length > 200 ? '…' : word))
  fail(`${shown.join(' ')} failed:\n${said}\n${advice}`)
}

/** Packages as the lock file says. No install script is run: nothing needs one. */
function install() {
  const hash = hashOf(['package.json', 'package-lock.json'])
  const npm = process.env.npm_execpath
  const isScript = npm?.endsWith('.js') || npm?.endsWith('.cjs')
  const [command, ...first] = isScript ? [process.execPath, npm] : ['npm']
  const flags = ['--ignore-scripts', '--include=optional', '--no-audit', '--no-fund']
  const advice =
    'Check that the npm registry can be reached and the disk has 1 GB free, then try again.'
  removeLeftovers(root)
  once('installed', hash, 'Installing packages (first use, about half a minute) …', () =>
    installPackages({
      root,
      npm: folder => quietly(command, [...first, 'ci', '--prefix', folder, ...flags], advice),
      stamp: { path: relative(join(root, 'node_modules'), join(cache, 'installed')), text: hash },
    }),
  )
  if (!existsSync(bin('node')))
    fail(
      `there is no Node 26 package for ${process.platform} ${process.arch}; Linux, macOS and Windows on x64, Linux and macOS on arm64 have one`,
    )
}

function build() {
  const inputs = [...filesBelow('dashboard'), ...filesBelow('events'), 'package-lock.json'].sort()
  once('dashboard', hashOf(inputs), 'Building the dashboard …', () => {
    quietly(
      node,
      [
        join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
        'build',
        'dashboard',
        '--logLevel',
        'warn',
      ],
      'This is a bug; please report it with the lines above.',
      { NODE_ENV: 'production' },
    )
  })
}

/** Bundles the libraries that `runtime.mjs` names. */
function bundle() {
  const runtime = join(root, 'runtime.mjs')
  const hash = hashOf(['package-lock.json', 'runtime.mjs'])
  once('bundled', hash, 'Bundling libraries …', () => {
    // Those of before would be taken for the libraries.
    rmSync(join(cache, 'bundles'), { recursive: true, force: true })
    // An entry names what it hands on: of CommonJS libraries a bundle would have a default export only.
    const script = `
      const { bundled, bundleDir } = await import(${JSON.stringify(pathToFileURL(runtime).href)})
      const { rolldown } = await import('rolldown')
      const { mkdir, writeFile } = await import('node:fs/promises')
      const entries = ${JSON.stringify(join(cache, 'entries'))}
      await mkdir(entries, { recursive: true })
      const input = {}
      for (const [specifier, name] of Object.entries(bundled)) {
        const names = Object.keys(await import(specifier)).filter(key => /^[\\w$]+$/.test(key))
        input[name] = entries + '/' + name + '.mjs'
        await writeFile(input[name], 'export { ' + names.join(', ') + " } from '" + specifier + "'\\n")
      }
      const bundle = await rolldown({ input, platform: 'node', cwd: ${JSON.stringify(root)} })
      await bundle.write({ dir: bundleDir, format: 'esm', cleanDir: true })
      await bundle.close()`
    quietly(
      node,
      ['--input-type=module', '--eval', script],
      'This is a bug; please report it with the lines above.',
    )
  })
}

/**
 * Strips types and compiles ahead, into the cache that every start reads. Without, the first start would do it: slower, and with
 * the 20 MB of a type stripper in each process until it ends.
 */
function compile() {
  const folders = ['agent', 'cli', 'collector', 'content', 'evaluation', 'events', 'rules']
  // What is for another system asks for libraries that are not here.
  const other = join('agent', 'platform', process.platform === 'win32' ? 'linux' : 'win32')
  const sources = folders
    .flatMap(filesBelow)
    .filter(path => path.endsWith('.ts') && !path.startsWith(other))
  const hash = hashOf(['package-lock.json', 'runtime.mjs', 'clientkeep.ts', ...sources.sort()])
  once('compiled-sources', hash, 'Compiling …', () => {
    // Programs of their own would run, and some for ever.
    const programs = [join('cli', 'dev.ts'), join('agent', 'platform', 'linux', 'ask-program.ts')]
    const urls = sources
      .filter(path => !programs.includes(path))
      .map(path => pathToFileURL(join(root, path)).href)
    const script = `await Promise.all(${JSON.stringify(urls)}.map(url => import(url))); process.exit()`
    quietly(
      node,
      [...frugal, ...withRuntime, '--input-type=module', '--eval', script],
      'This is a bug; please report it with the lines above.',
      { NODE_COMPILE_CACHE: compiled },
    )
  })
}

/** All steps are done. Written anew each time, so that it is younger than the lock file it is for. */
function noteReady() {
  try {
    writeFileSync(ready, '')
  } catch {
    // Who may not write here runs what somebody else has set up.
  }
}

/** Debian packages that the tests use, and those of the long ones. Installed when root; otherwise named. */
function installForTests(areLong) {
  const forLong = [
    ['bindfs', '/usr/bin/bindfs'],
    ['nfs-ganesha', '/usr/bin/ganesha.nfsd'],
    ['nfs-ganesha-vfs', '/usr/lib/x86_64-linux-gnu/ganesha/libfsalvfs.so'],
    ['samba', '/usr/sbin/smbd'],
    ['exfatprogs', '/sbin/mkfs.exfat'],
    ['ntfs-3g', '/sbin/mkntfs'],
    ['e2fsprogs', '/sbin/mkfs.ext4'],
  ]
  const wanted = [
    ...(areLong ? forLong : []),
    ['chromium', '/usr/bin/chromium'],
    ['rsyslog', '/usr/sbin/rsyslogd'],
    ['nginx-light', '/usr/sbin/nginx'],
    ['slapd', '/usr/sbin/slapd'],
    ['openjdk-17-jre-headless', '/usr/bin/java'],
    ['maven', '/usr/bin/mvn'],
    ['docker-compose', '/usr/bin/docker-compose'],
    ['qemu-system-x86', '/usr/bin/qemu-system-x86_64'],
    ['busybox-static', '/bin/busybox'],
    ['udev', '/lib/systemd/systemd-udevd'],
    ['kmod', '/sbin/modprobe'],
    ['cpio', '/usr/bin/cpio'],
    ['dosfstools', '/sbin/mkfs.vfat'],
    ['xvfb', '/usr/bin/Xvfb'],
    ['xclip', '/usr/bin/xclip'],
    ['sway', '/usr/bin/sway'],
    ['weston', '/usr/bin/weston'],
    ['wl-clipboard', '/usr/bin/wl-paste'],
    ['cups-daemon', '/usr/sbin/cupsd'],
    ['cups-client', '/usr/bin/lp'],
    ['dunst', '/usr/bin/dunst'],
    ['dbus', '/usr/bin/dbus-daemon'],
    ['openssl', '/usr/bin/openssl'],
    ['php-cli', '/usr/bin/php'],
    ['php-sqlite3', '/usr/lib/php/20220829/sqlite3.so'],
    ['adminer', '/usr/share/adminer/adminer.php'],
    ['wine64', '/usr/lib/wine/wine64'],
    ['wine', '/usr/bin/wine'],
  ]
  const missing = wanted.filter(([, path]) => !existsSync(path)).map(([name]) => name)
  if (missing.length === 0) return
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.error(
      `clientkeep: tests of the browser, of syslog and of Kafka need ${missing.join(', ')}; install with: sudo ${command}. Without, they are skipped and say so.`,
    )
    return
  }
  console.error(`Installing ${missing.join(', ')} for the tests …`)
  quietly(
    'sh',
    ['-c', `apt-get update -q && DEBIAN_FRONTEND=noninteractive ${command}`],
    'Install it by hand, then try again.',
  )
}

/**
 * Windows for the tests, as far as Wine has it: a Node that Wine can start, native code for Windows, and Wine's own folder. Where it
 * cannot be had, the tests of it say so.
 */
function installWindows() {
  const wine = '/usr/lib/wine/wine64'
  if (!existsSync(wine)) return
  const [from, to] = [join(root, 'tests', 'windows', 'runtime'), join(cache, 'windows')]
  const hash = hashOf(['tests/windows/runtime/package-lock.json'])
  once('windows-runtime', hash, 'Setting up Windows for the tests …', () => {
    mkdirSync(to, { recursive: true })
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(join(from, name), join(to, name))
    const forWindows = ['--os=win32', '--cpu=x64', '--force', '--ignore-scripts', '--no-audit']
    const advice = 'Check that the npm registry can be reached, then try again.'
    quietly('npm', ['ci', '--prefix', to, ...forWindows], advice)
    const env = { WINEPREFIX: join(to, 'prefix'), WINEARCH: 'win64', WINEDEBUG: '-all' }
    // Node asks for Windows 10, and Wine calls itself 7.
    const asTen = ['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f']
    const inFiles = `${[wine, ...asTen].map(word => `'${word}'`).join(' ')} </dev/null >/dev/null 2>&1`
    quietly(
      'sh',
      ['-c', `${inFiles} && /usr/lib/wine/wineserver -w`],
      'Remove it and try again.',
      env,
    )
  })
}

/** Hands over to the program on its own Node; Ctrl-C reaches it by itself, other signals are passed on. */
function handOver(args, cwd = root) {
  const env = {
    ...process.env,
    NODE_COMPILE_CACHE: compiled,
    ...allocator,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
  }
  const child = spawn(node, args, {
    stdio: 'inherit',
    env,
    cwd,
    shell: process.platform === 'win32',
  })
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

const [command = 'up', ...rest] = process.argv.slice(2)
install()
bundle()
if (command === 'install') {
  build()
  compile()
  noteReady()
} else if (command === 'test') {
  build()
  compile()
  installForTests(rest.includes('vitest.long.config.ts'))
  installWindows()
  handOver([join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...rest])
} else if (command === 'run') handOver([...withRuntime, ...rest])
else {
  build()
  compile()
  noteReady()
  // npm starts scripts in the project's folder; paths on the command line are meant from where it was called.
  const { INIT_CWD: calledFrom = process.cwd() } = process.env
  handOver([...frugal, ...withRuntime, join(root, 'clientkeep.ts'), command, ...rest], calledFrom)
}
