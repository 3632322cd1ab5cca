import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { loadedPageAt } from '../layout/loadedPage';
import { isServiceThere } from '../layout/unreachedPage';

/**
 * In the place of a page that threw, or could not be loaded: after an update of the service, say, whose new files an open tab does
 * not know. It is not left for the browser's own page about a service that cannot be reached.
 */
export function BrokenPage({ error, reset }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation('layout');
  const router = useRouter();
  const [isThere, setThere] = useState<boolean>();
  useEffect(() => void isServiceThere().then(setThere), []);
  const retry = async (): Promise<void> => {
    const page = loadedPageAt(router, router.state.location.pathname);
    if (page?.isLoaded() === false) {
      await page.preload?.();
      if (page.isLoaded()) {
        reset();
        return;
      }
    }
    if (await isServiceThere()) location.reload();
    else setThere(false);
  };
  const shown =
    isThere === false
      ? new Error(t('unreachable'))
      : error instanceof Error
        ? error
        : new Error(String(error));
  return <ErrorAlert error={shown} title={t('broken')} onRetry={() => void retry()} />;
}
