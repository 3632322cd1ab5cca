import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { loadedPageAt } from './loadedPage';
import { isServiceThere, setUnreachedPage } from './unreachedPage';

interface FollowEvent {
  preventDefault(): void;
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
}

/** Goes to a page of the console without loading anew. Where it cannot be loaded the page before it stays, and says so. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return useCallback(
    (href: string) => {
      const { pathname } = new URL(href, location.href);
      const page = loadedPageAt(router, pathname);
      const from = router.state.location.href;
      const push = (): void => {
        setUnreachedPage(undefined);
        // Who has gone elsewhere meanwhile stays there.
        if (router.state.location.href === from) router.history.push(href);
      };
      if (page === undefined || page.isLoaded()) return push();
      page.load().then(push, async () => setUnreachedPage({ href, isOutdated: await isServiceThere() }));
    },
    [router],
  );
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
