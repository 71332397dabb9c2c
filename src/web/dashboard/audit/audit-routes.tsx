import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { type AuditEntry, readAuditEntries, readAuditFilterOptions } from '../../../audit/audit-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format.ts';
import { AUDIT_TEXTS } from './audit-texts.ts';

const PATH = '/operator/audit';
const PAGE_SIZE = 50;

const text = z.string().min(1).max(100).optional().catch(undefined);
const querySchema = z.object({
  who: text,
  what: text,
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

/** `/operator/audit`: the audit log, newest first, filtered by operator (`who`) and action (`what`). */
export function auditRoutes(ctx: Pick<WebContext, 'db'>): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', async (c) => {
    const query = querySchema.parse(c.req.query());
    const { who: operator, what: verb, before: olderThan } = query;
    const entries = await readAuditEntries(ctx.db, { operator, verb, olderThan }, PAGE_SIZE + 1);
    const kinds = await readAuditFilterOptions(ctx.db);
    const shown = entries.slice(0, PAGE_SIZE);
    const last = entries.length > PAGE_SIZE ? shown.at(-1)?.id : undefined;
    return dashboardPage(c, {
      title: AUDIT_TEXTS.title,
      children: (
        <>
          <p className="meta">{AUDIT_TEXTS.about}</p>
          <Filter query={query} {...kinds} />
          {shown.length === 0 ? <p>{AUDIT_TEXTS.none}</p> : <Entries entries={shown} />}
          <p className="pages">
            {olderThan !== undefined && (
              <a href={pathOf({ ...query, before: undefined })}>{AUDIT_TEXTS.newest}</a>
            )}
            {last !== undefined && <a href={pathOf({ ...query, before: last })}>{AUDIT_TEXTS.older}</a>}
          </p>
        </>
      ),
    });
  });
}

function Filter({
  query,
  operators,
  verbs,
}: {
  query: Query;
  operators: readonly string[];
  verbs: readonly string[];
}): ReactElement {
  const texts = AUDIT_TEXTS.filter;
  return (
    <form method="get" action={PATH} className="filter">
      <Choice
        name="who"
        label={texts.operator}
        all={texts.allOperators}
        values={operators}
        names={AUDIT_TEXTS.operators}
        selected={query.who}
      />
      <Choice
        name="what"
        label={texts.action}
        all={texts.allActions}
        values={verbs}
        names={AUDIT_TEXTS.actions}
        selected={query.what}
      />
      <button type="submit">{texts.button}</button>
    </form>
  );
}

function Choice(props: {
  name: string;
  label: string;
  all: string;
  values: readonly string[];
  names: Readonly<Record<string, string>>;
  selected: string | undefined;
}): ReactElement {
  const { name, label, all, values, names, selected } = props;
  return (
    <label>
      {label}{' '}
      <select name={name} defaultValue={selected ?? ''}>
        <option value="">{all}</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {names[value] ?? value}
          </option>
        ))}
      </select>
    </label>
  );
}

function Entries({ entries }: { entries: readonly AuditEntry[] }): ReactElement {
  const columns = Object.values(AUDIT_TEXTS.columns).map((name) => ({ name }));
  return (
    <Table label={AUDIT_TEXTS.title} columns={columns} stacked>
      {entries.map(({ id, at, operator, verb, subject, before, after }) => (
        <tr key={id} data-action={verb}>
          <td className="moment">{formatTime(at)}</td>
          <td>{AUDIT_TEXTS.operators[operator] ?? operator}</td>
          <th scope="row">{AUDIT_TEXTS.actions[verb] ?? verb}</th>
          <td data-name={AUDIT_TEXTS.columns.subject}>{subject}</td>
          <td data-name={AUDIT_TEXTS.columns.before}>
            <StoredValue value={before} />
          </td>
          <td data-name={AUDIT_TEXTS.columns.after}>
            <StoredValue value={after} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Shows a stored value: an object field by field, anything else as JSON, null as a dash. */
function StoredValue({ value }: { value: unknown }): ReactElement {
  if (value === null || value === undefined) return <>–</>;
  if (typeof value !== 'object' || Array.isArray(value)) return <code>{JSON.stringify(value)}</code>;
  return (
    <>
      {Object.entries(value).map(([field, inside]) => (
        <span key={field} className="fact">
          {field}: {typeof inside === 'string' ? inside : JSON.stringify(inside)}
        </span>
      ))}
    </>
  );
}

function pathOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? PATH : `${PATH}?${search}`;
}
