/** The two imports: their routes, their words, the columns they understand. */
import type { ImportReport } from '../../../events/api.ts'
import { api } from '../api.ts'

interface Column {
  readonly name: string
  readonly example: string
  readonly note: string
}

export interface ImportKind {
  readonly name: 'customers' | 'people'
  readonly noun: readonly [one: string, many: string]
  readonly send: (file: File) => Promise<ImportReport>
  readonly intro: string
  readonly columns: readonly Column[]
  readonly command: string
  readonly after: string
  /** The step of the set-up that comes then. */
  readonly next: { readonly step: string; readonly title: string }
}

export const customersImport: ImportKind = {
  name: 'customers',
  noun: ['customer', 'customers'],
  send: api.importCustomers,
  intro:
    'Export your customers from the CRM as CSV and drop the file here. A header row is needed; comma, semicolon and tab all work. Importing again updates.',
  columns: [
    { name: 'number', example: 'C-1042', note: 'or id, code; keeps a customer the same next time' },
    { name: 'name', example: 'Dewi Lestari', note: 'or first name and last name' },
    { name: 'email', example: 'dewi@example.com', note: 'recognises a customer in files' },
    { name: 'phone', example: '+62 812 3456 789', note: 'recognises a customer in files' },
    { name: 'company, country, owner', example: 'Toko Maju', note: 'help to read an alert' },
  ],
  command: './clientkeep customers import base.csv',
  after: 'in the base',
  next: { step: 'people', title: 'people' },
}

export const peopleImport: ImportKind = {
  name: 'people',
  noun: ['person', 'people'],
  send: api.importPeople,
  intro:
    'Export people from HR as CSV and drop the file here. The HR file that Microsoft Purview takes (EmailAddress, ResignationDate, LastWorkingDate) is accepted as it is.',
  columns: [
    { name: 'EmailAddress', example: 'anna@example.com', note: 'or email; needed' },
    { name: 'LastWorkingDate', example: '2026-11-29', note: 'or last day; empty for who stays' },
    { name: 'ResignationDate', example: '2026-11-12', note: 'or notice date' },
    { name: 'aliases', example: 'anna; a.rossi', note: 'accounts on computers and in the CRM' },
    { name: 'name, manager, department, title', example: 'Sales', note: 'shown to officers' },
  ],
  command: './clientkeep people import people.csv',
  after: 'in the directory',
  next: { step: 'watch', title: 'watched folders and drives' },
}
