import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';

/** In milliseconds: after that something is said. */
const shortWait = 4_000;

interface Props {
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** In the place of a page until the service says who is signed in: that it takes long, or why it cannot. It goes on by itself. */
export function WaitForSession({ error, onRetry }: Props): ReactNode {
  const { t } = useTranslation('session');
  const [isLong, setLong] = useState(false);
  // What was wrong stays until it is right.
  const [last, setLast] = useState(error);
  if (error !== null && error !== last) setLast(error);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), shortWait);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="sign-in">
      {last !== null ? (
        <SpaceBetween size="s">
          <Box variant="h1">{t('noAnswer')}</Box>
          <ErrorAlert error={last} onRetry={onRetry} />
          <Box variant="p">{t('askedAgain')}</Box>
        </SpaceBetween>
      ) : (
        <div role="status">
          <Spinner size="large" />
          {isLong && <Box variant="p">{t('slow')}</Box>}
        </div>
      )}
    </main>
  );
}
