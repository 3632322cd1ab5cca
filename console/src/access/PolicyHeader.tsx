import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow, useGo } from '../layout/follow';
import { ConfirmChange } from './ConfirmChange';

interface Props {
  readonly name: string;
  readonly description: string;
  /** Where it is edited; left out for one that the service brings. */
  readonly editPath?: string | undefined;
  /** Why the user cannot do it, where that is so. */
  readonly mayNotEdit: string | undefined;
  readonly mayNotDelete: string | undefined;
  /** What goes with it. */
  readonly loss: string;
  readonly remove: () => Promise<unknown>;
}

/** The head of a policy's page, of either kind: edits it, and deletes it once that is confirmed. */
export function PolicyHeader(props: Props): ReactNode {
  const { name, description, editPath, mayNotEdit, mayNotDelete, loss, remove } = props;
  const { t } = useTranslation('access');
  const go = useGo();
  const follow = useFollow();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Header
        variant="h1"
        description={description}
        actions={
          editPath !== undefined && (
            <SpaceBetween direction="horizontal" size="xs">
              <Button href={editPath} onFollow={follow} {...refusal(mayNotEdit)}>
                {t('edit.open')}
              </Button>
              <Button onClick={() => setDeleting(true)} {...refusal(mayNotDelete)}>
                {t('delete.open')}
              </Button>
            </SpaceBetween>
          )
        }
      >
        {name}
      </Header>
      {deleting && (
        <ConfirmChange
          title={t('delete.title', { name })}
          action={t('delete.submit')}
          concerns={[]}
          change={remove}
          done={t('delete.done', { name })}
          onDone={() => go('/console/access')}
          onClose={() => setDeleting(false)}
        >
          {loss}
        </ConfirmChange>
      )}
    </>
  );
}

const refusal = (reason: string | undefined) =>
  reason === undefined ? {} : { disabled: true, disabledReason: reason };
