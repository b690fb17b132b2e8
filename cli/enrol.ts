/** `clientkeep enrol`: a one-time token that lets an endpoint's agent in, as the line to run there. */
import { Command } from 'commander'
import { newToken } from './console.ts'
import { dataOption, defaultDataDir } from './options.ts'

export const enrol = (): Command =>
  new Command('enrol')
    .description('print the line that enrols one endpoint: run it there within half an hour')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  clientkeep enrol')
    .action(async ({ data }: { data?: string }) => {
      const { url, token } = await newToken(data ?? defaultDataDir, '/api/v1/enrolment-tokens')
      console.log(`CLIENTKEEP_ENROL_TOKEN=${token} clientkeep agent --collector ${url}`)
    })
