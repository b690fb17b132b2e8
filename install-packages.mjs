/**
 * Installs the packages of the lock file beside those that are there, and puts them in their place as a whole: whoever interrupts it
 * leaves what was there, and a leftover folder that the next start removes. Plain JavaScript for Node 20, as `setup.mjs` is.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

const prefix = '.setup-'

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Removes what interrupted set-ups left, and says so. */
export function removeLeftovers(root) {
  const left = readdirSync(root).filter(
    name => name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))),
  )
  if (left.length > 0) console.error('The last set-up did not finish; what it left is removed.')
  for (const name of left) rmSync(join(root, name), { recursive: true, force: true, maxRetries: 3 })
}

const isIn = (folder, { path, text }) =>
  existsSync(join(folder, path)) && readFileSync(join(folder, path), 'utf8') === text

/** Folders with a package.json of their own, some of whose packages npm puts beside it. */
const workspacesOf = root =>
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces ?? []

function moveOwn(from, to) {
  const [next, place] = [join(from, 'node_modules'), join(to, 'node_modules')]
  if (existsSync(place)) renameSync(place, join(from, 'before'))
  if (existsSync(next)) renameSync(next, place)
}

/** `npm` runs npm's clean install in a folder, and ends the process where that fails; `stamp` (path and text) is kept with the packages. */
export function installPackages({ root, npm, stamp }) {
  const place = join(root, 'node_modules')
  const beside = join(root, `${prefix}${process.pid}`)
  const next = join(beside, 'node_modules')
  mkdirSync(beside)
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    if (existsSync(join(root, name))) copyFileSync(join(root, name), join(beside, name))
  const folders = workspacesOf(root)
  for (const folder of folders) {
    mkdirSync(join(beside, folder), { recursive: true })
    copyFileSync(join(root, folder, 'package.json'), join(beside, folder, 'package.json'))
  }
  npm(beside)
  mkdirSync(dirname(join(next, stamp.path)), { recursive: true })
  writeFileSync(join(next, stamp.path), stamp.text)
  // Another start may have done the same meanwhile.
  if (!isIn(place, stamp)) {
    try {
      for (const folder of folders) moveOwn(join(beside, folder), join(root, folder))
      if (existsSync(place)) renameSync(place, join(beside, 'before'))
      renameSync(next, place)
    } catch {
      // A mount cannot be put aside, nor on Windows a folder that is in use.
      npm(root)
    }
  }
  rmSync(beside, { recursive: true, force: true, maxRetries: 3 })
}
