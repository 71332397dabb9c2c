import { ROLES, type Role } from '../../config/operators.ts';
import { PaperboyError } from '../errors.ts';

/** A person with an account on the desk. */
export interface Operator {
  id: string;
  name: string;
  role: Role;
  hasTotp: boolean;
  createdAt: Date;
  passwordAt: Date;
  /** Null while the account may be used. */
  disabledAt: Date | null;
}

/** What the audit calls those who are no operators; nobody may have such a name. */
const TAKEN = ['reader', 'nobody', 'unknown'];

/**
 * An account's name as it is kept, in lower case. No @ in it, because the audit holds names and never an address. Throws
 * PaperboyError `OPERATOR_NAME`.
 */
export function parseOperatorName(text: string): string {
  const name = normalizeOperatorName(text);
  if (/^[a-z0-9][a-z0-9._-]{1,39}$/.test(name) && !TAKEN.includes(name)) return name;
  throw new PaperboyError({
    code: 'OPERATOR_NAME',
    message: 'That cannot be the name of an operator.',
    remedy: `Use 2 to 40 letters, digits, dots, hyphens or underscores; ${TAKEN.join(', ')} are taken.`,
  });
}

/** How a name that somebody typed is looked up. */
export function normalizeOperatorName(text: string): string {
  return text.trim().toLowerCase();
}

/** The role of a row; whatever we do not know may only look. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'viewer';
}

/** The error for a name that nobody has. */
export function operatorUnknownError(name: string): PaperboyError {
  return new PaperboyError({
    code: 'OPERATOR_UNKNOWN',
    message: `There is no operator ${JSON.stringify(name.slice(0, 40))}.`,
    remedy: '`operator list` names them all.',
  });
}
