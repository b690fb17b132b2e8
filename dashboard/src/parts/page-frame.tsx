/** Opens a page of the registry for who may see it, and names it in the tab's title until the page names itself better. */
import { Link } from 'wouter'
import type { Session } from '../../../events/api-identity.ts'
import { opens, type Page, type PageProps } from '../registry.ts'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

interface Props extends PageProps {
  readonly page: Page
  readonly session: Session
}

export function PageFrame({ page, session, params }: Props) {
  useTitle(t(`nav.${page.name}`))
  if (opens(session, page)) return <page.View params={params} />
  return (
    <div className="page narrow">
      <h1>{t(`nav.${page.name}`)}</h1>
      <p>{t.rich('shell.notAllowed', { link: words => <Link href="/">{words}</Link> })}</p>
    </div>
  )
}
