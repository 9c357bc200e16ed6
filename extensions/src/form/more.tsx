/** What few people need: limits, retries, secrets, messages, keeping and sharing. */
import React from 'react';

import { ENDINGS, type Fields } from './fields';
import { Select, Text, Tick, Ticks, toggled } from './inputs';
import type { FormModel } from './model';
import { Notices } from './notices';
import { Secrets } from './secrets';

const OVERLAPS = [
  { name: 'skip', title: 'Skip the new one' },
  { name: 'allow', title: 'Run both' },
  { name: 'replace', title: 'Stop the old one' }
];

const CATCH_UPS = [
  { name: 'latest', title: 'Make up for the latest' },
  { name: 'none', title: 'Make up for none' },
  { name: 'all', title: 'Make up for all, at most 20' }
];

export function More({ model }: { model: FormModel }): JSX.Element {
  const summary = inWords(model.fields);
  const isWrong = Object.keys(model.errors).some(field => OWN.has(field.split('.')[0]));
  const isSchedule = model.fields.when !== 'now';
  const opened = (event: React.SyntheticEvent<HTMLDetailsElement>) =>
    event.currentTarget.open && model.offers.loadOptions();
  return (
    <details className="lyc-More" open={isWrong || undefined} onToggle={opened}>
      <summary>More {summary && <span className="lyc-Quiet">{summary}</span>}</summary>
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
          <Text model={model} name="start" label="Not before" type="datetime-local" />
          <Text model={model} name="end" label="Not after" type="datetime-local" />
        </div>
      )}
      <div className="lyc-Form-columns">
        <Select model={model} name="overlap" label="If one still runs" options={OVERLAPS} />
        {when === 'schedule' && (
          <Select model={model} name="catch_up" label="After downtime" options={CATCH_UPS} />
        )}
      </div>
      {model.source?.job.template && (
        <div className="lyc-Choices">
          <Tick
            label="Take the template’s newest version each time"
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
      label="Stop it after"
      note="minutes"
      type="number"
      min={1}
      placeholder="as long as the workspace allows"
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
          label="Try again"
          note="times at most"
          type="number"
          min={0}
          max={10}
        />
        {isOn && (
          <Text
            model={model}
            name="delay"
            label="First pause"
            note="seconds"
            hint="Each further one is twice as long."
            type="number"
            min={0}
          />
        )}
      </div>
      {isOn && (
        <Ticks legend="Try again when" error={model.errors['endings']}>
          {ENDINGS.map(({ name, title }) => (
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
        label="Keep the last"
        note="outputs"
        type="number"
        min={1}
        placeholder="all"
      />
      <Text
        model={model}
        name="keep_days"
        label="Keep outputs for"
        note="days"
        type="number"
        min={1}
        placeholder="ever"
      />
    </div>
  );
}

function Share({ model }: { model: FormModel }): JSX.Element | null {
  const { shared_with } = model.fields;
  const groups = new Set([...model.offers.groups, ...(shared_with ? [shared_with] : [])]);
  const options = [
    { name: '', title: 'Nobody' },
    ...Array.from(groups, name => ({ name, title: `The group ${name}` }))
  ];
  return groups.size ? (
    <Select
      model={model}
      name="shared_with"
      label="Share with"
      hint="They see its runs, and can stop them."
      options={options}
    />
  ) : null;
}

/** Return what is set here, for the line that is seen while it is folded. */
function inWords(fields: Fields): string {
  const { retries, secrets, notify, keep_count, keep_days, shared_with } = fields;
  const keep = [keep_count && `the last ${keep_count}`, keep_days && `${keep_days} days`];
  const told = notify
    .map(({ to }) => to.trim())
    .filter(Boolean)
    .join(', ');
  const said = [
    fields.timeout && `stops after ${fields.timeout} min`,
    retries && retries !== '0' && `tries again ${retries} ×`,
    secrets.join(', '),
    told && `tells ${told}`,
    fields.when !== 'now' && keep.some(Boolean) && `keeps ${keep.filter(Boolean).join(', ')}`,
    shared_with && `shared with ${shared_with}`
  ];
  return said.filter(Boolean).join(' · ') || 'limits, retries, secrets, messages, sharing';
}
