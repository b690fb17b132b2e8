/** The people of the sample company: who sells, who leads, who leaves. Dates are counted from a day that is handed in. */

interface SamplePerson {
  readonly name: string
  readonly login: string
  readonly title: string
  readonly department: string
  /** Login of the manager; none for the owner. */
  readonly manager?: string
  /** Days from today. */
  readonly noticeDays?: number
  readonly lastDays?: number
}

const domain = 'meridian-trade.example'

const people: readonly SamplePerson[] = [
  person('Helena Brandt', 'h.brandt', 'Managing Director', 'Management'),
  person('Rafael Monteiro', 'r.monteiro', 'Chief Sales Officer', 'Sales', 'h.brandt'),
  person('Ines Valdivia', 'i.valdivia', 'Head of Sales Europe', 'Sales', 'r.monteiro'),
  {
    ...person('Viktor Hale', 'v.hale', 'Sales Manager', 'Sales', 'i.valdivia'),
    noticeDays: -12,
    lastDays: 6,
  },
  person('Dewi Anggraini', 'd.anggraini', 'Head of Sales Asia', 'Sales', 'r.monteiro'),
  person('Arif Setiadi', 'a.setiadi', 'Sales Manager', 'Sales', 'd.anggraini'),
  person('Mei Tanaka', 'm.tanaka', 'Sales Manager', 'Sales', 'd.anggraini'),
  person('Oleg Marchenko', 'o.marchenko', 'Sales Manager', 'Sales', 'i.valdivia'),
  {
    ...person('Clara Lindqvist', 'c.lindqvist', 'Account Manager', 'Sales', 'i.valdivia'),
    noticeDays: 0,
    lastDays: 30,
  },
  person('Nikhil Suresh', 'n.suresh', 'Account Manager', 'Sales', 'd.anggraini'),
  {
    ...person('Bruno Castel', 'b.castel', 'Account Manager', 'Sales', 'i.valdivia'),
    noticeDays: -63,
    lastDays: -33,
  },
  person('Joanna Wrona', 'j.wrona', 'Security Officer', 'Security', 'h.brandt'),
  person('Samuel Okoro', 's.okoro', 'IT Administrator', 'IT', 'h.brandt'),
  person('Lena Fuchs', 'l.fuchs', 'HR Business Partner', 'People', 'h.brandt'),
]

function person(
  name: string,
  login: string,
  title: string,
  department: string,
  manager?: string,
): SamplePerson {
  return { name, login, title, department, ...(manager === undefined ? {} : { manager }) }
}

const leaverLogin = 'v.hale'

/** The sales manager who is on the way out. */
export const leaver = { name: 'Viktor Hale', email: `${leaverLogin}@${domain}` } as const

/** Those who own customers today. */
export const salesPeople: readonly { readonly name: string }[] = people.filter(
  ({ title, lastDays = 1 }) => /^(Sales|Account) Manager$/.test(title) && lastDays > 0,
)

const header = [
  'EmailAddress',
  'ResignationDate',
  'LastWorkingDate',
  'Name',
  'Manager',
  'Department',
  'Title',
  'Aliases',
]

const dayMs = 86_400_000

/** Header and rows of HR's file; `leaverAlias` becomes an account name of the leaver. Dates are ISO 8601 days in UTC. */
export function samplePeopleCsv({
  today,
  leaverAlias,
}: {
  readonly today: Date
  readonly leaverAlias: string
}): string[][] {
  const day = (offset: number | undefined): string =>
    offset === undefined
      ? ''
      : new Date(today.getTime() + offset * dayMs).toISOString().slice(0, 10)
  const email = (login: string | undefined): string => (login ? `${login}@${domain}` : '')
  const rows = people.map(({ name, login, title, department, manager, noticeDays, lastDays }) => {
    const aliases = [login, login.replace('.', ''), ...(login === leaverLogin ? [leaverAlias] : [])]
    return [
      email(login),
      day(noticeDays),
      day(lastDays),
      name,
      email(manager),
      department,
      title,
      [...new Set(aliases)].join(';'),
    ]
  })
  return [header, ...rows]
}
