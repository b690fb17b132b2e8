/** Starting a program with the rights of somebody else and no more than that. */

/** A command with its arguments. */
export type Command = readonly [program: string, ...args: string[]]

/**
 * The command as `uid` and `gid`: without other groups, capabilities, or a way to get any (setpriv(1)). Changing the account alone would not
 * do: a process that has ambient capabilities keeps them when it goes from one ordinary account to another.
 */
export function asUser({ uid, gid }: { uid: number; gid: number }, command: Command): Command {
  return [
    'setpriv',
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--ambient-caps=-all',
    '--bounding-set=-all',
    '--no-new-privs',
    '--',
    ...command,
  ]
}
