import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';
import type { ApiError } from './apiDocument';

/** Error codes with their meaning, each a link to its page. */
export function ErrorList({
  codes,
  errors,
}: {
  readonly codes: readonly string[];
  readonly errors: Readonly<Record<string, ApiError>>;
}): ReactNode {
  const { t } = useTranslation('explorer');
  const follow = useFollow();
  return (
    <ExpandableSection
      variant="container"
      headerText={t('errors.ofOperation')}
      headerCounter={`(${codes.length})`}
    >
      <SpaceBetween size="xs">
        {codes.map((code) => (
          <div key={code}>
            <Link href={`/explorer/errors/${code}`} onFollow={follow}>
              {code}
            </Link>{' '}
            <Box variant="span" color="text-body-secondary">
              {errors[code]?.status}
            </Box>{' '}
            {errors[code]?.message}
          </div>
        ))}
      </SpaceBetween>
    </ExpandableSection>
  );
}
