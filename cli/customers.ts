/** `clientkeep customers`: the customer base. */
import { Command } from 'commander'
import { importCommand } from './import-command.ts'

export const customers = (): Command =>
  new Command('customers').description('the customer base').addCommand(
    importCommand({
      route: '/api/v1/customers/import',
      what: 'in the customer base',
      description: "import the customer base from a CRM's CSV; importing again updates it",
      example: 'clientkeep customers import base.csv',
    }).exitOverride(),
  )
