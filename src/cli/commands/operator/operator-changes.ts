import { type Command, InvalidArgumentError } from 'commander';
import { ROLES, type Role } from '../../../../config/operators.ts';
import { findAccount } from '../../../accounts/account-queries.ts';
import { changePassword, changeRole, setOperatorEnabled } from '../../../accounts/change-operator.ts';
import { endSessions } from '../../../accounts/end-sessions.ts';
import { operatorUnknownError } from '../../../accounts/operator.ts';
import { disableTotp, issueTotp, type TwoFactorSetup } from '../../../accounts/second-factor.ts';
import { isExpired } from '../../../accounts/session.ts';
import { readSessions, type Session } from '../../../accounts/session-queries.ts';
import { withOperatorOptions } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';
import { readPassword } from '../../terminal/password-input.ts';

interface Options {
  operator: string;
  json?: boolean;
  generate?: boolean;
  end?: boolean;
}

/** Said under whatever is printed for the only time. */
export const ONCE = 'This is kept nowhere else and is not shown again.';

/** What an authenticator app is given, for a person. */
export function describeTwoFactor({ secret, address, recoveryCodes }: TwoFactorSetup): string[] {
  return [
    `Key for the authenticator app: ${secret}`,
    `or as an address:              ${address}`,
    'Recovery codes, each good for one login without the app:',
    ...recoveryCodes.map((code) => `  ${code}`),
  ];
}

type AddVerb = (name: string, description: string) => Command;

/** `operator role|password|code|sessions|disable|enable`: what becomes of an account that is there. */
export function addAccountChanges(operator: Command, output: Output): void {
  const verb: AddVerb = (name, description) =>
    withOperatorOptions(operator.command(name).description(description).argument('<name>', 'whose account'));
  addProofs(verb, output);
  verb('role', 'let somebody do more or less; holds from their next request on')
    .argument('<role>', ROLES.join(' or '), parseRole)
    .action(async (name: string, role: Role, options: Options) => {
      const done = await withInstallation({}, (ctx) => changeRole(ctx, { name, role, by: options.operator }));
      writeReport(output, options.json, done, () =>
        done.changed ? `${done.name} is ${role} now.` : `${done.name} was ${role} already.`,
      );
    });
  for (const [name, allowed] of [
    ['disable', false],
    ['enable', true],
  ] as const)
    verb(name, allowed ? 'open a disabled account again' : 'close an account; all its sessions end').action(
      async (whose: string, options: Options) => {
        const input = { name: whose, allowed, by: options.operator };
        const done = await withInstallation({}, (ctx) => setOperatorEnabled(ctx, input));
        writeReport(output, options.json, done, () =>
          done.changed
            ? `${done.name} is ${name}d; ${sessions(done.ended)} ended.`
            : `${done.name} was ${name}d already.`,
        );
      },
    );
}

/** What proves who somebody is, and where that was done. */
function addProofs(verb: AddVerb, output: Output): void {
  verb('password', 'give an account another password; all its sessions end')
    .option('--generate', 'make a password up and print it once')
    .action(async (name: string, options: Options) => {
      const { password, made } = await readPassword(output, options.generate);
      const input = { name, password, by: options.operator };
      const done = await withInstallation({}, (ctx) => changePassword(ctx, input));
      writeReport(output, options.json, { ...done, ...(made ? { password } : {}) }, () =>
        [
          `${done.name} has a new password; ${sessions(done.ended)} ended.`,
          ...(made ? [`Password: ${password}`, ONCE] : []),
        ].join('\n'),
      );
    });
  verb('code', 'switch codes of an authenticator app on, with a new key, or off; all sessions end')
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
        () => (factor ? [...describeTwoFactor(factor), ONCE].join('\n') : `Codes of ${name} are off.`),
      );
    });
  verb('sessions', 'where somebody is logged in')
    .option('--end', 'end all of them')
    .action(async (name: string, options: Options) => {
      const { live, ended } = await withInstallation({}, async (ctx) => {
        const account = await findAccount(ctx.db, name);
        if (account === null) throw operatorUnknownError(name);
        const live = (await readSessions(ctx.db, account.id)).filter(
          (each) => !isExpired(each, ctx.clock.now()),
        );
        const whose = { operatorId: account.id, name: account.name, by: options.operator };
        const ended = options.end ? await endSessions(ctx, { ...whose, verb: 'session end' }) : 0;
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
  if (role === undefined) throw new InvalidArgumentError(`It must be ${ROLES.join(' or ')}.`);
  return role;
}

function parseSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new InvalidArgumentError('It must be on or off.');
  return text === 'on';
}

function sessions(count: number): string {
  return `${count} ${count === 1 ? 'session' : 'sessions'}`;
}

function describeSession({ browser, createdAt, seenAt }: Session): string {
  return `  ${browser}, since ${createdAt.toISOString()}, last used ${seenAt.toISOString()}`;
}
