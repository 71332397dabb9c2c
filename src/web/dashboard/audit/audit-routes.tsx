import { Hono } from 'hono';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { type AuditEntry, readAuditEntries, readAuditFilterOptions } from '../../../audit/audit-queries.ts';
import type { WebContext } from '../../http/web-context.ts';
import type { DashboardVariables } from '../frame/dashboard.ts';
import { dashboardPage } from '../frame/dashboard-page.tsx';
import { Table } from '../frame/dashboard-table.tsx';
import { formatTime } from '../frame/format-time.ts';
import { AUDIT_TEXTS } from './audit-texts.ts';

const PAGE_SIZE = 50;

const text = z.string().min(1).max(100).optional().catch(undefined);
const querySchema = z.object({
  who: text,
  what: text,
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});
type Query = z.infer<typeof querySchema>;

/** `/operator/audit`: what was done, by whom, newest first; filtered by `who` and `what`. */
export function auditRoutes(ctx: Pick<WebContext, 'db'>): Hono<DashboardVariables> {
  return new Hono<DashboardVariables>().get('/', async (c) => {
    const query = querySchema.parse(c.req.query());
    const { who: operator, what: verb, before: olderThan } = query;
    const acts = await readAuditEntries(ctx.db, { operator, verb, olderThan }, PAGE_SIZE + 1);
    const kinds = await readAuditFilterOptions(ctx.db);
    const shown = acts.slice(0, PAGE_SIZE);
    const more = acts.length > PAGE_SIZE ? shown.at(-1)?.id : undefined;
    return dashboardPage(c, {
      title: AUDIT_TEXTS.title,
      children: (
        <>
          <p className="meta">{AUDIT_TEXTS.about}</p>
          <Filter query={query} {...kinds} />
          {shown.length === 0 ? <p>{AUDIT_TEXTS.none}</p> : <Acts acts={shown} />}
          <p className="pages">
            {olderThan !== undefined && (
              <a href={addressOf({ ...query, before: undefined })}>{AUDIT_TEXTS.newest}</a>
            )}
            {more !== undefined && <a href={addressOf({ ...query, before: more })}>{AUDIT_TEXTS.older}</a>}
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
  return (
    <form method="get" action="/operator/audit" className="filter">
      <Choice
        name="who"
        label={AUDIT_TEXTS.who}
        all={AUDIT_TEXTS.everybody}
        values={operators}
        now={query.who}
      />
      <Choice
        name="what"
        label={AUDIT_TEXTS.what}
        all={AUDIT_TEXTS.everything}
        values={verbs}
        now={query.what}
      />
      <button type="submit">{AUDIT_TEXTS.filter}</button>
    </form>
  );
}

function Choice(props: {
  name: string;
  label: string;
  all: string;
  values: readonly string[];
  now: string | undefined;
}): ReactElement {
  const { name, label, all, values, now } = props;
  return (
    <label>
      {label}{' '}
      <select name={name} defaultValue={now ?? ''}>
        <option value="">{all}</option>
        {values.map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </label>
  );
}

function Acts({ acts }: { acts: readonly AuditEntry[] }): ReactElement {
  const columns = Object.values(AUDIT_TEXTS.columns).map((name) => ({ name }));
  return (
    <Table label={AUDIT_TEXTS.title} columns={columns} stacked>
      {acts.map((act) => (
        <tr key={act.id}>
          <td className="moment">{formatTime(act.at)}</td>
          <td>{act.operator}</td>
          <th scope="row">{act.verb}</th>
          <td data-name={AUDIT_TEXTS.columns.subject}>{act.subject}</td>
          <td data-name={AUDIT_TEXTS.columns.before}>
            <State value={act.before} />
          </td>
          <td data-name={AUDIT_TEXTS.columns.after}>
            <State value={act.after} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** How something was, field by field as far as it has fields. */
function State({ value }: { value: unknown }): ReactElement {
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

function addressOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '/operator/audit' : `/operator/audit?${search}`;
}
