/** The mount table (proc(5) mountinfo): what is mounted where, and which mount a path lies in. Pure. */
import { isWithin } from '../../files/feed.ts'

export interface Mount {
  readonly id: number
  /** `major:minor` of the device. */
  readonly device: string
  /** The folder of the file system that is mounted; `/` for all of it. */
  readonly root: string
  readonly path: string
  /** `ext4`, `vfat`, `nfs4` … */
  readonly type: string
  readonly source: string
  readonly isReadOnly: boolean
}

/** Mount points have blanks and backslashes as octal escapes. */
const unescapeOctal = (text: string): string =>
  Buffer.from(
    text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    ),
    'latin1',
  ).toString()

/** All mounts, in the order in which they were made. */
export function parseMounts(mountinfo: string): Mount[] {
  return Buffer.from(mountinfo)
    .toString('latin1')
    .split('\n')
    .flatMap(line => {
      const [left = '', right = ''] = line.split(' - ')
      const [id, , device, root, path, options] = left.split(' ')
      const [type, source, more] = right.split(' ')
      if (!device || !root || !path || !type || !source) return []
      const isReadOnly = [options, more].some(text => text?.split(',').includes('ro'))
      const names = { root: unescapeOctal(root), path: unescapeOctal(path) }
      return [{ id: Number(id), device, type, source: unescapeOctal(source), isReadOnly, ...names }]
    })
}

/** Mounts of block devices. */
export const ofDevices = (mounts: readonly Mount[]): Mount[] =>
  mounts.filter(({ source }) => source.startsWith('/dev/'))

/** A program's file system (`fuse.rclone`, `fuse.sshfs` …): where it ends, the program alone knows. */
const networkTypes =
  /^(nfs4?|cifs|smb3|smbfs|ncpfs|afs|9p|virtiofs|vboxsf|vmhgfs|prl_fs|ceph|glusterfs|lustre|davfs|fuse(\..+)?)$/
/** Programs whose file systems show what lies on this machine and is watched there, or is read-only. */
const localPrograms =
  /^fuse\.(portal|lxcfs|snapfuse|squashfuse(_ll)?|fuse-overlayfs|.*\.AppImage)$/i

/** Disks that another machine serves. */
const networkDisks = /^\/dev\/(nbd|rbd|drbd)\d/

const isNetwork = ({ type, source }: Mount): boolean =>
  (networkTypes.test(type) && !localPrograms.test(type)) || networkDisks.test(source)

/** Mounts of other machines' disks, and of programs. */
export const ofNetwork = (mounts: readonly Mount[]): Mount[] => mounts.filter(isNetwork)

/** Whether files have no owners of their own there. */
export const isWithoutOwners = (path: string, mounts: readonly Mount[]): boolean =>
  /^(v?fat|msdos|exfat|ntfs3?|fuseblk|cifs|smb3|hfsplus|udf|iso9660)$/.test(
    mountOf(path, mounts)?.type ?? '',
  )

/** The name of the mount that a path lies in, where calls in it may not come back. */
export function remoteMount(path: string, mounts: readonly Mount[]): string | undefined {
  const mount = mountOf(path, mounts)
  const isRemote = mount && (isNetwork(mount) || mount.type === 'autofs')
  return isRemote ? `${mount.id} ${mount.type} ${mount.source}` : undefined
}

/** The mount that `path` lies in: the longest, of equal ones the last. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined
  for (const mount of mounts) {
    if (isWithin(path, mount.path) && mount.path.length >= (found?.path.length ?? 0)) found = mount
  }
  return found
}
