import Button from '@cloudscape-design/components/button';
import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionKey } from '../api/queries';
import { useTrouble } from '../api/trouble';
import { useGo } from './follow';
import { setUnreachedPage, useUnreachedPage } from './unreachedPage';

/** In milliseconds: until the service answers again. */
const askEvery = 5_000;

/** What is above every page as long as it is so: that the service does not answer, and that a page could not be gone to. */
export function useNotices(): readonly FlashbarProps.MessageDefinition[] {
  const { t } = useTranslation('layout');
  const trouble = useTrouble();
  const unreached = useUnreachedPage();
  const go = useGo();
  const client = useQueryClient();
  const isTroubled = trouble !== undefined;
  useEffect(() => {
    if (!isTroubled) return;
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: sessionKey }), askEvery);
    return () => {
      clearInterval(timer);
      // What failed meanwhile is read again, whether it would have been or not.
      void client.invalidateQueries({ predicate: ({ state }) => state.error !== null });
    };
  }, [isTroubled, client]);
  const notices: FlashbarProps.MessageDefinition[] = [];
  if (unreached !== undefined) {
    const { href, isOutdated } = unreached;
    notices.push({
      id: 'unreached',
      type: 'error',
      header: t('unreached.title'),
      content: t(isOutdated ? 'unreached.outdated' : 'unreached.hint'),
      action: (
        <Button onClick={() => (isOutdated ? location.assign(href) : go(href))}>
          {t(isOutdated ? 'unreached.loadAnew' : 'retry')}
        </Button>
      ),
      dismissible: true,
      dismissLabel: t('dismiss'),
      onDismiss: () => setUnreachedPage(undefined),
    });
  }
  if (trouble !== undefined)
    notices.push({
      id: 'trouble',
      type: 'warning',
      header: t('trouble.title'),
      content: (
        <>
          {trouble.message}
          <br />
          {t('trouble.hint')}
        </>
      ),
    });
  return notices;
}
