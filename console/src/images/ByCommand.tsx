import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const commands = [
  ['readyMade', './deskplane image build desktop'],
  ['own', './deskplane image build NAME FOLDER'],
  ['archive', './deskplane image import NAME FILE --disk 20 --memory 2048'],
] as const;

/** What only the command does: an image is built on the server. */
export function ByCommand(): ReactNode {
  const { t } = useTranslation('images');
  return (
    <ExpandableSection
      variant="container"
      headerText={t('command.title')}
      headerDescription={t('command.description')}
    >
      <SpaceBetween size="s">
        {commands.map(([what, command]) => (
          <div key={what}>
            <div>{t(`command.${what}`)}</div>
            <Box variant="code">{command}</Box>
          </div>
        ))}
      </SpaceBetween>
    </ExpandableSection>
  );
}
