/** `clientkeep sign-in`: a new one-time link to the dashboard; once keys are enforced, a link to a new key for an administrator who lost theirs. */
import { Command } from 'commander'
import Type from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../events/fault.ts'
import { newToken, withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'

/** Browsers allow hardware keys on `localhost`, never on a bare address. */
const named = (url: string): string => url.replace(/\/\/(127\.0\.0\.1|\[::1\])/, '//localhost')

/** The page takes the token from the fragment, which browsers never send to a server or a log. */
export const signInUrl = (url: string, token: string): string =>
  `${named(url)}/sign-in#token=${token}`

interface SignInOptions {
  readonly data?: string
  readonly recover?: string
  readonly reason?: string
}

const Token = Type.Object({ token: Type.String() })

async function recover(dir: string, user: string, reason: string | undefined): Promise<void> {
  if (reason === undefined)
    throw new Fault('ERR_INPUT_INVALID', '--recover: say why with --reason "…"; it is recorded')
  await withCollector(dir, async ({ url, post }) => {
    if (url === undefined)
      throw new Fault(
        'ERR_COLLECTOR_UNREACHABLE',
        `no collector runs on ${dir}; start it, then try again`,
      )
    const path = `/api/v1/users/${encodeURIComponent(user)}/invitation`
    const { token } = Value.Parse(Token, await post(path, { json: { reason } }))
    console.log(`${named(url)}/join#token=${token}`)
  })
}

export const signIn = (): Command =>
  new Command('sign-in')
    .description('print a one-time link to the dashboard, or to a new key for who lost theirs')
    .addOption(dataOption())
    .option('--recover <user>', 'a link with which this user registers a new key')
    .option('--reason <text>', 'why; recorded, with --recover')
    .addHelpText(
      'after',
      '\nExample:\n  clientkeep sign-in\n  clientkeep sign-in --recover anna.w --reason "both keys lost"',
    )
    .action(async ({ data, recover: user, reason }: SignInOptions) => {
      const dir = data ?? defaultDataDir
      if (user !== undefined) return recover(dir, user, reason)
      const { url, token } = await newToken(dir, '/api/v1/sign-in-links')
      console.log(signInUrl(url, token))
    })
