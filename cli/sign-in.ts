/** `clientkeep sign-in`: a new one-time link to the dashboard. */
import { Command } from 'commander'
import { newToken } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'

/** The page takes the token from the fragment, which browsers never send to a server or a log. */
export const signInUrl = (url: string, token: string): string => `${url}/sign-in#token=${token}`

export const signIn = (): Command =>
  new Command('sign-in')
    .description('print a one-time link that signs the administrator in')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep sign-in')
    .action(async ({ data }: { data?: string }) => {
      const { url, token } = await newToken(data ?? defaultDataDir, '/api/v1/sign-in-links')
      console.log(signInUrl(url, token))
    })
