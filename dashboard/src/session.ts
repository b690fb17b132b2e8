/** The session for parts deep in the page: what its user may do decides what is offered. The server decides what is done. */
import { createContext, useContext } from 'react'
import type { Session } from '../../events/api-identity.ts'
import type { Permission } from '../../events/roles.ts'

const Current = createContext<Session | null>(null)
export const SessionProvider = Current.Provider

/** Whether the user has a permission. */
export function useMay(): (permission: Permission) => boolean {
  const session = useContext(Current)
  return permission => session?.permissions.includes(permission) ?? false
}
