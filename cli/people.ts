/** `clientkeep people`: the directory of people. */
import { Command } from 'commander'
import { importCommand } from './import-command.ts'

export const people = (): Command =>
  new Command('people').description('people: who leaves when, whose account is whose').addCommand(
    importCommand({
      route: '/api/v1/people/import',
      what: 'in the directory of people',
      description:
        'import people from an HR export: EmailAddress, ResignationDate, LastWorkingDate, and Name, Manager, Department, Title, Aliases',
      example: 'clientkeep people import people.csv',
    }).exitOverride(),
  )
