/** A page that does not exist. */
import { Link } from 'wouter'
import { t } from '../text.ts'
import { useTitle } from '../title.ts'

export function Missing() {
  useTitle(t('shell.missingTitle'))
  return (
    <div className="page narrow">
      <h1>{t('shell.missingTitle')}</h1>
      <p>{t.rich('shell.missing', { link: words => <Link href="/">{words}</Link> })}</p>
    </div>
  )
}
