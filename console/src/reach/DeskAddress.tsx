import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from './useReach';

/** A text with a button that copies it. */
function Copied({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  const { t } = useTranslation('reach');
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={label}
      copySuccessText={t('copied')}
      copyErrorText={t('notCopied')}
    />
  );
}

/** Where the people who work on desktops sign in, to be told to them. Without a public address: as this browser reaches the service. */
export function DeskAddress(): ReactNode {
  const { t } = useTranslation('reach');
  const reach = useReach();
  if (reach === undefined) return '–';
  const here = `${location.origin}/desk?enterprise=${encodeURIComponent(reach.enterpriseId)}`;
  return <Copied text={reach.deskUrl ?? here} label={t('copyDesk')} />;
}

/** What they are asked for there, where the address did not bring it along. */
export function EnterpriseId(): ReactNode {
  const { t } = useTranslation('reach');
  const reach = useReach();
  return reach === undefined ? '–' : <Copied text={reach.enterpriseId} label={t('copyEnterprise')} />;
}
