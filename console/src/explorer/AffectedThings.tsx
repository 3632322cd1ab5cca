import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { callService } from '../api/callService';
import { ErrorAlert } from '../layout/ErrorAlert';
import { operationsOf, useApiDocument } from './apiDocument';
import { type Agreement, addressesOf, nameIn, wordIn } from './destruction';

interface Props {
  readonly call: SampleCall;
  /** Undefined while it is not known. */
  readonly onKnown: (agreement: Agreement | undefined) => void;
}

/** What the service says now of the things that go. */
export function AffectedThings({ call, onKnown }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  const { data } = useApiDocument();
  const addresses = data === undefined ? [] : addressesOf(call, operationsOf(data));
  const things = useQueries({
    queries: addresses.map((address) => ({
      queryKey: ['affected', address],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) => callService('GET', address, { signal }),
      gcTime: 0,
      refetchOnWindowFocus: false,
    })),
  });
  const isReading = things.some(({ isFetching }) => isFetching);
  const names = things.map((thing) => nameIn(thing.data));
  const word = things.length > 1 ? 'DELETE' : (names[0] ?? wordIn(call));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the call stays the same while it is asked about
  useEffect(() => {
    onKnown(isReading ? undefined : { word, agreed: () => Promise.resolve(call) });
  }, [isReading, word]);
  return (
    <SpaceBetween size="s">
      {isReading && <Spinner />}
      {things.map(({ data: shown, error }, index) => (
        <div key={addresses[index]}>
          {error !== null && <ErrorAlert header={t('confirm.notShown')} error={error} />}
          {shown !== undefined && (
            <ExpandableSection headerText={names[index] ?? addresses[index] ?? ''}>
              <Box variant="pre">{JSON.stringify(shown, null, 2)}</Box>
            </ExpandableSection>
          )}
        </div>
      ))}
    </SpaceBetween>
  );
}
