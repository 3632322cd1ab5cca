import { useEffect } from 'react';

/** The browser's title of the page that is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} – Deskplane`;
  }, [title]);
}
