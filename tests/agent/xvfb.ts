/** A real X server with access control, and programs on it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Why there is no X server here; undefined where there is. */
export const noXvfb = ['Xvfb', 'xclip'].every(name => existsSync(`/usr/bin/${name}`))
  ? undefined
  : 'Xvfb or xclip is not installed (packages xvfb and xclip)'

const running: ChildProcess[] = []

/** Ends all servers and programs. */
export async function stopDisplays(): Promise<void> {
  for (const child of running.splice(0).reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}

/** An Xauthority file with one cookie for any host (Xau: family, address, number, name and data, each with its length). */
function xauthority(cookie: Buffer): Buffer {
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    return Buffer.concat([length, bytes])
  }
  const [none, name] = [Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1')]
  return Buffer.concat([Buffer.from([0xff, 0xff]), ...[none, none, name, cookie].map(field)])
}

export interface Screen {
  readonly display: string
  readonly env: NodeJS.ProcessEnv
  /** A folder with a name for this display alone, in place of /tmp/.X11-unix. */
  readonly sockets: string
  /** Copies with xclip, which stays until something else is copied. Resolves when it owns the clipboard. `signal`: what it is sent then. */
  copy(content: string | Buffer, type?: string, signal?: NodeJS.Signals): Promise<void>
}

/** Starts an X server in `dir`; only who has its cookie may come in. */
export async function startScreen(dir: string): Promise<Screen> {
  const authority = join(dir, 'Xauthority')
  writeFileSync(authority, xauthority(randomBytes(16)), { mode: 0o600 })
  const options = [
    '-displayfd',
    '3',
    '-auth',
    authority,
    '-nolisten',
    'tcp',
    '-screen',
    '0',
    '800x600x24',
  ]
  const server = spawn('Xvfb', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  running.push(server)
  const numbers = server.stdio[3]
  if (!numbers || !('readable' in numbers)) throw new Error('Xvfb has no pipe')
  const [number = ''] = await once(createInterface({ input: numbers }), 'line')
  const display = `:${number}`
  const sockets = join(dir, 'x11')
  mkdirSync(sockets)
  writeFileSync(join(sockets, `X${number}`), '')
  const env = { PATH: process.env.PATH, HOME: dir, DISPLAY: display, XAUTHORITY: authority }
  return {
    display,
    env,
    sockets,
    async copy(content, type = 'UTF8_STRING', signal) {
      const args = ['-selection', 'clipboard', '-target', type, '-quiet', '-in']
      const child = spawn('xclip', args, { env, stdio: ['pipe', 'ignore', 'pipe'] })
      running.push(child)
      child.stdin.end(content)
      await once(child.stderr, 'data')
      if (signal) child.kill(signal)
    },
  }
}
