/** The left column: the pages that the user's permissions open, in groups; on a narrow screen behind a button. */
import { Menu, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import { groups, hrefOf, opens, type Page, pages } from '../registry.ts'
import { t } from '../text.ts'

interface Props {
  readonly session: Session
  /** Numbers behind pages' names: what is new there, by the page's name. */
  readonly fresh: Readonly<Partial<Record<Page['name'], number>>>
}

function Entry({ page, fresh }: { readonly page: Page; readonly fresh: number }) {
  const [path] = useLocation()
  const href = hrefOf(page)
  const isCurrent = path === href || path.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      {...(page.key && { title: `g ${page.key}` })}
    >
      <page.icon size={16} aria-hidden /> {t(`nav.${page.name}`)}
      {fresh > 0 && (
        <b className="badge num" role="img" aria-label={t('shell.newCount', { count: fresh })}>
          {fresh}
        </b>
      )}
    </Link>
  )
}

export function SideNav({ session, fresh }: Props) {
  const [path] = useLocation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => setOpen(false), [path])
  const own = pages.filter(page => opens(session, page))
  return (
    <>
      <button
        type="button"
        className="icon-button menu-button"
        aria-expanded={isOpen}
        aria-controls="pages"
        aria-label={t('nav.menu')}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <X size={20} aria-hidden /> : <Menu size={20} aria-hidden />}
      </button>
      <nav id="pages" aria-label={t('nav.pages')} data-open={isOpen}>
        {groups.map(group => {
          const inGroup = own.filter(page => page.group === group)
          if (inGroup.length === 0) return null
          return (
            <section key={group} aria-labelledby={`nav-${group}`}>
              <h2 id={`nav-${group}`}>{t(`nav.${group}`)}</h2>
              {inGroup.map(page => (
                <Entry key={page.path} page={page} fresh={fresh[page.name] ?? 0} />
              ))}
            </section>
          )
        })}
      </nav>
    </>
  )
}
