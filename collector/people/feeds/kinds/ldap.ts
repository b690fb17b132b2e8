/** People of an LDAP directory or Active Directory (RFC 4511). The one file that knows the driver. */
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { Client, type Entry, ResultCodeError } from 'ldapts'
import Type, { type Static } from 'typebox'
import { limits } from '../../../../events/limits.ts'
import { dateOf } from '../../departure.ts'
import { type FeedContext, feed } from '../feed.ts'

const Attribute = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]*$', maxLength: 100 })

const options = Type.Object({
  url: Type.String({ pattern: '^ldaps?://[^/@]+$', maxLength: 2000 }),
  start_tls: Type.Boolean({ default: false }),
  ca_file: Type.Optional(Type.String({ minLength: 1, description: 'Certificates (PEM) to trust' })),
  bind_dn: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
  password_file: Type.Optional(Type.String({ minLength: 1 })),
  base: Type.String({ minLength: 1, maxLength: 2000, description: 'Where people are below' }),
  filter: Type.String({ default: '(&(objectClass=person)(mail=*))', maxLength: 2000 }),
  disabled_filter: Type.Optional(
    Type.String({
      maxLength: 2000,
      description:
        'Whose accounts are disabled; they leave on the day on which that is seen first. Without it, disabled accounts mean nothing',
    }),
  ),
  email_attribute: Type.Union([Attribute], { default: 'mail' }),
  name_attribute: Type.Union([Attribute], { default: 'displayName' }),
  department_attribute: Type.Union([Attribute], { default: 'department' }),
  title_attribute: Type.Union([Attribute], { default: 'title' }),
  manager_attribute: Type.Union([Attribute], {
    default: 'manager',
    description: "The manager's distinguished name",
  }),
  hours_attribute: Type.Optional(
    Type.Union([Attribute], { description: 'Working hours, as Mo-Fr 09:00-18:00' }),
  ),
  zone_attribute: Type.Optional(Type.Union([Attribute], { description: 'IANA time zone' })),
  account_attributes: Type.Array(Attribute, {
    default: ['sAMAccountName', 'uid', 'userPrincipalName'],
    maxItems: 20,
  }),
})
type Options = Static<typeof options>

const isLoopback = (url: string): boolean =>
  /^ldap:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(url)

const textOf = (value: Entry[string] | undefined): string[] =>
  (Array.isArray(value) ? value : [value ?? '']).flatMap(each =>
    typeof each === 'string' && each !== '' ? [each] : [],
  )

/** A cell of a CSV (RFC 4180). */
const cell = (text: string): string => `"${text.replaceAll('"', '""').replaceAll(/[\r\n]+/g, ' ')}"`

/** Distinguished names compare without case and without blanks between their parts. */
const foldDn = (dn: string): string => dn.toLowerCase().replaceAll(/\s*([,=+])\s*/g, '$1')

/** Columns that only some directories have an attribute for. */
const ownTime = ({ hours_attribute, zone_attribute }: Options) =>
  [
    { column: 'working hours', attribute: hours_attribute },
    { column: 'zone', attribute: zone_attribute },
  ].flatMap(({ column, attribute }) => (attribute === undefined ? [] : [{ column, attribute }]))

interface Found {
  readonly entries: readonly Entry[]
  /** Addresses by folded name: of all that were found, and of managers elsewhere in the directory. */
  readonly mails: ReadonlyMap<string, string>
  /** Folded names of those whose accounts are disabled. */
  readonly disabled: ReadonlySet<string>
}

async function search(client: Client, of: Options): Promise<Found> {
  const attributes = [
    of.email_attribute,
    of.name_attribute,
    of.department_attribute,
    of.title_attribute,
    of.manager_attribute,
    ...ownTime(of).map(({ attribute }) => attribute),
    ...of.account_attributes,
  ]
  const find = async (filter: string, wanted: string[]) => {
    const { searchEntries } = await client.search(of.base, {
      ...{ scope: 'sub', filter, attributes: wanted, paged: { pageSize: limits.ldapPageEntries } },
    })
    return searchEntries
  }
  const entries = await find(of.filter, attributes)
  const { disabled_filter: off } = of
  const disabled =
    off === undefined ? [] : await find(`(&${of.filter}${off})`, [of.email_attribute])
  return {
    entries,
    mails: await mailsOf(entries, client, of),
    disabled: new Set(disabled.map(({ dn }) => foldDn(dn))),
  }
}

/** Whoever manages may be filed in another branch than the base, or be left out by the filter: these are asked for by name, one by one. */
async function mailsOf(entries: readonly Entry[], client: Client, of: Options) {
  const mailOf = (entry: Entry) => textOf(entry[of.email_attribute])[0] ?? ''
  const mails = new Map(entries.map(entry => [foldDn(entry.dn), mailOf(entry)]))
  const managers = new Map(
    entries
      .flatMap(entry => textOf(entry[of.manager_attribute]))
      .map(dn => [foldDn(dn), dn] as const)
      .filter(([folded]) => !mails.has(folded)),
  )
  for (const [folded, dn] of [...managers].slice(0, limits.ldapPageEntries)) {
    const attributes = [of.email_attribute]
    const found = await client.search(dn, { scope: 'base', attributes }).catch((error: unknown) => {
      // One that is gone, or that this account may not see, is no manager whom it can tell of.
      if (error instanceof ResultCodeError) return undefined
      throw error
    })
    const [manager] = found?.searchEntries ?? []
    if (manager) mails.set(folded, mailOf(manager))
  }
  return mails
}

/** The driver calls an error by its result code (RFC 4511, 4.1.9), with few words or none. */
function inWords(error: unknown, place: string): Error {
  const words =
    error instanceof ResultCodeError
      ? error.name
          .replace(/Error$/, '')
          .replaceAll(/(?<=[a-z])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
      : error instanceof Error
        ? error.message
        : String(error)
  return new Error(`${place}: ${words}`, { cause: error })
}

/** The table that an HR export would be. */
function tableOf(
  { entries, mails, disabled }: Found,
  { options: of, now, lastDayOf }: Context,
): string {
  const withDays = of.disabled_filter !== undefined
  const more = ownTime(of)
  const head = ['email', 'name', 'department', 'title', 'manager', 'aliases']
  const rows = entries.map(entry => {
    const [email = ''] = textOf(entry[of.email_attribute])
    const [manager] = textOf(entry[of.manager_attribute])
    const known = lastDayOf(email)
    const last = known ?? (disabled.has(foldDn(entry.dn)) ? dateOf(now()) : '')
    return [
      email,
      textOf(entry[of.name_attribute])[0] ?? '',
      textOf(entry[of.department_attribute])[0] ?? '',
      textOf(entry[of.title_attribute])[0] ?? '',
      manager === undefined ? '' : (mails.get(foldDn(manager)) ?? ''),
      of.account_attributes.flatMap(name => textOf(entry[name])).join(';'),
      ...more.map(({ attribute }) => textOf(entry[attribute])[0] ?? ''),
      ...(withDays ? [last] : []),
    ]
  })
  return [
    [...head, ...more.map(({ column }) => column), ...(withDays ? ['last working day'] : [])],
    ...rows,
  ]
    .map(cells => cells.map(cell).join(','))
    .join('\n')
}
type Context = FeedContext<Options>

export const ldap = feed({
  name: 'ldap',
  summary: 'People, managers and departments of LDAP or Active Directory',
  options,
  fault: ({ url, start_tls, bind_dn, password_file }) => {
    if ((bind_dn === undefined) !== (password_file === undefined))
      return 'bind_dn and password_file belong together'
    const isOpen = url.startsWith('ldap:') && !start_tls && !isLoopback(url)
    return isOpen
      ? 'url: names and a password would cross the network in the clear; use ldaps:// or start_tls'
      : undefined
  },
  place: ({ url, base }) => `${url}/${base}`,
  async read(context) {
    const { options: of, now, signal } = context
    const ca = of.ca_file === undefined ? undefined : [readFileSync(of.ca_file)]
    const tlsOptions = { ...(ca && { ca }), minVersion: 'TLSv1.2' } as const
    const client = new Client({
      url: of.url,
      timeout: limits.feedReadMs,
      connectTimeout: limits.feedConnectMs,
      ...(of.url.startsWith('ldaps:') && { tlsOptions }),
    })
    const stop = () => void client.unbind().catch(() => {})
    signal.addEventListener('abort', stop, { once: true })
    try {
      if (of.start_tls) await client.startTLS(tlsOptions)
      if (of.bind_dn !== undefined && of.password_file !== undefined)
        await client.bind(of.bind_dn, readFileSync(of.password_file, 'utf8').trim())
      const text = tableOf(await search(client, of), context)
      return { body: Readable.from([Buffer.from(text)]), asOf: now() }
    } catch (error) {
      throw inWords(error, of.url)
    } finally {
      signal.removeEventListener('abort', stop)
      await client.unbind().catch(() => {})
    }
  },
})
