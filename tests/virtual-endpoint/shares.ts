/** Servers of shares, beside the virtual endpoint: NFS by nfs-ganesha and SMB by samba, each with a folder of this machine. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openImage } from './image.ts'

export interface Share {
  /** The folder that it gives, on this machine. */
  readonly folder: string
  /** What mounts it in the virtual endpoint, at a folder that is there. */
  readonly mount: (at: string) => string
  /** It does not answer until it is `woken`. */
  sleep(): void
  wake(): void
}

const programs = [
  ['/usr/bin/ganesha.nfsd', 'nfs-ganesha'],
  ['/usr/lib/x86_64-linux-gnu/ganesha/libfsalvfs.so', 'nfs-ganesha-vfs'],
  ['/usr/sbin/smbd', 'samba'],
] as const

/** Why there can be no shares here; undefined where there can. */
export function whyNoShares(): string | undefined {
  const missing = programs.filter(([path]) => !existsSync(path)).map(([, name]) => name)
  return missing.length > 0 ? `it needs ${missing.join(', ')}` : undefined
}

/** This machine, as the virtual endpoint sees it. */
const host = '10.0.2.2'

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      )
    })
  })

function start(program: string, args: readonly string[]) {
  const server = spawn('setpriv', ['--pdeathsig=KILL', '--', program, ...args], {
    stdio: 'ignore',
    detached: true,
  })
  const signal = (name: NodeJS.Signals): void => {
    // Samba has a process for each client.
    if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, name)
  }
  return {
    sleep: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
    end: () => signal('SIGKILL'),
  }
}

const ganesha = (port: number, folder: string): string => `
  NFS_CORE_PARAM { Protocols = 4; NFS_Port = ${port}; Enable_NLM = false; Enable_RQUOTA = false; Bind_addr = 127.0.0.1; }
  NFSV4 { Graceless = true; RecoveryBackend = fs; Minor_Versions = 1, 2; Only_Numeric_Owners = true; }
  EXPORT {
    Export_Id = 1; Path = ${folder}; Pseudo = /share; Access_Type = RW; Squash = No_Root_Squash;
    SecType = sys; PrivilegedPort = false; Transports = TCP; FSAL { Name = VFS; }
  }`

const samba = (port: number, dir: string, folder: string): string => `
[global]
  smb ports = ${port}
  bind interfaces only = yes
  interfaces = 127.0.0.1
  server role = standalone server
  disable netbios = yes
  load printers = no
${[
  'private dir',
  'lock directory',
  'state directory',
  'cache directory',
  'pid directory',
  'ncalrpc dir',
]
  .map(name => `  ${name} = ${dir}`)
  .join('\n')}
  log file = ${dir}/log
[share]
  path = ${folder}
  read only = no
  force user = root
`

/** Starts both; `close` ends them and removes their folders. */
export async function openShares(): Promise<{
  readonly nfs: Share
  readonly smb: Share
  /** Loads the drivers of the endpoint's kernel. */
  readonly drivers: string
  close(): void
}> {
  const dir = mkdtempSync(join(tmpdir(), 'clientkeep-shares-'))
  const [nfsPort, smbPort] = [await freePort(), await freePort()]
  const folders = { nfs: join(dir, 'nfs-share'), smb: join(dir, 'smb-share') }
  for (const folder of Object.values(folders)) {
    mkdirSync(folder)
    chmodSync(folder, 0o777)
  }
  chmodSync(dir, 0o755)
  writeFileSync(join(dir, 'ganesha.conf'), ganesha(nfsPort, folders.nfs))
  const files = [
    '-f',
    join(dir, 'ganesha.conf'),
    '-L',
    join(dir, 'nfs.log'),
    '-p',
    join(dir, 'pid'),
  ]
  const nfs = start('/usr/bin/ganesha.nfsd', ['-F', ...files, '-N', 'EVENT'])
  const conf = join(dir, 'smb.conf')
  writeFileSync(conf, samba(smbPort, dir, folders.smb))
  execFileSync('smbpasswd', ['-c', conf, '-s', '-a', 'nobody'], { input: 'secret\nsecret\n' })
  const smb = start('/usr/sbin/smbd', [
    '--foreground',
    '--no-process-group',
    `--configfile=${conf}`,
  ])
  const nfsOptions = `addr=${host},clientaddr=10.0.2.15,vers=4.2,port=${nfsPort},proto=tcp,hard,sec=sys`
  const smbOptions = `ip=${host},port=${smbPort},username=nobody,password=secret,vers=3.1.1,file_mode=0666,dir_mode=0777,hard`
  return {
    nfs: {
      ...nfs,
      folder: folders.nfs,
      mount: at => `mount -i -t nfs4 -o ${nfsOptions} ${host}:/share ${at}`,
    },
    smb: {
      ...smb,
      folder: folders.smb,
      mount: at => `mount -i -t cifs -o ${smbOptions} //${host}/share ${at}`,
    },
    drivers: openImage().drivers('shares'),
    close: () => {
      for (const server of [nfs, smb]) server.end()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
