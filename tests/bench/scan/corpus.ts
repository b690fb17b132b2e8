/** Files to scan and customers to look for: made once, from a seed, kept beside the peers. */
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { die } from '../../collector/people/people.ts'
import { cacheDir } from '../peers/build.ts'

const fileBytes = 100e6
export const sizes = [10_000, 100_000, 1_000_000] as const
const customerShare = 0.01

/** Goes into the names of the files, so that they are made again when this changes. */
const version = 2
const dir = join(cacheDir, `scan-${version}`)
const path = (name: string): string => join(dir, name)

const firsts =
  'anna budi citra dewi eko fitri gunawan hana indra joko kartika lina maria nina oscar putri rina sari tono udin vera wati yanto zahra'.split(
    ' ',
  )
const lasts =
  'santoso wijaya schmidt mueller ivanov petrov garcia silva tanaka kim smith jones brown hidayat pratama saputra nugroho lestari'.split(
    ' ',
  )
const domains =
  'gmail.com yahoo.com outlook.com hotmail.com company.co.id mail.ru web.de proton.me'.split(' ')
const prose =
  'the quick report of our meeting with sales and marketing about next year plan we should call them again before friday to discuss price and delivery of goods'.split(
    ' ',
  )

interface Person {
  readonly number: string
  readonly name: string
  readonly email: string
  readonly phone: string
}

/** People by their place in an endless list: the first are customers. */
function personAt(index: number): Person {
  const random = die(index * 2 + 1)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const first = pick(firsts)
  const last = pick(lasts)
  return {
    number: `CU${String(10_000_000 + index)}`,
    name: `${first} ${last}`,
    email: `${first}.${last}${index}@${pick(domains)}`,
    phone: `+62812${String(10_000_000 + ((index * 48_271) % 89_999_999))}`,
  }
}

/** Writes rows until the file is large enough. */
function writeRows(name: string, head: string, rowOf: (index: number) => string): void {
  const file = openSync(path(name), 'w')
  let bytes = writeSync(file, head)
  for (let index = 0; bytes < fileBytes; ) {
    let text = ''
    for (const end = index + 5000; index < end; index += 1) text += rowOf(index)
    bytes += writeSync(file, text)
  }
  closeSync(file)
}

const strangersFrom = 2_000_000

function makeFiles(): void {
  mkdirSync(dir, { recursive: true })
  const random = die(7)
  writeRows('export.csv', 'id,name,email,phone,city,amount\n', index => {
    const isCustomer = random() < customerShare
    const place = isCustomer ? Math.floor(random() * sizes[0]) : strangersFrom + index
    const { number, name, email, phone } = personAt(place)
    return `${number},${name},${email},${phone},Jakarta,${(random() * 1e4).toFixed(2)}\n`
  })
  writeRows('prose.txt', '', index => {
    const words = Array.from({ length: 14 }, () => prose[Math.floor(random() * prose.length)])
    const isCustomer = random() < customerShare
    const place = isCustomer ? Math.floor(random() * sizes[0]) : strangersFrom + index
    return `${words.join(' ')}${random() < 0.02 ? ` ${personAt(place).email}` : ''}\n`
  })
  for (const size of sizes) {
    const people = Array.from({ length: size }, (_, index) => personAt(index))
    writeFileSync(path(`emails-${size}.txt`), `${people.map(({ email }) => email).join('\n')}\n`)
    const all = people.flatMap(({ email, phone, number }) => [email, phone, number])
    const names = new Set(people.map(({ name }) => name))
    writeFileSync(path(`all-${size}.txt`), `${[...all, ...names].join('\n')}\n`)
    const rows = people.map(({ number, name, email, phone }) =>
      [number, name, email, phone].join(','),
    )
    writeFileSync(
      path(`base-${size}.csv`),
      `customer number,name,email,phone\n${rows.join('\n')}\n`,
    )
    writeFileSync(
      path(`mail-base-${size}.csv`),
      `email\n${people.map(({ email }) => email).join('\n')}\n`,
    )
  }
  writeFileSync(path('made'), '')
}

/** Where a file of the corpus is; makes all on the first call. */
export function corpus(name: string): string {
  if (!existsSync(path('made'))) makeFiles()
  return path(name)
}
