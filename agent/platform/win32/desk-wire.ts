/** What the agent and its part in a person's session say to each other: a line of JSON each, over a named pipe. */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { limits } from '../../../events/limits.ts'

/** The pipe of the service; an agent that a person starts has one of its own. */
export const servicePipe = '\\\\.\\pipe\\clientkeep-desk'

/** Everything that may be in one copy, as base64 in a line: text, page and list of files. */
export const lineBytesMax = limits.clipboardBytesMax * 5

const FromDesk = Type.Union([
  Type.Object({ pid: Type.Integer({ minimum: 1 }) }),
  Type.Object({ missed: Type.Literal(true) }),
  Type.Object({
    copy: Type.Object({
      app: Type.Optional(Type.String({ maxLength: 300 })),
      pid: Type.Optional(Type.Integer({ minimum: 1 })),
      contents: Type.Array(
        Type.Object({
          type: Type.String({ maxLength: 100 }),
          bytes: Type.String(),
          isCut: Type.Boolean(),
        }),
        { maxItems: 4 },
      ),
    }),
  }),
])
/** From the desk: who it is, first; then copies. */
export type FromDesk = Static<typeof FromDesk>
export type DeskCopy = Extract<FromDesk, { copy: unknown }>['copy']

/** To the desk: whether it shall look at the clipboard. */
export type ToDesk = { readonly listen: boolean }

const fromDesk = Compile(FromDesk)

/** A line of a desk; undefined where it is none. */
export function readFromDesk(line: string): FromDesk | undefined {
  try {
    const message: unknown = JSON.parse(line)
    return fromDesk.Check(message) ? message : undefined
  } catch {
    return undefined
  }
}

/** Whether a line of the agent says to listen; what is none says nothing. */
export function readToDesk(line: string): ToDesk | undefined {
  try {
    const message: unknown = JSON.parse(line)
    if (typeof message !== 'object' || message === null || !('listen' in message)) return undefined
    return { listen: message.listen === true }
  } catch {
    return undefined
  }
}

export const lineOf = (message: FromDesk | ToDesk): string => `${JSON.stringify(message)}\n`
