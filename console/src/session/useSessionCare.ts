import { focusManager, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { sessionKey } from '../api/queries';
import { showTo } from '../api/shownTo';
import { loadAnew } from './loadAnew';
import { type SessionNews, useOtherTabs } from './otherTabs';
import { type Owned, ownerOf, type SignedState } from './signedOut';

/** In milliseconds: as long as the service does not say who is signed in it is asked again. */
const askAgainEvery = 5_000;

/** Keeps a page to whom it was built for. Once in an application. @param place `console` or `desk` */
export function useSessionCare(
  place: string,
  data: SignedState<Owned> | undefined,
  error: Error | null,
): void {
  const client = useQueryClient();
  const owner = ownerOf(data)?.user.id;
  const isCovered = owner !== undefined && data !== undefined && 'signedOut' in data;
  const isUnknown = error !== null;
  // Before what this lets in makes its first call.
  if (data !== undefined) showTo(owner);

  const ask = useCallback(() => void client.invalidateQueries({ queryKey: sessionKey }), [client]);
  const onNews = useCallback(
    (news: SessionNews) => {
      if (news === 'in') ask();
      else if (owner !== undefined) void loadAnew();
    },
    [ask, owner],
  );
  useOtherTabs(place, onNews);
  useEffect(() => {
    if (!isCovered) return;
    // What is covered does not ask until it can be answered, and then at once.
    focusManager.setFocused(false);
    return () => focusManager.setFocused(undefined);
  }, [isCovered]);
  useEffect(() => {
    if (!isUnknown) return;
    const timer = setInterval(ask, askAgainEvery);
    return () => clearInterval(timer);
  }, [isUnknown, ask]);
}
