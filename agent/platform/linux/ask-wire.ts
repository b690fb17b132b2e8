/** What the agent and the program that the kernel asks say to each other. */

export type ToAsked =
  | { readonly programs: readonly string[] }
  | { readonly guard: string }
  | { readonly release: string }
  | { readonly ping: number }

export type FromAsked =
  | { readonly ready: true }
  | { readonly failed: string }
  | { readonly pong: number }
  | {
      readonly refused: {
        readonly path: string
        readonly pid: number
        readonly program: string
        readonly uid: number
      }
    }
