import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { usualGroup } from '@deskplane/server/desktops/usualGroup.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Details } from '../desktops/details';
import { usualDiskSize } from '../desktops/offer';
import { type Order, orderOf } from '../desktops/order';
import type { Offer } from '../desktops/useOffer';
import { useProtectsNew } from '../desktops/useProtectsNew';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { NoMail } from '../reach/SignInFields';
import { CreationProgress } from './CreationProgress';
import type { ListedRow } from './checkList';
import { orderedDesktop } from './createMany';
import { RowTable } from './RowTable';
import { useCreateMany } from './useCreateMany';
import { useCreationJobs } from './useCreationJobs';

interface Props {
  readonly rows: readonly ListedRow[];
  readonly details: Details;
  readonly offer: Offer;
  /** Back to the list, while nothing was done. */
  readonly onBack: () => void;
}

/** What would be made of a list; once that is wanted, how it goes, row by row. */
export function PlannedList({ rows, details, offer, onBack }: Props): ReactNode {
  const { t } = useTranslation('many');
  const follow = useFollow();
  const [isBegun, setBegun] = useState(false);
  // What is offered may change while it is at work: what was shown is ordered.
  const [{ image, product }] = useState(offer);
  const order = (batch: readonly ListedRow[]): Order => {
    if (image === undefined || product === undefined)
      throw new Error('Nothing to make desktops of is chosen.');
    const group = usualGroup(details.isAdministrator, image.os_type);
    return orderOf(
      batch.map((row) => orderedDesktop(row, group)),
      details,
      image,
      product,
    );
  };
  const creation = useCreateMany(rows, order);
  const jobs = useCreationJobs(rows, creation, isBegun);
  const count = rows.length;
  const failed = [...creation.states.values()].filter(
    ({ kind }) => kind === 'refused' || kind === 'lost',
  ).length;
  const start = (): void => {
    setBegun(true);
    void creation.start();
  };
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={isBegun ? '' : t('previewHint')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {isBegun ? (
              <Button href="/console/desktops" onFollow={follow} disabled={creation.isRunning}>
                {t('toDesktops')}
              </Button>
            ) : (
              <Button onClick={onBack}>{t('back')}</Button>
            )}
            {(!isBegun || creation.isRunning || failed > 0) && (
              <Button variant="primary" loading={creation.isRunning} onClick={start}>
                {isBegun ? t('again', { count: failed }) : t('submit', { count })}
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {t(isBegun ? 'running' : 'preview', { count })}
      </Header>
      {creation.error !== undefined && <ErrorAlert error={creation.error} />}
      {!isBegun && <NewUsers rows={rows} />}
      {isBegun ? (
        <CreationProgress progress={jobs} />
      ) : (
        <Counts rows={rows} details={details} offer={offer} />
      )}
      <RowTable rows={rows} progress={isBegun ? jobs : undefined} />
    </SpaceBetween>
  );
}

/** Who of the users that are created would not be told how to sign in. */
function NewUsers({ rows }: Pick<Props, 'rows'>): ReactNode {
  const { t } = useTranslation('many');
  const isTold = new Map<string, boolean>();
  for (const { user_name, isUserNew, user_email } of rows) {
    const key = user_name?.toLowerCase();
    if (key !== undefined && isUserNew) isTold.set(key, isTold.get(key) === true || user_email !== undefined);
  }
  const untold = [...isTold].filter(([, told]) => !told).map(([name]) => name);
  return (
    <>
      {untold.length > 0 && (
        <Alert type="warning">
          {t('untold', { count: untold.length, names: untold.slice(0, 5).join(', ') })}
        </Alert>
      )}
      {untold.length < isTold.size && <NoMail />}
    </>
  );
}

function Counts({ rows, details, offer }: Pick<Props, 'rows' | 'details' | 'offer'>): ReactNode {
  const { t } = useTranslation('many');
  const words = useTranslation('desktops').t;
  const protectsNew = useProtectsNew();
  const isProtected = details.isProtected ?? protectsNew ?? false;
  const { image, product } = offer;
  const users = new Set(rows.flatMap(({ user_name }) => user_name?.toLowerCase() ?? []));
  const count = rows.length;
  const disk = details.diskSize ?? usualDiskSize(product, image);
  const all = disk + (details.dataDiskSize ?? 0);
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        items={[
          { label: words('desktops'), value: String(count) },
          { label: t('users'), value: String(users.size) },
          {
            label: t('unassigned'),
            value: String(rows.filter((row) => row.user_name === undefined).length),
          },
          { label: words('image'), value: image?.name ?? words('none') },
          {
            label: words('product'),
            value:
              product === undefined
                ? words('none')
                : words('size', { cpu: product.cpu, memory: Number(product.memory) / 1024 }),
          },
          {
            label: t('together'),
            value:
              product === undefined
                ? words('none')
                : words('size', {
                    cpu: Number(product.cpu) * count,
                    memory: (Number(product.memory) / 1024) * count,
                  }),
          },
          { label: words('resources.disks'), value: t('disks', { each: all, all: all * count }) },
          { label: words('protection'), value: isProtected ? words('on') : words('off') },
        ]}
      />
    </Container>
  );
}
