import type { ReactElement, ReactNode } from 'react';
import type { Dashboard } from './dashboard.ts';

/** Name of the field that holds the form token. */
export const TOKEN_FIELD = 'form-token';

/** A POST form that includes the session's form token. Without `action` it posts to the page's own URL. */
export function DashboardForm({
  dashboard,
  action,
  className,
  multipart,
  children,
}: {
  dashboard: Pick<Dashboard, 'csrf'>;
  action?: string;
  className?: string;
  /** Required for file uploads. */
  multipart?: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    <form
      method="post"
      action={action}
      className={className}
      encType={multipart ? 'multipart/form-data' : undefined}
    >
      <input type="hidden" name={TOKEN_FIELD} value={dashboard.csrf} />
      {children}
    </form>
  );
}
