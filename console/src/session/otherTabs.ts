import { useEffect } from 'react';

/** What the tabs of a browser, which share one session, tell each other: somebody has signed in, or out on purpose. */
export type SessionNews = 'in' | 'out';

const channel = (place: string): BroadcastChannel => new BroadcastChannel(`deskplane.${place}`);

/** Tells the other tabs. @param place which session it is about: the console's, or the desk's */
export function tellOtherTabs(place: string, news: SessionNews): void {
  const sender = channel(place);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has one origin only
  sender.postMessage(news);
  sender.close();
}

/** Hears what other tabs tell. */
export function useOtherTabs(place: string, onNews: (news: SessionNews) => void): void {
  useEffect(() => {
    const receiver = channel(place);
    receiver.addEventListener('message', ({ data }) => onNews(data === 'out' ? 'out' : 'in'));
    return () => receiver.close();
  }, [place, onNews]);
}
