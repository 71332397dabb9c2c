import { ROLES, type Role } from '../../config/operators.ts';
import { PaperboyError } from '../errors.ts';

/** Operator account. */
export interface Operator {
  id: string;
  name: string;
  role: Role;
  hasTotp: boolean;
  createdAt: Date;
  passwordAt: Date;
  /** Null while the account is enabled. */
  disabledAt: Date | null;
}

/** Names of the audit log for non-operators, which no account may have. */
const RESERVED_NAMES = ['reader', 'nobody', 'unknown'];

/**
 * Parses and normalizes an account name. It contains no @, because the audit log has names and never
 * addresses. Throws PaperboyError `OPERATOR_NAME`.
 */
export function parseOperatorName(text: string): string {
  const name = normalizeOperatorName(text);
  if (/^[a-z0-9][a-z0-9._-]{1,39}$/.test(name) && !RESERVED_NAMES.includes(name)) return name;
  throw new PaperboyError({
    code: 'OPERATOR_NAME',
    message: 'This operator name is not valid.',
    remedy:
      'Use 2 to 40 letters, digits, dots, hyphens or underscores. ' +
      `Reserved names: ${RESERVED_NAMES.join(', ')}.`,
  });
}

/** Normalizes a typed name for lookup: trimmed, lower case. */
export function normalizeOperatorName(text: string): string {
  return text.trim().toLowerCase();
}

/** Role of a row; an unknown one has the least rights, `viewer`. */
export function roleOf(text: string): Role {
  return ROLES.find((role) => role === text) ?? 'viewer';
}

/** Error for a name without an account. */
export function operatorUnknownError(name: string): PaperboyError {
  return new PaperboyError({
    code: 'OPERATOR_UNKNOWN',
    message: `There is no operator named ${JSON.stringify(name.slice(0, 40))}.`,
    remedy: 'List all operators with `operator list`.',
  });
}
