import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';

interface Props {
  readonly title: string;
  readonly hint: string;
  /** Where those go who give up. */
  readonly back: string;
  readonly isChecking: boolean;
  /** Whether the user may create what the list is of. */
  readonly may: boolean;
  /** Whether there is what a list can be checked against. */
  readonly isReady: boolean;
  readonly onCheck: () => void;
  readonly children: ReactNode;
}

/** The form around a list: its head, and what checks it. */
export function CheckedForm(props: Props): ReactNode {
  const { title, hint, back, isChecking, may, isReady, onCheck, children } = props;
  const { t } = useTranslation('lists');
  const follow = useFollow();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChecking && may) onCheck();
      }}
    >
      <Form
        header={
          <Header variant="h1" description={hint}>
            {title}
          </Header>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" href={back} onFollow={follow}>
              {t('cancel')}
            </Button>
            <Button
              variant="primary"
              loading={isChecking}
              disabled={!isReady || !may}
              {...(may ? {} : { disabledReason: t('mayNot') })}
            >
              {t('check')}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">{children}</SpaceBetween>
      </Form>
    </form>
  );
}
