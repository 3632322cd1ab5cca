import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useTitle } from './useTitle';

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

interface PageHead {
  readonly title: string;
  /** The pages above it, from the top. */
  readonly above: readonly Crumb[];
}

const HeadContext = createContext<{ head: PageHead; readonly setHead: (head: PageHead) => void } | undefined>(
  undefined,
);

export function PageHeadProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [head, setHead] = useState<PageHead>({ title: '', above: [] });
  const value = useMemo(() => ({ head, setHead }), [head]);
  return <HeadContext value={value}>{children}</HeadContext>;
}

export function usePageHead() {
  const value = useContext(HeadContext);
  if (value === undefined) throw new Error('Outside of PageHeadProvider.');
  return value;
}

/** Says what page this is: for the browser's title and the breadcrumbs. */
export function usePage(title: string, above: readonly Crumb[] = []): void {
  const { setHead } = usePageHead();
  useTitle(title);
  const signature = JSON.stringify(above);
  useEffect(() => {
    const crumbs: readonly Crumb[] = JSON.parse(signature);
    setHead({ title, above: crumbs });
  }, [title, signature, setHead]);
}
