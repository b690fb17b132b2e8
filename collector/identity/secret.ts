/** Random secrets and what is kept of them. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** The secrets are uniformly random, so one round of SHA-256 hides them; the look-up by hash leaks no timing of the secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
