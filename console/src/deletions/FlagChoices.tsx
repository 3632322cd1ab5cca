import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flags } from './plans';

interface Props {
  readonly flags: Flags;
  readonly disabled: boolean;
  readonly onChange: (flags: Flags) => void;
}

const names = ['delete_users', 'email_notification', 'is_force_delete'] as const;

/** The flags of a deletion, each with its effect. */
export function FlagChoices({ flags, disabled, onChange }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  return (
    <SpaceBetween size="xs">
      {names.map((name) => (
        <Checkbox
          key={name}
          checked={flags[name]}
          disabled={disabled}
          description={t(`flag.${name}.effect`)}
          onChange={({ detail }) => onChange({ ...flags, [name]: detail.checked })}
        >
          {t(`flag.${name}.title`)}
        </Checkbox>
      ))}
    </SpaceBetween>
  );
}
