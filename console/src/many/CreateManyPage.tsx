import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Details, noDetails } from '../desktops/details';
import { useOffer } from '../desktops/useOffer';
import { usePage } from '../layout/page';
import type { ListedRow } from './checkList';
import { ListForm } from './ListForm';
import { PlannedList } from './PlannedList';

/** Desktops from a list: the list and what they have in common, then what would be made of it, then how that goes. */
export function CreateManyPage(): ReactNode {
  const { t } = useTranslation('many');
  const words = useTranslation('desktops').t;
  const [text, setText] = useState('');
  const [details, setDetails] = useState<Details>(noDetails);
  const [planned, setPlanned] = useState<readonly ListedRow[]>();
  const offer = useOffer(details);
  usePage(t('title'), [{ text: words('desktops'), href: '/console/desktops' }]);
  return (
    <SpaceBetween size="l">
      {planned === undefined ? (
        <ListForm
          text={text}
          onText={setText}
          details={details}
          onDetails={setDetails}
          offer={offer}
          onPlanned={setPlanned}
        />
      ) : (
        <PlannedList rows={planned} details={details} offer={offer} onBack={() => setPlanned(undefined)} />
      )}
    </SpaceBetween>
  );
}
