import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useFollow } from '../layout/follow';

interface Props {
  /** Where it leads; undefined: nowhere. */
  readonly page: string | undefined;
  readonly children: ReactNode;
}

/** The way to what came of a job, such as a receipt, in a line of its own. */
export function OutcomeLink({ page, children }: Props): ReactNode {
  const follow = useFollow();
  if (page === undefined) return null;
  return (
    <div>
      <Link href={page} onFollow={follow} fontSize="body-s">
        {children}
      </Link>
    </div>
  );
}
