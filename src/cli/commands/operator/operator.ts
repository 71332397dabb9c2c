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
  who?: string;
  what?: string;
}

/** `operator …`: who may enter the desk, and what was done by whom. */
export function addOperatorCommands(program: Command, output: Output): void {
  const operator = program.command('operator').description('accounts of the operator’s desk, and the audit');
  addAdd(operator, output);
  addAccountChanges(operator, output);
  operator
    .command('list')
    .description('every account')
    .option('--json', 'report as JSON')
    .action(async (options: Options) => {
      const operators = await withInstallation({}, (ctx) => readOperators(ctx.db));
      writeReport(output, options.json, operators, () => describeAll(operators));
    });
  operator
    .command('audit')
    .description('what was done, by whom, the newest first')
    .option('--who <name>', 'only the acts of one')
    .option('--what <verb>', 'only these acts, e.g. "edition pause", or edition for all on editions')
    .option('--limit <number>', 'how many', parseWholeNumber(1, 10_000), 50)
    .option('--json', 'report as JSON')
    .action(async (options: Options) => {
      const filter = { operator: options.who, verb: options.what };
      const acts = await withInstallation({}, (ctx) => readAuditEntries(ctx.db, filter, options.limit));
      writeReport(output, options.json, acts, () =>
        acts.length === 0 ? 'Nobody has done any such thing.' : acts.map(describeAct).join('\n'),
      );
    });
}

function addAdd(operator: Command, output: Output): void {
  withOperatorOptions(
    operator
      .command('add')
      .description('make an account; its password is asked for, or read from standard input')
      .argument('<name>', 'what the person logs in with')
      .addOption(new Option('--role <role>', 'look only, or look and act').choices(ROLES).default('operator'))
      .option('--generate', 'make a password up and print it once')
      .option('--totp', 'switch codes of an authenticator app on, and print the key once'),
  ).action(async (name: string, options: Options) => {
    const { password, made } = await readPassword(output, options.generate);
    const input = { name, role: options.role, password, by: options.operator };
    const { added, url, factor } = await withInstallation({}, async (ctx) => ({
      added: await addOperator(ctx, input),
      factor: options.totp ? await issueTotp(ctx, { name, by: options.operator }) : null,
      url: `${ctx.env.PUBLIC_URL}/operator`,
    }));
    const secrets = { ...(made ? { password } : {}), ...(factor ? { factor } : {}) };
    writeReport(output, options.json, { ...added, url, ...secrets }, () =>
      [
        `${added.name} may log in as ${added.role} at ${url}`,
        ...(made ? [`Password: ${password}`] : []),
        ...(factor ? describeTwoFactor(factor) : []),
        ...(made || factor ? [ONCE] : []),
      ].join('\n'),
    );
  });
}

function describeAll(operators: readonly Operator[]): string {
  if (operators.length === 0)
    return 'There is no account yet. Make one: npm run paperboy -- operator add <name>';
  return operators
    .map(({ name, role, disabledAt, createdAt }) => {
      const state = disabledAt === null ? '' : `, disabled on ${disabledAt.toISOString().slice(0, 10)}`;
      return `${name.padEnd(20)} ${role}, since ${createdAt.toISOString().slice(0, 10)}${state}`;
    })
    .join('\n');
}

function describeAct({ at, operator, verb, subject, before, after }: AuditEntry): string {
  const how = [before, after].map((state) => (state === null ? '–' : JSON.stringify(state))).join(' → ');
  return `${at.toISOString()}  ${operator}  ${verb}  ${subject}  ${how}`;
}
