/** Catches bugs of the page: says so and offers to load it anew. Most often the collector was updated while the page was open. */
import { Component, type ReactNode } from 'react'
import { t } from '../text.ts'

export class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <main className="page narrow">
        <h1>{t('shell.crashTitle')}</h1>
        <p>{t('shell.crash')}</p>
        <p className="mono quiet">{error.message}</p>
        <button type="button" className="plain-button" onClick={() => location.reload()}>
          {t('shell.crashAgain')}
        </button>
      </main>
    )
  }
}
