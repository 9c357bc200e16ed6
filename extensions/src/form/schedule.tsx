/** Now, on a schedule that is read back in words, or after something else. */
import React, { useEffect, useMemo, useRef } from 'react';

import { exact } from '../parts/time';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { term } from '../parts/terms';
import { After } from './after';
import type { Fields } from './fields';
import { Select, Text } from './inputs';
import type { FormModel } from './model';
import { allZones, hasTime, ownZone, presets } from './timing';

export function Timing({ model }: { model: FormModel }): JSX.Element {
  const { when } = model.fields;
  return (
    <fieldset>
      <legend>{trans.__('When')}</legend>
      <div className="lyc-Choices">
        {!model.isEdit && <Choice model={model} when="now" label={trans.__('Now')} />}
        <Choice model={model} when="schedule" label={trans.__('On a schedule')} />
        <Choice model={model} when="after" label={trans.__('After another')} />
      </div>
      {when === 'schedule' && <Schedule model={model} />}
      {when === 'after' && <After model={model} />}
    </fieldset>
  );
}

interface ChoiceProps {
  model: FormModel;
  when: Fields['when'];
  label: string;
}

function Choice({ model, when, label }: ChoiceProps): JSX.Element {
  return (
    <label>
      <input
        type="radio"
        name="when"
        checked={model.fields.when === when}
        onChange={() => model.set({ when })}
      />
      {label}
    </label>
  );
}

const units = () => ['minutes', 'hours', 'days'].map(name => ({ name, title: term(name) }));

function Schedule({ model }: { model: FormModel }): JSX.Element {
  const { preset } = model.fields;
  const zones = useMemo(() => allZones().map(value => ({ value })), []);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }, []);
  return (
    <>
      <div
        className={preset === 'interval' ? 'lyc-Form-columns lyc-mod-three' : 'lyc-Form-columns'}
      >
        <Select model={model} name="preset" label={trans.__('Repeat')} options={presets()} />
        {hasTime(preset) && <Text model={model} name="time" label={trans.__('Time')} type="time" />}
        {preset === 'custom' && (
          <Text
            model={model}
            name="cron"
            label={trans.__('Cron expression')}
            hint={trans.__('minute, hour, day, month, weekday')}
          />
        )}
        {preset === 'interval' && (
          <>
            <Text model={model} name="every" label={trans.__('Every')} type="number" min={1} />
            <Select model={model} name="unit" label={trans.__('Unit')} options={units()} />
          </>
        )}
      </div>
      <Text model={model} name="timezone" label={trans.__('Time zone')} suggestions={zones} />
      <ReadBack model={model} />
      <div ref={end} />
    </>
  );
}

function ReadBack({ model }: { model: FormModel }): JSX.Element {
  const { preview, fields } = model;
  return (
    <div className="lyc-ReadBack" aria-live="polite">
      {preview ? (
        <>
          <p>{preview.text}</p>
          <ol aria-label={trans.__('The next five runs')}>
            {preview.next.map(instant => (
              <li key={instant}>
                <Date instant={instant} zone={fields.timezone} />
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="lyc-Quiet">{trans.__('The next five runs appear here.')}</p>
      )}
    </div>
  );
}

/** A date as the schedule's clock shows it, and the person's own where that differs. */
function Date({ instant, zone }: { instant: string; zone: string }): JSX.Element {
  const [there, here] = [exact(instant, zone), exact(instant)];
  return (
    <time dateTime={instant}>
      {there}
      {zone !== ownZone() && there !== here && (
        <span className="lyc-Quiet" title={here}>
          {' '}
          {rich('(%1 here)', clock(here))}
        </span>
      )}
    </time>
  );
}

/** Return the time of day that an exact date ends with. */
function clock(date: string): string {
  return date.split(' ').pop() ?? date;
}
