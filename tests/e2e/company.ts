/** Real files of a small company for the browser: customers, people, and the same with mistakes. */
import { userInfo } from 'node:os'

const dayMs = 86_400_000
const day = (offset: number): string =>
  new Date(Date.now() + offset * dayMs).toISOString().slice(0, 10)

export const customers = 300

const row = (index: number): string =>
  [
    `C-${1000 + index}`,
    `Customer ${index}`,
    `c${index}@firm${index}.example`,
    `+49 30 2${String(index).padStart(6, '0')}`,
    'Germany',
  ].join(',')

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => row(from + index))

const header = 'Customer Number,Name,Email,Phone,Country'

export const customersCsv = [header, ...lines(0, customers)].join('\n')

/** A copy as a leaver makes one: `count` customers of the base, each twice, and a stranger. */
export const exportCsv = (count: number): string =>
  [header, ...lines(0, count), ...lines(0, count), row(customers + 1)].join('\n')

const peopleHeader = 'EmailAddress,ResignationDate,LastWorkingDate,Name,Department,Title,Aliases'
const anna = `anna@firm.example,${day(-12)},${day(6)},Anna Winter,Sales,Sales manager,anna`
const mira = 'mira@firm.example,,,Mira Stone,Support,Agent,mira'

export const peopleCsv = [peopleHeader, anna, mira].join('\n')

/** The same with rows that must be refused, each for a reason of its own. */
export const faultyPeopleCsv = [
  `${peopleHeader},Shoe size`,
  `${anna},38`,
  'olaf@firm.example,2026-02-30,29.11.26,Olaf Sommer,Sales,Sales,olaf,44',
  ',,,Nobody Noone,Sales,Sales,,41',
  'not an address,,,Rita Wolf,Sales,Sales,rita,40',
  `${mira},39`,
].join('\n')

/** The account that owns the files which this process writes. */
export const ownAccount = userInfo().username
