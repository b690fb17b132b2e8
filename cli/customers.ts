/** `clientkeep customers`: the customer base. */
import { Command, Option } from 'commander'
import { importCommand } from './import-command.ts'

export const customers = (): Command =>
  new Command('customers').description('the customer base').addCommand(
    importCommand({
      route: '/api/v1/customers/import',
      what: 'in the customer base',
      description: "import the customer base from a CRM's export; importing again updates it",
      options: [
        new Option(
          '--column <header=meaning...>',
          'say what columns mean, or `not used`; it is remembered for files with these headers',
        ),
      ],
      example: 'clientkeep customers import base.csv',
    }).exitOverride(),
  )
