import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly id: string;
  /** Buttons; more than one in a `SpaceBetween`. */
  readonly actions: ReactNode;
  /** The name. */
  readonly children: ReactNode;
}

/** The head of the page of one thing: its name, its ID to be copied, and what can be done with it. */
export function IdHeader({ id, actions, children }: Props): ReactNode {
  const { t } = useTranslation('layout');
  return (
    <Header
      variant="h1"
      description={
        <CopyToClipboard
          variant="inline"
          textToCopy={id}
          copyButtonAriaLabel={t('id.copy')}
          copySuccessText={t('id.copied')}
          copyErrorText={t('id.notCopied')}
        />
      }
      actions={actions}
    >
      {children}
    </Header>
  );
}
