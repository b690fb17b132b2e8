/** Moves a file into the vault, leaves a note in its place, and gives it back. */
import { constants } from 'node:fs'
import {
  chmod,
  chown,
  type FileHandle,
  lstat,
  open,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { basename, join, parse } from 'node:path'
import type { HeldFolder, HoldFolder } from './place-handle.ts'
import type { HeldFile, Vault } from './vault.ts'

/** Longer files are removed without being overwritten first. */
const overwriteBytesMax = 256 * 1024 * 1024
const chunkBytes = 1024 * 1024

/** The file was written to meanwhile: it must be looked at again. */
export class Changed extends Error {}

/** A deleted file can be brought back from a stick as long as its content is there. */
async function overwrite(path: string | Buffer, size: number): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW)
  try {
    const zeros = Buffer.alloc(Math.min(chunkBytes, size))
    for (let at = 0; at < size; at += zeros.length)
      await file.write(zeros, 0, Math.min(zeros.length, size - at), at)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** What is known of a file that is to be taken, and the text of the note in its place. */
export interface Facts extends Omit<HeldFile, 'size' | 'mode' | 'uid' | 'gid' | 'modifiedAt'> {
  readonly noteText: string
}

async function copyIn(vault: Vault, facts: Facts, source: FileHandle): Promise<HeldFile> {
  const before = await source.stat()
  const digest = await vault.put(facts.id, source)
  const after = await source.stat()
  if (digest !== facts.sha256 || after.mtimeMs !== before.mtimeMs || after.size !== before.size) {
    vault.drop(facts.id)
    throw new Changed(`${facts.path}: was written to while it was taken`)
  }
  const { noteText: _, ...known } = facts
  const { size, mode, uid, gid, mtimeMs } = before
  return { ...known, size, mode, uid, gid, modifiedAt: mtimeMs }
}

/** Takes a file. Rejects with `Changed` where it is another one by now; then it is left alone. */
export async function takeFile(
  vault: Vault,
  facts: Facts,
  holdFolder: HoldFolder,
): Promise<HeldFile> {
  const folder = await holdFolder(facts.path, facts.place.path)
  if (!folder) throw new Changed(`${facts.path}: its folder is gone`)
  const here = folder.at(facts.path)
  try {
    const source = await open(here, constants.O_RDONLY | constants.O_NOFOLLOW)
    let file: HeldFile
    try {
      file = await copyIn(vault, facts, source)
      const opened = await source.stat()
      const named = await lstat(here)
      if (opened.ino !== named.ino || opened.dev !== named.dev)
        throw new Changed(`${facts.path}: another file took its place`)
    } finally {
      await source.close()
    }
    vault.note(file)
    const { nlink, size } = await lstat(here)
    if (facts.place.kind === 'removable' && nlink === 1 && size <= overwriteBytesMax)
      await overwrite(here, size)
    await rm(here)
    await leaveNote(folder.at(facts.note), facts.noteText, file)
    return file
  } finally {
    await folder.close()
  }
}

/** A note that cannot be written is missed by the person, who is also told by the desktop; the file is safe anyway. */
async function leaveNote(
  path: string | Buffer,
  text: string,
  { uid, gid }: HeldFile,
): Promise<void> {
  try {
    await rm(path, { force: true })
    await writeFile(path, text, { flag: 'wx', mode: 0o644 })
    await chown(path, uid, gid)
  } catch {
    // FAT has no owners; a full stick has no room.
  }
}

const isThere = (path: string | Buffer): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** The name of a file while it is being given back. */
const partName = (id: string): string => `.${id}.clientkeep-part`

/** The hold that a path is being given back for, by its name. */
export const holdOfPart = (path: string): string | undefined =>
  /^\.([0-9a-f]+)\.clientkeep-part$/.exec(basename(path))?.[1]

const namesMax = 100

/** A path in the same folder that nothing has: the file's own, else with a number behind its name. */
async function freePath(folder: HeldFolder, { path }: HeldFile): Promise<string> {
  const { dir, name, ext } = parse(path)
  for (let number = 1; number <= namesMax; number += 1) {
    const next = number === 1 ? path : join(dir, `${name} (${number})${ext}`)
    if (!(await isThere(folder.at(next)))) return next
  }
  throw new Error('other files have its name now')
}

/** Puts a held file back where it was, byte for byte, with its times and its owner; removes the note. Gives its path; undefined where the place is not there now. */
export async function giveBack(
  vault: Vault,
  file: HeldFile,
  holdFolder: HoldFolder,
): Promise<string | undefined> {
  const folder = await holdFolder(file.path, file.place.path)
  if (!folder) return undefined
  const part = folder.at(partName(file.id))
  try {
    await rm(part, { force: true })
    await vault.copyOut(file.id, part)
    await chmod(part, file.mode & 0o7777).catch(() => {})
    await chown(part, file.uid, file.gid).catch(() => {})
    await utimes(part, file.modifiedAt / 1000, file.modifiedAt / 1000).catch(() => {})
    const path = await freePath(folder, file)
    await rename(part, folder.at(path))
    await rm(folder.at(file.note), { force: true })
    return path
  } finally {
    await rm(part, { force: true }).catch(() => {})
    await folder.close()
  }
}
