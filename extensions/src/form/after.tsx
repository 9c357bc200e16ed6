/** After another schedule's runs, or after a new version of a catalog entry. */
import React from 'react';

import { trans } from '../words';
import { Select, Text } from './inputs';
import type { FormModel } from './model';

const causes = () => [
  { name: 'schedule', title: trans.__('The runs of a schedule') },
  { name: 'entry', title: trans.__('A new version of an entry') }
];

const ends = () => [
  { name: 'success', title: trans.__('succeeds') },
  { name: 'failure', title: trans.__('fails') },
  { name: 'end', title: trans.__('ends, however it does') }
];

export function After({ model }: { model: FormModel }): JSX.Element {
  const { cause } = model.fields;
  return (
    <>
      <Select model={model} name="cause" label={trans.__('After')} options={causes()} />
      {cause === 'schedule' ? <OfSchedule model={model} /> : <OfEntry model={model} />}
      <div className="lyc-ReadBack lyc-mod-short" aria-live="polite">
        <p>{inWords(model)}</p>
      </div>
    </>
  );
}

function OfSchedule({ model }: { model: FormModel }): JSX.Element {
  const others = othersOf(model);
  const none = {
    name: '',
    title: others.length ? trans.__('Choose one') : trans.__('You have no other schedule yet')
  };
  return (
    <div className="lyc-Form-columns">
      <Select
        model={model}
        name="schedule"
        label={trans._p('noun', 'Schedule')}
        options={[none, ...others.map(({ id, name }) => ({ name: id, title: name }))]}
      />
      <Select model={model} name="on" label={trans.__('When a run of it')} options={ends()} />
    </div>
  );
}

function OfEntry({ model }: { model: FormModel }): JSX.Element {
  const entries = model.offers.entries.map(({ name, title }) => ({ value: name, title }));
  return (
    <Text
      model={model}
      name="entry"
      label={trans.__('Entry')}
      hint={trans.__('Its name in the catalog.')}
      suggestions={entries}
    />
  );
}

function inWords(model: FormModel): string {
  const { cause, schedule, entry, on } = model.fields;
  if (cause === 'entry') {
    return entry.trim()
      ? trans.__('Runs each time a new version of “%1” is published.', entry.trim())
      : trans.__('Name the entry whose new versions it waits for.');
  }
  const name = othersOf(model).find(({ id }) => id === schedule)?.name;
  if (!name) {
    return trans.__('Choose the schedule that it follows.');
  }
  return {
    success: trans.__('Runs each time “%1” has succeeded.', name),
    failure: trans.__('Runs each time “%1” has failed.', name),
    end: trans.__('Runs each time “%1” has ended.', name)
  }[on];
}

function othersOf({ offers, source }: FormModel) {
  return offers.schedules.filter(({ id }) => id !== source?.schedule);
}
