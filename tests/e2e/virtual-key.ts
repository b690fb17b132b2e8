/** A security key of Chromium's own making, plugged into one page: CTAP2 over USB, with a PIN that was entered, unless said otherwise. */
import type { CDPSession, Page } from 'playwright-core'

export interface VirtualKey {
  /** Pulls it out; what it holds is lost to the page. */
  pull(): Promise<void>
  /** Whether somebody enters the PIN when asked. */
  setVerified(isVerified: boolean): Promise<void>
  /** Winds the counter of every credential back, as a clone made earlier has it. */
  windBack(): Promise<void>
}

interface Credential {
  readonly credentialId: string
  readonly signCount: number
}

const opened = new WeakMap<Page, CDPSession>()

async function sessionOf(page: Page): Promise<CDPSession> {
  const known = opened.get(page)
  if (known) return known
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  opened.set(page, session)
  return session
}

export async function plugIn(
  page: Page,
  options: { backupEligible?: boolean } = {},
): Promise<VirtualKey> {
  const session = await sessionOf(page)
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: options.backupEligible ?? false,
    },
  })
  return {
    pull: async () => {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })
    },
    setVerified: async isUserVerified => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
    windBack: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
      for (const credential of credentials) {
        const { credentialId }: Credential = credential
        await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId })
        await session.send('WebAuthn.addCredential', {
          authenticatorId,
          credential: { ...credential, signCount: 0 },
        })
      }
    },
  }
}
