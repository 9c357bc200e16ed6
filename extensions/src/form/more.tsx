/** What few people need: limits, retries, secrets, messages, keeping and sharing. */
import React from 'react';

import { trans } from '../words';
import { rich } from '../parts/rich';
import { count } from '../parts/quantity';
import { endingWords, type Fields } from './fields';
import { Select, Text, Tick, Ticks, toggled } from './inputs';
import type { FormModel } from './model';
import { Notices } from './notices';
import { Secrets } from './secrets';

const overlaps = () => [
  { name: 'skip', title: trans.__('Skip the new one') },
  { name: 'allow', title: trans.__('Run both') },
  { name: 'replace', title: trans.__('Stop the old one') }
];

const catchUps = () => [
  { name: 'latest', title: trans.__('Make up for the latest') },
  { name: 'none', title: trans.__('Make up for none') },
  { name: 'all', title: trans.__('Make up for all, at most 20') }
];

export function More({ model }: { model: FormModel }): JSX.Element {
  const summary = inWords(model.fields);
  const isWrong = Object.keys(model.errors).some(field => OWN.has(field.split('.')[0]));
  const isSchedule = model.fields.when !== 'now';
  const opened = (event: React.SyntheticEvent<HTMLDetailsElement>) =>
    event.currentTarget.open && model.offers.loadOptions();
  return (
    <details className="lyc-More" open={isWrong || undefined} onToggle={opened}>
      <summary>{rich('More %1', summary && <span className="lyc-Quiet">{summary}</span>)}</summary>
      {isSchedule && <Rules model={model} />}
      {!model.isEdit && <Limit model={model} />}
      <Retries model={model} />
      <Secrets model={model} />
      <Notices model={model} />
      {isSchedule && <Keep model={model} />}
      <Share model={model} />
    </details>
  );
}

const OWN = new Set<string>([
  ...['start', 'end', 'overlap', 'catch_up', 'follow', 'timeout', 'retries', 'delay', 'endings'],
  ...['secrets', 'notify', 'keep_count', 'keep_days', 'shared_with']
]);

function Rules({ model }: { model: FormModel }): JSX.Element {
  const { when, follow } = model.fields;
  return (
    <>
      {when === 'schedule' && (
        <div className="lyc-Form-columns">
          <Text model={model} name="start" label={trans.__('Not before')} type="datetime-local" />
          <Text model={model} name="end" label={trans.__('Not after')} type="datetime-local" />
        </div>
      )}
      <div className="lyc-Form-columns">
        <Select
          model={model}
          name="overlap"
          label={trans.__('If one still runs')}
          options={overlaps()}
        />
        {when === 'schedule' && (
          <Select
            model={model}
            name="catch_up"
            label={trans.__('After downtime')}
            options={catchUps()}
          />
        )}
      </div>
      {model.source?.job.template && (
        <div className="lyc-Choices">
          <Tick
            label={trans.__('Take the template’s newest version each time')}
            checked={follow}
            onChange={follow => model.set({ follow })}
          />
        </div>
      )}
    </>
  );
}

function Limit({ model }: { model: FormModel }): JSX.Element {
  return (
    <Text
      model={model}
      name="timeout"
      label={trans.__('Stop it after')}
      note={trans.__('minutes')}
      type="number"
      min={1}
      placeholder={trans.__('as long as the workspace allows')}
    />
  );
}

function Retries({ model }: { model: FormModel }): JSX.Element {
  const { retries, endings } = model.fields;
  const isOn = retries.trim() !== '' && retries !== '0';
  return (
    <>
      <div className="lyc-Form-columns">
        <Text
          model={model}
          name="retries"
          label={trans.__('Try again')}
          note={trans.__('times at most')}
          type="number"
          min={0}
          max={10}
        />
        {isOn && (
          <Text
            model={model}
            name="delay"
            label={trans.__('First pause')}
            note={trans.__('seconds')}
            hint={trans.__('Each further one is twice as long.')}
            type="number"
            min={0}
          />
        )}
      </div>
      {isOn && (
        <Ticks legend={trans.__('Try again when')} error={model.errors['endings']}>
          {endingWords().map(({ name, title }) => (
            <Tick
              key={name}
              label={title}
              checked={endings.includes(name)}
              onChange={isIn => model.set({ endings: toggled(endings, name, isIn) })}
            />
          ))}
        </Ticks>
      )}
    </>
  );
}

function Keep({ model }: { model: FormModel }): JSX.Element {
  return (
    <div className="lyc-Form-columns">
      <Text
        model={model}
        name="keep_count"
        label={trans.__('Keep the last')}
        note={trans.__('outputs')}
        type="number"
        min={1}
        placeholder={trans.__('all')}
      />
      <Text
        model={model}
        name="keep_days"
        label={trans.__('Keep outputs for')}
        note={trans.__('days')}
        type="number"
        min={1}
        placeholder={trans.__('ever')}
      />
    </div>
  );
}

function Share({ model }: { model: FormModel }): JSX.Element | null {
  const { shared_with } = model.fields;
  const groups = new Set([...model.offers.groups, ...(shared_with ? [shared_with] : [])]);
  const options = [
    { name: '', title: trans.__('Nobody') },
    ...Array.from(groups, name => ({ name, title: trans.__('The group %1', name) }))
  ];
  return groups.size ? (
    <Select
      model={model}
      name="shared_with"
      label={trans.__('Share with')}
      hint={trans.__('They see its runs, and can stop them.')}
      options={options}
    />
  ) : null;
}

/** Return what is set here, for the line that is seen while it is folded. */
function inWords(fields: Fields): string {
  const { retries, secrets, notify, keep_count, keep_days, shared_with } = fields;
  const keep = [
    keep_count && trans.__('the last %1', keep_count),
    keep_days && count(Number(keep_days), '%1 day', '%1 days')
  ];
  const told = notify
    .map(({ to }) => to.trim())
    .filter(Boolean)
    .join(', ');
  const said = [
    fields.timeout && trans.__('stops after %1 min', fields.timeout),
    retries && retries !== '0' && trans.__('tries again %1 ×', retries),
    secrets.join(', '),
    told && trans.__('tells %1', told),
    fields.when !== 'now' &&
      keep.some(Boolean) &&
      trans.__('keeps %1', keep.filter(Boolean).join(', ')),
    shared_with && trans.__('shared with %1', shared_with)
  ];
  return (
    said.filter(Boolean).join(' · ') || trans.__('limits, retries, secrets, messages, sharing')
  );
}
