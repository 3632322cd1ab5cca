import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { deleteAsPlanned, type Outcome } from './deleteAsPlanned';
import type { Flags, PlannedDesktop } from './plans';

interface Props {
  readonly planned: readonly PlannedDesktop[];
  readonly flags: Flags;
  readonly onBusy: (busy: boolean) => void;
  /** All were asked for. */
  readonly onEnd: (outcomes: readonly Ended[]) => void;
}

/** What came of one desktop's deletion. */
export interface Ended {
  readonly desktopId: string;
  readonly name: string;
  readonly outcome: Outcome;
}

/** So many deletions are asked for at once. */
const abreast = 4;

/** Typing the name, or DELETE for several, enables the button: nobody deletes by a slip. */
export function ConfirmDeletion({ planned, flags, onBusy, onEnd }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  const follow = useFollow();
  const { complain } = useNotifications();
  const projectId = useProjectId();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  // A second click comes before the page shows that the first one counted.
  const isUnderWay = useRef(false);
  const [first] = planned;
  const word = planned.length === 1 && first !== undefined ? first.desktop.computer_name : 'DELETE';
  const isConfirmed = typed.trim() === word;

  const setUnderWay = (underWay: boolean): void => {
    isUnderWay.current = underWay;
    setBusy(underWay);
    onBusy(underWay);
  };

  const run = async (): Promise<void> => {
    if (isUnderWay.current || !isConfirmed) return;
    setUnderWay(true);
    const ended: Ended[] = [];
    const waiting = [...planned];
    const takeOn = async (): Promise<void> => {
      for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
        const { desktop_id: desktopId, computer_name: name } = each.desktop;
        ended.push({ desktopId, name, outcome: await deleteAsPlanned(projectId, each, flags) });
      }
    };
    try {
      await Promise.all(Array.from({ length: abreast }, takeOn));
    } finally {
      setUnderWay(false);
      onEnd(ended);
    }
  };

  const may = useMay('DeleteDesktop');

  return (
    <Container header={<Header variant="h2">{t('confirm.title')}</Header>}>
      <form
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          run().catch(complain);
        }}
      >
        <SpaceBetween size="m">
          <FormField label={t('confirm.label', { word })} description={t('confirm.hint')} stretch>
            <Input
              value={typed}
              disabled={busy}
              autoComplete={false}
              spellcheck={false}
              placeholder={word}
              onChange={({ detail }) => setTyped(detail.value)}
            />
          </FormField>
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="primary"
              disabled={!isConfirmed || !may}
              {...(may ? {} : { disabledReason: t('mayNot') })}
              loading={busy}
              formAction="submit"
            >
              {t('confirm.button', { count: planned.length })}
            </Button>
            <Button variant="link" href="/console/desktops" onFollow={follow} formAction="none">
              {t('cancel')}
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </form>
    </Container>
  );
}
