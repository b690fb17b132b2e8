/**
 * Every page of the dashboard: one file in `pages/` and one line here. A page is loaded when it is first opened; the navigation
 * shows the lines that the user's permissions open, in this order.
 */
import {
  Archive,
  Bird,
  BookUser,
  Braces,
  Cable,
  DoorOpen,
  EyeOff,
  FolderOpen,
  Inbox,
  KeyRound,
  LaptopMinimalCheck,
  ListChecks,
  type LucideIcon,
  Scale,
  ScrollText,
  Search,
  ShieldCheck,
  SlidersHorizontal,
  Stamp,
  TreePalm,
  Usb,
  Vault,
} from 'lucide-react'
import { type ComponentType, lazy } from 'react'
import type { Session } from '../../events/api-identity.ts'
import type { Permission } from '../../events/roles.ts'
import type en from './messages/en.ts'
import { sayAll } from './text.ts'

/** What a page gets: the parts of its address. */
export interface PageProps {
  readonly params: Readonly<Record<string, string | undefined>>
}

type Load = () => Promise<{ readonly default: ComponentType<PageProps> }>

interface Line {
  /** The first part of the address; `/alerts/:id?` for pages that open one of many. */
  readonly path: string
  /** Its name in the catalog's `nav`: in the navigation and in the tab's title. */
  readonly name: keyof (typeof en)['nav']
  /** Where it stands in the navigation; null for pages that are only linked to. */
  readonly group: 'work' | 'decide' | 'run' | null
  readonly icon: LucideIcon
  /** The permission that opens it; `self` for everybody who is signed in. */
  readonly needs: Permission | 'self'
  /** The second stroke of its shortcut: `q` for `g q`. */
  readonly key?: string
  readonly load: Load
}

/** The queue is drawn first, and says nothing but what the first page's catalog has. */
const page = ({ load, ...line }: Line) => {
  const read = line.name === 'queue' ? load : () => withAllWords(load)
  return { ...line, read, View: lazy(read) }
}

/** Loads a page, and the words that only pages behind the first one say. */
export async function withAllWords<T>(load: () => Promise<T>): Promise<T> {
  const [view] = await Promise.all([load(), sayAll()])
  return view
}

export type Page = ReturnType<typeof page>

// biome-ignore format: one line a page
export const pages: readonly Page[] = [
  page({ path: '/alerts/:id?', name: 'queue', group: 'work', icon: Inbox, needs: 'cases.read', key: 'q', load: () => import('./pages/queue.tsx') }),
  page({ path: '/hunt', name: 'hunt', group: 'work', icon: Search, needs: 'cases.read', key: 'h', load: () => import('./pages/hunt.tsx') }),
  page({ path: '/cases/:id?', name: 'cases', group: 'work', icon: FolderOpen, needs: 'dossiers.read', key: 'd', load: () => import('./pages/cases.tsx') }),
  page({ path: '/leavers/:who?', name: 'leavers', group: 'work', icon: DoorOpen, needs: 'departures.read', key: 'l', load: () => import('./pages/leavers.tsx') }),
  page({ path: '/people/:who', name: 'person', group: null, icon: Bird, needs: 'cases.read', load: () => import('./pages/person.tsx') }),
  page({ path: '/approvals/:id?', name: 'approvals', group: 'decide', icon: Stamp, needs: 'self', key: 'p', load: () => import('./pages/approvals.tsx') }),
  page({ path: '/held', name: 'held', group: 'decide', icon: Vault, needs: 'exports.read', key: 'v', load: () => import('./pages/held.tsx') }),
  page({ path: '/islands', name: 'islands', group: 'work', icon: TreePalm, needs: 'cases.read', key: 'i', load: () => import('./pages/islands.tsx') }),
  page({ path: '/reveals', name: 'reveals', group: 'decide', icon: EyeOff, needs: 'reveals.read', load: () => import('./pages/reveals.tsx') }),
  page({ path: '/rules/:id?', name: 'rules', group: 'work', icon: Braces, needs: 'tuning.read', key: 'e', load: () => import('./pages/rules.tsx') }),
  page({ path: '/tuning', name: 'tuning', group: 'work', icon: SlidersHorizontal, needs: 'tuning.read', key: 't', load: () => import('./pages/tuning.tsx') }),
  page({ path: '/coverage', name: 'coverage', group: 'run', icon: LaptopMinimalCheck, needs: 'setup.read', key: 'c', load: () => import('./pages/coverage.tsx') }),
  page({ path: '/devices', name: 'devices', group: 'run', icon: Usb, needs: 'setup.read', key: 'u', load: () => import('./pages/devices.tsx') }),
  page({ path: '/policy', name: 'policy', group: 'run', icon: Scale, needs: 'setup.read', key: 'o', load: () => import('./pages/policy.tsx') }),
  page({ path: '/base', name: 'base', group: 'run', icon: BookUser, needs: 'setup.read', key: 'b', load: () => import('./pages/customer-base.tsx') }),
  page({ path: '/connections', name: 'connections', group: 'run', icon: Cable, needs: 'connectors.read', key: 'n', load: () => import('./pages/connections.tsx') }),
  page({ path: '/access', name: 'access', group: 'run', icon: ShieldCheck, needs: 'users.read', key: 'a', load: () => import('./pages/access.tsx') }),
  page({ path: '/audit', name: 'audit', group: 'run', icon: ScrollText, needs: 'audit.read', key: 'r', load: () => import('./pages/audit.tsx') }),
  page({ path: '/backups', name: 'backups', group: 'run', icon: Archive, needs: 'setup.read', load: () => import('./pages/backups.tsx') }),
  page({ path: '/setup', name: 'setup', group: 'run', icon: ListChecks, needs: 'setup.read', key: 's', load: () => import('./pages/setup.tsx') }),
  page({ path: '/account', name: 'account', group: null, icon: KeyRound, needs: 'self', key: 'k', load: () => import('./pages/account.tsx') }),
]

export const queue = pages.find(({ name }) => name === 'queue')

/** The groups of the navigation in their order. */
export const groups = ['work', 'decide', 'run'] as const

/** Where a page is without the part that names one of many: `/alerts`. */
export const hrefOf = ({ path }: Pick<Page, 'path'>): string => path.replace(/\/:.*$/, '')

/** Whether somebody may open a page. */
export const opens = ({ permissions }: Pick<Session, 'permissions'>, { needs }: Page): boolean =>
  needs === 'self' || permissions.includes(needs)

/** Where somebody's work is: the first page that is theirs. */
export function landing(session: Pick<Session, 'permissions'>): string {
  const { permissions } = session
  // Who decides on requests and on no alert is a manager: nothing else is in the way.
  const isManager =
    permissions.includes('approvals.decide') && !permissions.includes('cases.decide')
  if (isManager) return '/approvals'
  // Who runs the machines and decides on no alert: whether everything is covered comes first.
  const isAdmin = permissions.includes('setup.change') && !permissions.includes('cases.read')
  if (isAdmin) return '/coverage'
  const first = pages.find(each => each.needs !== 'self' && opens(session, each))
  return first ? hrefOf(first) : '/account'
}
