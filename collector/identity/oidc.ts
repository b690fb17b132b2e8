/** The company's identity provider (OpenID Connect Core 1.0: code flow, PKCE, state, nonce). The one file that knows the library. */
import { readFileSync } from 'node:fs'
import * as client from 'openid-client'
import { Fault } from '../../events/fault.ts'
import type { OidcSettings } from './settings.ts'

/** What must come back unchanged. */
export interface Begun {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Who the provider says it is. */
export interface Subject {
  readonly issuer: string
  readonly subject: string
  /** The configured claim, null where it is missing, empty, or not verified. */
  readonly name: string | null
}

export interface Provider {
  /** Where the browser goes, and what to hold its answer against. Throws Fault ERR_ACCESS_PROVIDER. */
  begin(redirectUri: string): Promise<{ readonly url: URL; readonly begun: Begun }>
  /** Takes the address that the browser came back to. Throws Fault ERR_ACCESS_PROVIDER with the reason. */
  end(callback: URL, begun: Begun): Promise<Subject>
}

const timeoutS = 10

/** The library says in English what is wrong; an answer of the provider also says why it refused. */
function refused(error: unknown): Fault {
  const said = error instanceof client.AuthorizationResponseError ? error.error_description : ''
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  const words = error instanceof Error ? error.message : String(error)
  const reason = [words, said, cause].filter(part => part !== undefined && part !== '').join(': ')
  return new Fault(
    'ERR_ACCESS_PROVIDER',
    `the identity provider's answer does not count (${reason.slice(0, 300)}); begin again, and tell an administrator if it stays`,
    { cause: error },
  )
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Fault ? error : refused(error)
  }
}

function authOf({ client_secret_file: file }: OidcSettings): client.ClientAuth {
  if (file === undefined) return client.None()
  try {
    return client.ClientSecretBasic(readFileSync(file, 'utf8').trim())
  } catch (error) {
    throw new Fault(
      'ERR_ACCESS_PROVIDER',
      `identity.oidc.client_secret_file: ${file} cannot be read by the collector`,
      { cause: error },
    )
  }
}

/** `true` as JSON, or as providers that know no booleans write it. */
const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1'

export function openProvider(settings: OidcSettings): Provider {
  let known: Promise<client.Configuration> | undefined

  async function discover(): Promise<client.Configuration> {
    const issuer = new URL(settings.issuer)
    const plain = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []
    return client.discovery(issuer, settings.client_id, undefined, authOf(settings), {
      // The signature of what the provider says is checked although TLS vouches for it.
      execute: [...plain, client.enableNonRepudiationChecks],
      timeout: timeoutS,
    })
  }
  /** A provider that was away is asked again. */
  const configuration = (): Promise<client.Configuration> => {
    known ??= discover().catch(error => {
      known = undefined
      throw error
    })
    return known
  }

  return {
    begin: redirectUri =>
      guarded(async () => {
        const begun = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        }
        const url = client.buildAuthorizationUrl(await configuration(), {
          redirect_uri: redirectUri,
          scope: settings.scope,
          state: begun.state,
          nonce: begun.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
          code_challenge_method: 'S256',
        })
        return { url, begun }
      }),
    end: (callback, { state, nonce, verifier }) =>
      guarded(async () => {
        const config = await configuration()
        const tokens = await client.authorizationCodeGrant(config, callback, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
          idTokenExpected: true,
        })
        const told = tokens.claims()
        if (!told) throw new Fault('ERR_ACCESS_PROVIDER', 'the identity provider named nobody')
        const more =
          told[settings.claim] === undefined && config.serverMetadata().userinfo_endpoint
            ? await client.fetchUserInfo(config, tokens.access_token, told.sub)
            : {}
        const claims: Readonly<Record<string, unknown>> = { ...more, ...told }
        const name = claims[settings.claim]
        const { verified_claim: verified } = settings
        const isVerified = verified === null || isTrue(claims[verified])
        const isNamed = typeof name === 'string' && name.trim() !== '' && isVerified
        return { issuer: told.iss, subject: told.sub, name: isNamed ? name.trim() : null }
      }),
  }
}
