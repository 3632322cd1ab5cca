import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import Tabs from '@cloudscape-design/components/tabs';
import { type SampleLanguage, sampleLanguages, sampleOf } from '@deskplane/samples/sample.js';
import type { SampleCall } from '@deskplane/samples/sampleCall.js';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

const names: Readonly<Record<SampleLanguage, string>> = {
  curl: 'curl',
  python: 'Python',
  node: 'Node.js',
  go: 'Go',
  java: 'Java',
  terraform: 'Terraform',
};

/** The call as programs, with the values of the form. */
export function Samples({ call }: { readonly call: SampleCall }): ReactNode {
  const { t } = useTranslation('explorer');
  const tabs = sampleLanguages.flatMap((language) => {
    const text = sampleOf(language, call);
    if (text === undefined) return [];
    return [
      {
        id: language,
        label: names[language],
        content: (
          <div>
            <CopyToClipboard
              copyButtonText={t('samples.copy')}
              copySuccessText={t('samples.copied')}
              copyErrorText={t('samples.notCopied')}
              textToCopy={text}
            />
            <Box variant="pre">{text}</Box>
          </div>
        ),
      },
    ];
  });
  return (
    <Container
      header={
        <Header variant="h2" description={t('samples.hint')}>
          {t('samples.title')}
        </Header>
      }
    >
      <Tabs tabs={tabs} ariaLabel={t('samples.title')} />
    </Container>
  );
}
