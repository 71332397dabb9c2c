import { type Command, Option } from 'commander';
import { ROLES, type Role } from '../../../../config/operators.ts';
import { readOperators } from '../../../accounts/account-queries.ts';
import { addOperator } from '../../../accounts/add-operator.ts';
import type { Operator } from '../../../accounts/operator.ts';
import { issueTotp } from '../../../accounts/second-factor.ts';
import { type AuditEntry, readAuditEntries } from '../../../audit/audit-queries.ts';
import { parseWholeNumber } from '../../terminal/arguments.ts';
import { withOperatorOptions } from '../../terminal/edition-argument.ts';
import { type Output, withInstallation, writeReport } from '../../terminal/output.ts';
import { readPassword } from '../../terminal/password-input.ts';
import { addAccountChanges, describeTwoFactor, ONCE } from './operator-changes.ts';

interface Options {
  operator: string;
  json?: boolean;
  role: Role;
  generate?: boolean;
  totp?: boolean;
  limit: number;
}

interface AuditOptions {
  operator?: string;
  action?: string;
  /** Earlier spellings of `--operator` and `--action`, still accepted. */
  who?: string;
  what?: string;
  limit: number;
  json?: boolean;
}

/** `operator …`: operator accounts and the audit log. */
export function addOperatorCommands(program: Command, output: Output): void {
  const operator = program.command('operator').description('manage operator accounts and read the audit log');
  addAdd(operator, output);
  addAccountChanges(operator, output);
  operator
    .command('list')
    .description('list all accounts')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const operators = await withInstallation({}, (ctx) => readOperators(ctx.db));
      writeReport(output, options.json, operators, () => describeAll(operators));
    });
  operator
    .command('audit')
    .description('show the audit log, newest first')
    .option('--operator <name>', 'only actions of this operator')
    .option(
      '--action <action>',
      'only these actions, for example "edition pause", or edition for all on editions',
    )
    .addOption(new Option('--who <name>').hideHelp())
    .addOption(new Option('--what <action>').hideHelp())
    .option('--limit <number>', 'maximum number of entries', parseWholeNumber(1, 10_000), 50)
    .option('--json', 'print JSON')
    .action(async (options: AuditOptions) => {
      const filter = { operator: options.operator ?? options.who, verb: options.action ?? options.what };
      const entries = await withInstallation({}, (ctx) => readAuditEntries(ctx.db, filter, options.limit));
      writeReport(output, options.json, entries, () =>
        entries.length === 0 ? 'No entries.' : entries.map(describeEntry).join('\n'),
      );
    });
}

function addAdd(operator: Command, output: Output): void {
  withOperatorOptions(
    operator
      .command('add')
      .description('create an account; prompts for its password, or reads it from standard input')
      .argument('<name>', 'name to sign in with')
      .addOption(
        new Option('--role <role>', 'viewer may only read, operator may change everything')
          .choices(ROLES)
          .default('operator'),
      )
      .option('--generate', 'generate a password and print it once')
      .option('--totp', 'turn on two-factor authentication and print the key once'),
  ).action(async (name: string, options: Options) => {
    const { password, generated } = await readPassword(output, options.generate);
    const input = { name, role: options.role, password, by: options.operator };
    const { added, url, factor } = await withInstallation({}, async (ctx) => ({
      added: await addOperator(ctx, input),
      factor: options.totp ? await issueTotp(ctx, { name, by: options.operator }) : null,
      url: `${ctx.env.PUBLIC_URL}/operator`,
    }));
    const secrets = { ...(generated ? { password } : {}), ...(factor ? { factor } : {}) };
    writeReport(output, options.json, { ...added, url, ...secrets }, () =>
      [
        `${added.name} can sign in as ${added.role} at ${url}`,
        ...(generated ? [`Password: ${password}`] : []),
        ...(factor ? describeTwoFactor(factor) : []),
        ...(generated || factor ? [ONCE] : []),
      ].join('\n'),
    );
  });
}

function describeAll(operators: readonly Operator[]): string {
  if (operators.length === 0)
    return 'No accounts yet. Create one with: npm run paperboy -- operator add <name>';
  return operators
    .map(({ name, role, disabledAt, createdAt }) => {
      const state = disabledAt === null ? '' : `, disabled on ${disabledAt.toISOString().slice(0, 10)}`;
      return `${name.padEnd(20)} ${role}, since ${createdAt.toISOString().slice(0, 10)}${state}`;
    })
    .join('\n');
}

function describeEntry({ at, operator, verb, subject, before, after }: AuditEntry): string {
  const how = [before, after].map((state) => (state === null ? '–' : JSON.stringify(state))).join(' → ');
  return `${at.toISOString()}  ${operator}  ${verb}  ${subject}  ${how}`;
}
