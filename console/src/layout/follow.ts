import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

interface FollowEvent {
  preventDefault(): void;
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
}

/** Goes to a page of the console without loading anew. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return useCallback((href: string) => router.history.push(href), [router]);
}

/** For `onFollow` of links, breadcrumbs, navigation. */
export function useFollow(): (event: FollowEvent) => void {
  const go = useGo();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (href === undefined || external === true || !/^\/(?:console|explorer)(?:\/|$|\?)/.test(href)) return;
      event.preventDefault();
      go(href);
    },
    [go],
  );
}
