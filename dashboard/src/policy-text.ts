/** The policy as text that people edit: JSON, with what is wrong in it and where. Pure. */
import type { WatchPolicy } from '../../events/policy.ts'

export const textOf = (policy: WatchPolicy): string => JSON.stringify(policy, null, 2)

type Read =
  | { readonly policy: WatchPolicy }
  /** `line` counts from 1; 0 where the text as a whole is meant. */
  | { readonly fault: 'syntax' | 'shape'; readonly line: number; readonly what: string }

/** Far enough to fill the form with it; the collector checks all of it, and says where it is wrong. */
function isPolicy(value: unknown): value is WatchPolicy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'places' in value &&
    Array.isArray(value.places) &&
    'removable_drives' in value &&
    typeof value.removable_drives === 'boolean'
  )
}

const lineAt = (text: string, position: number): number =>
  text.slice(0, position).split('\n').length

export function readPolicy(text: string): Read {
  try {
    const value: unknown = JSON.parse(text)
    return isPolicy(value) ? { policy: value } : { fault: 'shape', line: 0, what: '' }
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    const position = Number(/position (\d+)/.exec(what)?.[1] ?? text.length)
    return { fault: 'syntax', line: lineAt(text, position), what }
  }
}
