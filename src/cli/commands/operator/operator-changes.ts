import { type Command, InvalidArgumentError } from 'commander';
import { ROLES, type Role } from '../../../../config/operators.ts';
import { findAccount } from '../../../accounts/account-queries.ts';
import { changePassword, changeRole, setOperatorEnabled } from '../../../accounts/change-operator.ts';
import { endSessions } from '../../../accounts/end-sessions.ts';
import { operatorUnknownError } from '../../../accounts/operator.ts';
import { disableTotp, issueTotp, type TwoFactorSetup } from '../../../accounts/second-factor.ts';
import { isExpired } from '../../../accounts/session.ts';
import { readSessions, type Session } from '../../../accounts/session-queries.ts';
import { pluralize } from '../../../plural.ts';
import { withOperatorOptions } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';
import { readPassword } from '../../terminal/password-input.ts';

interface Options {
  operator: string;
  json?: boolean;
  generate?: boolean;
  end?: boolean;
}

/** Printed below anything that is shown only once. */
export const ONCE = 'This is not shown again. Store it now.';

/** Describes the secrets of two-factor authentication for the operator. */
export function describeTwoFactor({ secret, address, recoveryCodes }: TwoFactorSetup): string[] {
  return [
    `Key for the authenticator app: ${secret}`,
    `or as a URL:                   ${address}`,
    'Recovery codes, each valid for one sign-in without the app:',
    ...recoveryCodes.map((code) => `  ${code}`),
  ];
}

type AddCommand = (name: string, description: string) => Command;

/** `operator role|password|code|sessions|disable|enable`: changes to an existing account. */
export function addAccountChanges(operator: Command, output: Output): void {
  const addCommand: AddCommand = (name, description) =>
    withOperatorOptions(
      operator.command(name).description(description).argument('<name>', 'name of the account'),
    );
  addCredentials(addCommand, output);
  addCommand('role', 'change the role of an account; applies to its next request')
    .argument('<role>', ROLES.join(' or '), parseRole)
    .action(async (name: string, role: Role, options: Options) => {
      const done = await withInstallation({}, (ctx) => changeRole(ctx, { name, role, by: options.operator }));
      writeReport(output, options.json, done, () =>
        done.changed ? `${done.name} is now ${role}.` : `${done.name} is already ${role}.`,
      );
    });
  for (const [name, allowed] of [
    ['disable', false],
    ['enable', true],
  ] as const)
    addCommand(
      name,
      allowed ? 'enable a disabled account' : 'disable an account and end its sessions',
    ).action(async (account: string, options: Options) => {
      const input = { name: account, allowed, by: options.operator };
      const done = await withInstallation({}, (ctx) => setOperatorEnabled(ctx, input));
      writeReport(output, options.json, done, () =>
        done.changed
          ? `${done.name} is ${name}d; ${sessions(done.ended)} ended.`
          : `${done.name} is already ${name}d.`,
      );
    });
}

/** Credentials and sessions of an account. */
function addCredentials(addCommand: AddCommand, output: Output): void {
  addCommand('password', 'change the password of an account and end its sessions')
    .option('--generate', 'generate a password and print it once')
    .action(async (name: string, options: Options) => {
      const { password, generated } = await readPassword(output, options.generate);
      const input = { name, password, by: options.operator };
      const done = await withInstallation({}, (ctx) => changePassword(ctx, input));
      writeReport(output, options.json, { ...done, ...(generated ? { password } : {}) }, () =>
        [
          `${done.name} has a new password; ${sessions(done.ended)} ended.`,
          ...(generated ? [`Password: ${password}`, ONCE] : []),
        ].join('\n'),
      );
    });
  addCommand('code', 'turn two-factor authentication on (with a new key) or off, and end all sessions')
    .argument('<on|off>', 'on or off', parseSwitch)
    .action(async (name: string, on: boolean, options: Options) => {
      const input = { name, by: options.operator };
      const factor = await withInstallation({}, async (ctx) =>
        on ? issueTotp(ctx, input) : void (await disableTotp(ctx, input)),
      );
      writeReport(
        output,
        options.json,
        { name, code: on ? 'on' : 'off', ...(factor ? { factor } : {}) },
        () =>
          factor
            ? [...describeTwoFactor(factor), ONCE].join('\n')
            : `Two-factor authentication of ${name} is off.`,
      );
    });
  addCommand('sessions', 'list the sessions of an account')
    .option('--end', 'end all sessions')
    .action(async (name: string, options: Options) => {
      const { live, ended } = await withInstallation({}, async (ctx) => {
        const account = await findAccount(ctx.db, name);
        if (account === null) throw operatorUnknownError(name);
        const live = (await readSessions(ctx.db, account.id)).filter(
          (each) => !isExpired(each, ctx.clock.now()),
        );
        const target = { operatorId: account.id, name: account.name, by: options.operator };
        const ended = options.end ? await endSessions(ctx, { ...target, verb: 'session end' }) : 0;
        return { live, ended };
      });
      writeReport(output, options.json, { name, sessions: live, ended }, () =>
        options.end
          ? `${sessions(ended)} of ${name} ended.`
          : [`${sessions(live.length)} of ${name}`, ...live.map(describeSession)].join('\n'),
      );
    });
}

function parseRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role === undefined) throw new InvalidArgumentError(`Expected ${ROLES.join(' or ')}.`);
  return role;
}

function parseSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('Expected on or off.');
  return text === 'on';
}

function sessions(count: number): string {
  return pluralize(count, 'session', 'sessions');
}

function describeSession({ browser, createdAt, seenAt }: Session): string {
  return `  ${browser}, since ${createdAt.toISOString()}, last used ${seenAt.toISOString()}`;
}
