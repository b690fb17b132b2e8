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
import { createQueries } from './queries.ts'
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

const root = document.getElementById('root')
await speak(chosenLanguage())
if (root) createRoot(root).render(<Root />)
