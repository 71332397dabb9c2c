import type { ReactElement, ReactNode } from 'react';
import type { Dashboard } from './dashboard.ts';

/** The field that holds a form's token. */
export const TOKEN_FIELD = 'form-token';

/** A form of the desk, sent by POST, with the token of this session's forms in it. Without `action` it comes to the page's own address. */
export function DashboardForm({
  desk,
  action,
  className,
  multipart,
  children,
}: {
  desk: Pick<Dashboard, 'csrf'>;
  action?: string;
  className?: string;
  /** For files. */
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
      <input type="hidden" name={TOKEN_FIELD} value={desk.csrf} />
      {children}
    </form>
  );
}
