/** Regular expressions of rules: linear time or refused. Whether they match is all they say; there are no groups to read. */
import { neededLiterals } from './literals.ts'
import { createMatcher } from './matcher.ts'
import { buildProgram } from './program.ts'
import { parseRegex, RegexFault } from './syntax.ts'

export { RegexFault }

/** A compiled expression, found anywhere in a text; `literals` are folded texts of which a match has one. */
export interface CompiledRegex {
  readonly test: (text: string) => boolean
  readonly literals: readonly string[] | undefined
}

/** Throws `RegexFault` where the expression cannot be used. */
export function checkRegex(source: string, flags: string): void {
  if (buildProgram(parseRegex(source, flags))) return
  throw new RegexFault(0, 'the expression is too large: its repetitions multiply')
}

/** Compiles an expression that `checkRegex` has passed. The automaton is built on first use. */
export function compileRegex(source: string, flags: string): CompiledRegex {
  const regex = parseRegex(source, flags)
  let matcher: ((text: string) => boolean) | undefined
  return {
    literals: neededLiterals(regex),
    test: text => {
      if (!matcher) {
        const program = buildProgram(regex)
        if (!program) throw new RegexFault(0, 'the expression is too large')
        matcher = createMatcher(program)
      }
      return matcher(text)
    },
  }
}
