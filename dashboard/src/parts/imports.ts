/** The two imports: their routes, their words, the columns they understand. */
import type { ImportReport } from '../../../events/api.ts'
import { api } from '../api.ts'
import type { English } from '../messages/catalog.ts'

interface Column {
  readonly name: string
  readonly example: string
  readonly note: keyof English['setup']['note']
}

export interface ImportKind {
  readonly name: 'customers' | 'people'
  readonly send: (file: File) => Promise<ImportReport>
  readonly columns: readonly Column[]
  readonly command: string
  /** The step of the set-up that comes then. */
  readonly next: 'people' | 'watch'
}

export const customersImport: ImportKind = {
  name: 'customers',
  send: api.importCustomers,
  columns: [
    { name: 'number', example: 'C-1042', note: 'number' },
    { name: 'name', example: 'Dewi Lestari', note: 'name' },
    { name: 'email', example: 'dewi@example.com', note: 'recognises' },
    { name: 'phone', example: '+62 812 3456 789', note: 'recognises' },
    { name: 'company, country, owner', example: 'Toko Maju', note: 'helps' },
  ],
  command: './clientkeep customers import base.csv',
  next: 'people',
}

export const peopleImport: ImportKind = {
  name: 'people',
  send: api.importPeople,
  columns: [
    { name: 'EmailAddress', example: 'anna@example.com', note: 'email' },
    { name: 'LastWorkingDate', example: '2026-11-29', note: 'lastDay' },
    { name: 'ResignationDate', example: '2026-11-12', note: 'notice' },
    { name: 'aliases', example: 'anna; a.rossi', note: 'aliases' },
    { name: 'name, manager, department, title', example: 'Sales', note: 'shown' },
  ],
  command: './clientkeep people import people.csv',
  next: 'watch',
}
