import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';
import { encodedReason, Refusal } from '../layout/Refusal';
import type { Exchange } from './sendCall';

/** A call and what came of it: status, time, headers, body. */
export function Answer({ exchange }: { readonly exchange: Exchange }): ReactNode {
  const { t } = useTranslation('explorer');
  const follow = useFollow();
  const { method, target, sent, status, took, headers, answer, error } = exchange;
  const encoded = error === undefined ? undefined : encodedReason(error);
  const shown = encoded === undefined ? answer : answer.replace(encoded, () => '…');
  const link = headers.find(([name]) => name === 'link')?.[1];
  const meaning = /<(\/explorer\/errors\/[^>]+)>/.exec(link ?? '')?.[1];
  return (
    <SpaceBetween size="s">
      <StatusIndicator type={status < 400 ? 'success' : 'error'}>
        {t('call.answered', { status, took })}
      </StatusIndicator>
      <Box variant="code">
        {method} {target}
      </Box>
      {sent !== '' && (
        <ExpandableSection headerText={t('call.sent')}>
          <Box variant="pre">{sent}</Box>
        </ExpandableSection>
      )}
      <ExpandableSection headerText={t('call.headers')}>
        <Box variant="pre">{headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</Box>
      </ExpandableSection>
      {shown === '' ? t('call.noBody') : <Box variant="pre">{shown}</Box>}
      {error !== undefined && <Refusal error={error} of={`${method} ${target} ${sent}`} />}
      {encoded !== undefined && (
        <ExpandableSection headerText={t('call.encoded')}>
          <Box variant="pre">{encoded}</Box>
        </ExpandableSection>
      )}
      {meaning !== undefined && (
        <Link href={meaning} onFollow={follow}>
          {t('call.meaning')}
        </Link>
      )}
    </SpaceBetween>
  );
}
