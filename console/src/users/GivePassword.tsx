import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { staleAfterSignIn } from './SignInMenu';

interface Props {
  readonly user: Answer<'ListUserDetail'>['user_detail'];
  readonly onClose: () => void;
}

/** Gives a user a random password, and shows it once. Who was to choose it by mail is given one from now on. */
export function GivePassword({ user, onClose }: Props): ReactNode {
  const { t } = useTranslation('users');
  const [password, setPassword] = useState<string>();
  const edit = useChange('UpdateUserInfo', staleAfterSignIn);
  const give = useChange('ResetRandomPassword', staleAfterSignIn);
  // Read anew once it is changed, when nothing is to be said of it any more.
  const [chose] = useState(user.active_type === 'USER_ACTIVATE');
  const name = user.user_name;
  const path = { user_id: user.id };
  const run = async (): Promise<void> => {
    if (user.active_type === 'USER_ACTIVATE')
      await edit.mutateAsync({ path, body: { active_type: 'ADMIN_ACTIVATE' } });
    const answer = await give.mutateAsync({ path });
    setPassword(answer.password);
    // Nothing may hold the password beyond the dialog.
    give.reset();
  };
  const error = edit.error ?? give.error;
  return (
    <Dialog
      title={t('give.title', { name })}
      action={t(password === undefined ? 'give.submit' : 'give.close')}
      onAction={() => {
        if (password !== undefined) return onClose();
        // What went wrong is shown below.
        run().catch(() => undefined);
      }}
      onClose={onClose}
      pending={edit.isPending || give.isPending}
      over={password !== undefined}
    >
      {password === undefined ? (
        <SpaceBetween size="s">
          <Box>{t('give.hint')}</Box>
          {chose && <Alert type="info">{t('give.chose', { name })}</Alert>}
        </SpaceBetween>
      ) : (
        <div role="status">
          <Alert type="success" header={t('give.done', { name })}>
            <Box variant="code" fontSize="heading-m">
              <CopyToClipboard
                variant="inline"
                textToCopy={password}
                copyButtonAriaLabel={t('give.copy')}
                copySuccessText={t('copied')}
                copyErrorText={t('notCopied')}
              />
            </Box>
            <Box>{t('give.once')}</Box>
          </Alert>
        </div>
      )}
      {error !== null && <ErrorAlert error={error} header={t('give.failed')} />}
    </Dialog>
  );
}
