/** After another schedule's runs, or after a new version of a catalog entry. */
import React from 'react';

import { Select, Text } from './inputs';
import type { FormModel } from './model';

const CAUSES = [
  { name: 'schedule', title: 'The runs of a schedule' },
  { name: 'entry', title: 'A new version of an entry' }
];

const ENDS = [
  { name: 'success', title: 'succeeds' },
  { name: 'failure', title: 'fails' },
  { name: 'end', title: 'ends, however it does' }
];

export function After({ model }: { model: FormModel }): JSX.Element {
  const { cause } = model.fields;
  return (
    <>
      <Select model={model} name="cause" label="After" options={CAUSES} />
      {cause === 'schedule' ? <OfSchedule model={model} /> : <OfEntry model={model} />}
      <div className="lyc-ReadBack lyc-mod-short" aria-live="polite">
        <p>{inWords(model)}</p>
      </div>
    </>
  );
}

function OfSchedule({ model }: { model: FormModel }): JSX.Element {
  const others = othersOf(model);
  const none = { name: '', title: others.length ? 'Choose one' : 'You have no other schedule yet' };
  return (
    <div className="lyc-Form-columns">
      <Select
        model={model}
        name="schedule"
        label="Schedule"
        options={[none, ...others.map(({ id, name }) => ({ name: id, title: name }))]}
      />
      <Select model={model} name="on" label="When a run of it" options={ENDS} />
    </div>
  );
}

function OfEntry({ model }: { model: FormModel }): JSX.Element {
  const entries = model.offers.entries.map(({ name, title }) => ({ value: name, title }));
  return (
    <Text
      model={model}
      name="entry"
      label="Entry"
      hint="Its name in the catalog."
      suggestions={entries}
    />
  );
}

function inWords(model: FormModel): string {
  const { cause, schedule, entry, on } = model.fields;
  if (cause === 'entry') {
    return entry.trim()
      ? `Runs each time a new version of “${entry.trim()}” is published.`
      : 'Name the entry whose new versions it waits for.';
  }
  const name = othersOf(model).find(({ id }) => id === schedule)?.name;
  const how = { success: 'succeeded', failure: 'failed', end: 'ended' }[on];
  return name ? `Runs each time “${name}” has ${how}.` : 'Choose the schedule that it follows.';
}

function othersOf({ offers, source }: FormModel) {
  return offers.schedules.filter(({ id }) => id !== source?.schedule);
}
