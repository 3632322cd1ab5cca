import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useFollow } from '../layout/follow';

interface Props {
  /** The page of the restore; undefined: there is none to go to. */
  readonly page: string | undefined;
  readonly children: ReactNode;
}

/** The way to the receipt of a restore, in a line of its own. */
export function RestoreLink({ page, children }: Props): ReactNode {
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
