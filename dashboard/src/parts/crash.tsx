/** Catches bugs of the page: says so and offers to load it anew. Most often the collector was updated while the page was open. */
import { Component, type ReactNode } from 'react'

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
        <h1>This page stopped working</h1>
        <p>
          The collector may have been updated while the page was open. Load it anew; nothing that
          was recorded is lost.
        </p>
        <p className="mono quiet">{error.message}</p>
        <button type="button" className="plain-button" onClick={() => location.reload()}>
          Load again
        </button>
      </main>
    )
  }
}
