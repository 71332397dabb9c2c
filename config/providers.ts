/** Ways to send, as MAILER names them. `outbox` writes files and mails nobody, so it stands alone. */
export const PROVIDER_NAMES = ['outbox', 'resend', 'smtp', 'smtp-backup'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];
