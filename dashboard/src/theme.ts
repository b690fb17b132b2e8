/** Mantine's theme: one accent, our own neutral surfaces, errors in amber because red means that customers are out. */
import { type CSSVariablesResolver, createTheme } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  colors: {
    accent: [
      '#e6f4f5',
      '#cfe7ea',
      '#9fd3d9',
      '#6cc3cd',
      '#43a6b2',
      '#238a97',
      '#12757f',
      '#0b6672',
      '#08525c',
      '#053d45',
    ],
    dark: [
      'var(--ink)',
      'var(--ink-2)',
      'var(--ink-3)',
      'var(--ink-3)',
      'var(--line-strong)',
      'var(--raised)',
      'var(--surface)',
      'var(--bg)',
      'var(--bg)',
      'var(--bg)',
    ],
  },
})

const variables = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--warn)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables,
  dark: variables,
})
