/** A page that does not exist. */
import { Link } from 'wouter'
import { useTitle } from '../title.ts'

export function Missing() {
  useTitle('Nothing here')
  return (
    <div className="page narrow">
      <h1>There is nothing here</h1>
      <p>
        The address may be mistyped. <Link href="/alerts">Open the queue</Link>
      </p>
    </div>
  )
}
