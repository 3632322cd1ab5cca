import type { AnyRouter, RouteComponent } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, use } from 'react';

/** A page whose program is loaded when it is gone to. */
export type LoadedPage = RouteComponent & {
  /** Again, where it could not be loaded before. @throws when it cannot */
  load(): Promise<unknown>;
  isLoaded(): boolean;
};

/**
 * In the place of the router's own `lazyRouteComponent`, which loads the whole page anew when a part cannot be loaded: without a
 * connection nothing would be left of it.
 * @param name of the component that the file exports
 */
export function loadedPage<Name extends string>(
  from: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
): LoadedPage {
  let state: { readonly page: Promise<ComponentType>; end?: 'loaded' | 'failed' } | undefined;
  const start = (): Promise<ComponentType> => {
    const page = from().then((file) => file[name]);
    const begun: NonNullable<typeof state> = { page };
    state = begun;
    page.then(
      () => (begun.end = 'loaded'),
      () => (begun.end = 'failed'),
    );
    return page;
  };
  const load = (): Promise<ComponentType> =>
    state === undefined || state.end === 'failed' ? start() : state.page;
  // What has failed stays so until it is asked for again: a component that is drawn again asks for nothing.
  function Page(): ReactNode {
    const Component = use(state?.page ?? start());
    return <Component />;
  }
  const preload = (): Promise<void> =>
    load().then(
      () => undefined,
      () => undefined,
    );
  return Object.assign(Page, { load, preload, isLoaded: () => state?.end === 'loaded' });
}

/** The page of an address; undefined where there is none. */
export function loadedPageAt(router: AnyRouter, pathname: string): LoadedPage | undefined {
  const [, , route] = router.getMatchedRoutes(pathname);
  const component: unknown = route?.options.component;
  return isLoadedPage(component) ? component : undefined;
}

function isLoadedPage(component: unknown): component is LoadedPage {
  return typeof component === 'function' && 'load' in component;
}
