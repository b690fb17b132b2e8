/** `clientkeep sign-in`: a new one-time link to the dashboard. */
import { Command } from 'commander'
import Type from 'typebox'
import Value from 'typebox/value'
import { Fault } from '../events/fault.ts'
import { withCollector } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'

const Link = Type.Object({ token: Type.String() })

/** The page takes the token from the fragment, which browsers never send to a server or a log. */
export const signInUrl = (url: string, token: string): string => `${url}/sign-in#token=${token}`

export const signIn = (): Command =>
  new Command('sign-in')
    .description('print a one-time link that signs the administrator in')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep sign-in')
    .action(async ({ data }: { data?: string }) => {
      await withCollector(data ?? defaultDataDir, async collector => {
        if (collector.url === undefined) {
          throw new Fault(
            'ERR_COLLECTOR_UNREACHABLE',
            'no collector runs on this data folder; start it with `clientkeep up`',
          )
        }
        const { token } = Value.Parse(Link, await collector.post('/api/v1/sign-in-links'))
        console.log(signInUrl(collector.url, token))
      })
    })
