import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';
import type { ApiError } from './apiDocument';
import { sentenceOf } from './errorCodes';

interface Props {
  readonly codes: readonly string[];
  readonly errors: Readonly<Record<string, ApiError>>;
}

/** The errors that an operation may answer, folded. */
export function ErrorList({ codes, errors }: Props): ReactNode {
  const { t } = useTranslation('explorer');
  return (
    <ExpandableSection
      variant="container"
      headerText={t('errors.ofOperation')}
      headerCounter={`(${codes.length})`}
    >
      <ErrorEntries codes={codes} errors={errors} />
    </ExpandableSection>
  );
}

/** Error codes with their meaning, each a link to its page. */
export function ErrorEntries({ codes, errors }: Props): ReactNode {
  const follow = useFollow();
  return (
    <SpaceBetween size="xs">
      {codes.map((code) => (
        <div key={code}>
          <Link href={`/explorer/errors/${code}`} onFollow={follow}>
            {code}
          </Link>{' '}
          <Box variant="span" color="text-body-secondary">
            {errors[code]?.status}
          </Box>{' '}
          {sentenceOf({ message: errors[code]?.message ?? '' })}
        </div>
      ))}
    </SpaceBetween>
  );
}
