import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './Dialog';

interface Props {
  readonly title: string;
  /** What has to be typed before the button works. */
  readonly word: string;
  readonly action: string;
  /** There is nothing yet to agree to, and nothing to type. */
  readonly disabled?: boolean;
  /** Does it; the button works again once it is over, well or badly. */
  readonly onAction: () => Promise<void>;
  readonly onClose: () => void;
  /** What is going to happen. */
  readonly children: ReactNode;
}

/** Asks before something that cannot be undone: typing a word enables the button, and a second click counts for nothing. */
export function TypedDialog({
  title,
  word,
  action,
  disabled = false,
  onAction,
  onClose,
  children,
}: Props): ReactNode {
  const { t } = useTranslation('layout');
  const [typed, setTyped] = useState('');
  const [pending, setPending] = useState(false);
  // A second click comes before the page shows that the first one counted.
  const isUnderWay = useRef(false);
  const isConfirmed = typed.trim() === word && !disabled;
  const run = async (): Promise<void> => {
    if (isUnderWay.current || !isConfirmed) return;
    isUnderWay.current = true;
    setPending(true);
    try {
      await onAction();
    } finally {
      isUnderWay.current = false;
      setPending(false);
    }
  };
  return (
    <Dialog
      title={title}
      action={action}
      onAction={() => void run()}
      onClose={onClose}
      pending={pending}
      disabled={!isConfirmed}
    >
      {children}
      {!disabled && (
        <FormField label={t('typed.label', { word })} description={t('typed.hint')} stretch>
          <Input
            value={typed}
            disabled={pending}
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => setTyped(detail.value)}
          />
        </FormField>
      )}
    </Dialog>
  );
}
