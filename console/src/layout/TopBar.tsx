import type { TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import type { ReactNode } from 'react';
import { Bar } from './Bar';
import { useFollow } from './follow';

const home = '/console';

/** The bar above every page of the console. */
export function TopBar({
  utilities,
}: {
  readonly utilities: readonly TopNavigationProps.Utility[];
}): ReactNode {
  const follow = useFollow();
  return (
    <Bar
      utilities={utilities}
      home={home}
      onFollowHome={(event) =>
        follow({ preventDefault: () => event.preventDefault(), detail: { href: home } })
      }
    />
  );
}
