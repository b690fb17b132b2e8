/** Starts the dashboard: styles, providers, the app. */
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Loader.css'
import '@mantine/core/styles/Button.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'
import './style.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { Crash } from './parts/crash.tsx'
import { alertsQuery, createQueries, sessionQuery } from './queries.ts'
import { queue } from './registry.ts'
import { useStore } from './store.ts'
import { chosenLanguage, language, speak } from './text.ts'
import { cssVariables, theme } from './theme.ts'

const queries = createQueries()

/** Everything is drawn anew in another language; what was read of the collector stays. */
function Root() {
  const spoken = useStore(language)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Crash key={spoken}>
          <App />
        </Crash>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** The queue is what most begin with: it is read while the frame is still being made, and not after it. */
function begin(): void {
  if (!location.pathname.startsWith('/alerts')) return
  queue?.read()
  queries.prefetchQuery(sessionQuery)
  queries.prefetchQuery(alertsQuery('open'))
}

const root = document.getElementById('root')
const words = speak(chosenLanguage())
begin()
await words
if (root) createRoot(root).render(<Root />)
