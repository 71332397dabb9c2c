import { fillEdition } from './due-edition.ts';
import { soleProvider, type TestInstallation } from './installation.ts';
import { type ScriptedMailer, scriptedMailer } from './scripted-mailer.ts';

export const SUBSCRIBERS = [
  'ada@example.com',
  'bob@example.com',
  'cyd@example.com',
  'dan@example.com',
  'eve@example.com',
] as const;

/** Fills an empty, shared installation with a due edition and gives it a scripted provider of its own. */
export async function scriptedEdition(
  installation: TestInstallation,
  options: { subscribers?: readonly string[]; batchSize?: number } = {},
): Promise<{ ctx: TestInstallation; mailer: ScriptedMailer }> {
  const { subscribers = SUBSCRIBERS, batchSize = 2 } = options;
  const mailer = scriptedMailer({ batchSize });
  const ctx = { ...installation, providers: [soleProvider(mailer)] };
  await fillEdition(ctx, subscribers);
  return { ctx, mailer };
}
