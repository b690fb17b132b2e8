/** A network of its own for brokers, joined to this machine by one cable that can be pulled: Linux network namespaces, as root. */
import { execFileSync, spawnSync } from 'node:child_process'

export interface CutNetwork {
  /** The address in the network. */
  readonly host: string
  /** Command line before what is to run in it. */
  readonly within: readonly string[]
  cut(): void
  heal(): void
  remove(): void
}

const namespace = `ck-${process.pid}`
const [here, there] = [`ck${process.pid}a`, `ck${process.pid}b`]
const ip = (...args: readonly string[]) => execFileSync('ip', args)

/** Why there can be no such network here, or undefined. */
export function noCutNetwork(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'a network of its own needs Linux and root (ip netns)'
  if (spawnSync('ip', ['netns', 'add', `${namespace}-try`]).status !== 0)
    return 'network namespaces cannot be made here (ip netns add)'
  ip('netns', 'del', `${namespace}-try`)
  return undefined
}

/** Lays the cable. The addresses are of a block for tests of networks (RFC 2544). */
export function layCable(): CutNetwork {
  ip('netns', 'add', namespace)
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there)
  ip('link', 'set', there, 'netns', namespace)
  ip('addr', 'add', '198.18.77.1/30', 'dev', here)
  ip('link', 'set', here, 'up')
  const inside = ['netns', 'exec', namespace, 'ip'] as const
  ip(...inside, 'addr', 'add', '198.18.77.2/30', 'dev', there)
  ip(...inside, 'link', 'set', there, 'up')
  ip(...inside, 'link', 'set', 'lo', 'up')
  return {
    host: '198.18.77.2',
    within: ['ip', 'netns', 'exec', namespace],
    cut: () => ip('link', 'set', here, 'down'),
    heal: () => ip('link', 'set', here, 'up'),
    remove: () => {
      ip('link', 'del', here)
      ip('netns', 'del', namespace)
    },
  }
}
