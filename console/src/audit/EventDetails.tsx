import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../language/format';
import { asModal } from '../layout/asModal';
import { download } from '../layout/download';
import { EventRating } from './AuditEvents';
import { EventWords } from './EventWords';
import { readEventFacts } from './eventFacts';
import type { AuditEvent } from './filter';
import { nameOfResource, useEventWords } from './useEventWords';
import './json.css';

interface Props {
  readonly event: AuditEvent;
  readonly onClose: () => void;
}

/** All of an event: the call with its switches, and why it was allowed or denied. */
export function EventDetails({ event, onClose }: Props): ReactNode {
  const { t } = useTranslation('audit');
  const facts = readEventFacts(event);
  const words = useEventWords();
  const pair = (label: string, value: string | null) => ({ label, value: value ?? '–' });
  return (
    <Modal
      visible
      size="large"
      header={<span ref={asModal}>{event.trace_name}</span>}
      closeAriaLabel={t('close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {t('close')}
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {facts !== undefined && (
          <Box>
            {t(`summary.${facts.outcome}`, {
              who: event.user.name ?? event.user.id ?? t('summary.somebody'),
              event: event.trace_name,
              defaultValue: '',
            })}
          </Box>
        )}
        <KeyValuePairs
          columns={2}
          items={[
            pair(t('time'), formatMoment(event.time)),
            { label: t('filter.rating'), value: <EventRating event={event} /> },
            pair(t('who'), event.user.name),
            pair(t('userId'), event.user.id),
            pair(t('from'), event.source_ip),
            pair(t('service'), event.service_type),
            pair(t('onWhat'), words.type(event.resource_type) || null),
            pair(t('resourceName'), nameOfResource(event) || null),
            pair(t('resourceId'), event.resource_id),
            pair(t('code'), event.code),
            pair(t('requestId'), event.request_id),
            pair(t('eventId'), event.trace_id),
          ]}
        />
        {facts !== undefined && <EventWords facts={facts} />}
        <ExpandableSection
          headerText={t('raw')}
          defaultExpanded={facts === undefined}
          headerActions={
            <Button iconName="download" onClick={() => keep(event)}>
              {t('download')}
            </Button>
          }
        >
          <SpaceBetween size="m">
            <Json title={t('request')} text={event.request} />
            <Json title={t('decision')} text={event.message} />
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Modal>
  );
}

/** The whole event as the service answers it. */
function keep(event: AuditEvent): void {
  const text = `${JSON.stringify(event, null, 2)}\n`;
  download(`${event.trace_name}-${event.trace_id}.json`, new Blob([text], { type: 'application/json' }));
}

function Json({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <div>
      <Box variant="h3">{title}</Box>
      <Box variant="code">
        <span className="json">{indented(text)}</span>
      </Box>
    </div>
  );
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
