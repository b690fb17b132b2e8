/** How people write customers down: each way makes one row, or one short record, of a customer. */
import { isoDate, type Made, row } from './people.ts'

export interface Writing {
  readonly name: string
  /** Whether it holds an identifier that tells the customer alone. */
  readonly isStrong: boolean
  write(person: Made, random: () => number): string
}

const latin: Readonly<Record<string, string>> = Object.fromEntries(
  'а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya'
    .split(' ')
    .map(pair => pair.split(':')),
)

/** As passports write it, and without diacritics. */
const inLatin = (text: string): string =>
  [...text]
    .map(letter => {
      const low = latin[letter.toLowerCase()]
      if (low === undefined) return letter
      return letter === letter.toLowerCase() ? low : low.charAt(0).toUpperCase() + low.slice(1)
    })
    .join('')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')

/** One letter or digit missing, doubled by another, replaced, or swapped with the next. */
function typo(text: string, random: () => number): string {
  const letters = [...text]
  const at = 1 + Math.floor(random() * Math.max(1, letters.length - 2))
  const other = /\d/.test(text) ? String(Math.floor(random() * 10)) : 'e'
  const kind = Math.floor(random() * 4)
  if (kind === 0) letters.splice(at, 1)
  else if (kind === 1) letters.splice(at, 0, other)
  else if (kind === 2) letters.splice(at, 1, other)
  else letters.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '')
  return letters.join('')
}

const national = (phone: string): string =>
  phone.replace(
    /^\+(62|49|34|55|7|1)/,
    (_, code) => ({ 62: '0', 49: '0', 7: '8', 55: '0' })[String(code)] ?? '',
  )
const grouped = (digits: string, mark: string): string =>
  digits.replaceAll(/(\d{3})(?=\d{3})/g, `$1${mark}`)
const local = ([year, month, day]: Made['born'], mark: string): string =>
  [day, month, year].join(mark)

export const writings: readonly Writing[] = [
  {
    name: 'e-mail in capitals',
    isStrong: true,
    write: ({ email }) => row('x', email.toUpperCase(), '1'),
  },
  {
    name: 'e-mail in a link',
    isStrong: true,
    write: ({ email }) => `<a href="mailto:${email}">write</a>`,
  },
  {
    name: 'phone with spaces',
    isStrong: true,
    write: ({ phone }) => row('x', `${phone.slice(0, 3)} ${grouped(phone.slice(3), ' ')}`),
  },
  {
    name: 'phone with 00 and dots',
    isStrong: true,
    write: ({ phone }) => row('x', `00${grouped(phone.slice(1), '.')}`),
  },
  {
    name: 'phone as dialled at home',
    isStrong: true,
    write: ({ phone }) => row('x', grouped(national(phone), '-'), 'y'),
  },
  {
    name: 'phone without plus',
    isStrong: true,
    write: ({ phone }) => row('x', phone.slice(1), 'y'),
  },
  {
    name: 'customer number',
    isStrong: true,
    write: ({ number }) => row('x', number.toLowerCase(), 'y'),
  },
  {
    name: 'tax id without marks, name',
    isStrong: true,
    write: ({ taxId, first, last }) => row(taxId.replaceAll(/\W/g, ''), `${last} ${first}`),
  },
  {
    name: 'name, birth date, town',
    isStrong: false,
    write: ({ first, last, born, city }) => row(`${first} ${last}`, isoDate(born), city),
  },
  {
    name: 'name in two columns, swapped',
    isStrong: false,
    write: ({ first, last, born, city, postcode }) =>
      row(last.toUpperCase(), first, local(born, '.'), postcode, city),
  },
  {
    name: 'name, company, street',
    isStrong: false,
    write: ({ first, last, company, street, city }) =>
      row(`${last}, ${first}`, company, street, city),
  },
  {
    name: 'in Latin letters, no diacritics',
    isStrong: false,
    write: p =>
      row(
        inLatin(`${p.first} ${p.last}`),
        inLatin(p.company),
        inLatin(p.street),
        inLatin(p.city),
        p.postcode,
      ),
  },
  {
    name: 'all in one cell',
    isStrong: false,
    write: p =>
      row('1', `${p.first} ${p.last} / ${p.company} / ${p.street}, ${p.postcode} ${p.city}`),
  },
  {
    name: 'two typing mistakes',
    isStrong: false,
    write: (p, r) =>
      row(p.first, typo(p.last, r), isoDate(p.born), p.street, typo(p.city, r), p.postcode),
  },
  {
    name: 'a mistake in name, company and date',
    isStrong: false,
    write: (p, r) =>
      row(
        typo(p.first, r),
        p.last,
        typo(p.company, r),
        typo(isoDate(p.born), r),
        p.street,
        p.city,
        p.postcode,
      ),
  },
  {
    name: 'half of the columns',
    isStrong: false,
    write: p => row('', p.last, '', p.company, isoDate(p.born), p.city),
  },
  {
    name: 'a record over several lines',
    isStrong: false,
    write: p =>
      `Name: ${p.first} ${p.last}\nBorn: ${local(p.born, '/')}\nTown: ${p.postcode} ${p.city}\n`,
  },
  {
    name: 'a sentence',
    isStrong: false,
    write: p => `Call ${p.first} ${p.last} of ${p.company} in ${p.city}, ${p.street}.`,
  },
]
