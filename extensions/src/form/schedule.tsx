/** Now, or on a schedule that is read back in words. */
import React, { useEffect, useMemo, useRef } from 'react';

import { exact } from '../parts/time';
import { Field } from './field';
import type { Fields, FormModel } from './model';
import { allZones, hasTime, ownZone, PRESETS, type PresetName } from './timing';

export function Timing({ model }: { model: FormModel }): JSX.Element {
  return (
    <fieldset>
      <legend>When</legend>
      <div className="lyc-Choices">
        <Choice model={model} when="now" label="Now" />
        <Choice model={model} when="schedule" label="On a schedule" />
      </div>
      {model.fields.when === 'schedule' && <Schedule model={model} />}
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

function Schedule({ model }: { model: FormModel }): JSX.Element {
  const { fields, errors } = model;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end', behavior: 'smooth' });
  }, []);
  return (
    <>
      <div className="lyc-Form-columns">
        <Field label="Repeat" error={fields.preset === 'custom' ? undefined : errors['cron']}>
          {attributes => (
            <select
              {...attributes}
              value={fields.preset}
              onChange={event => model.set({ preset: event.target.value as PresetName })}
            >
              {PRESETS.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        {hasTime(fields.preset) && <Time model={model} />}
        {fields.preset === 'custom' && <Cron model={model} />}
      </div>
      <Zone model={model} />
      <ReadBack model={model} />
      <div ref={end} />
    </>
  );
}

function Time({ model }: { model: FormModel }): JSX.Element {
  return (
    <Field label="Time">
      {attributes => (
        <input
          {...attributes}
          type="time"
          value={model.fields.time}
          onChange={event => model.set({ time: event.target.value })}
        />
      )}
    </Field>
  );
}

function Cron({ model }: { model: FormModel }): JSX.Element {
  return (
    <Field
      label="Cron expression"
      hint="minute, hour, day, month, weekday"
      error={model.errors['cron']}
    >
      {attributes => (
        <input
          {...attributes}
          type="text"
          spellCheck={false}
          value={model.fields.cron}
          onChange={event => model.set({ cron: event.target.value })}
        />
      )}
    </Field>
  );
}

function Zone({ model }: { model: FormModel }): JSX.Element {
  const zones = useMemo(allZones, []);
  return (
    <Field label="Time zone" error={model.errors['timezone']}>
      {attributes => (
        <>
          <input
            {...attributes}
            type="text"
            list="lyc-zones"
            spellCheck={false}
            value={model.fields.timezone}
            onChange={event => model.set({ timezone: event.target.value })}
          />
          <datalist id="lyc-zones">
            {zones.map(zone => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function ReadBack({ model }: { model: FormModel }): JSX.Element {
  const { preview, fields } = model;
  return (
    <div className="lyc-ReadBack" aria-live="polite">
      {preview ? (
        <>
          <p>{preview.text}</p>
          <ol aria-label="The next five runs">
            {preview.next.map(instant => (
              <li key={instant}>
                <Date instant={instant} zone={fields.timezone} />
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p className="lyc-Quiet">The next five runs appear here.</p>
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
          ({clock(here)} here)
        </span>
      )}
    </time>
  );
}

/** Return the time of day that an exact date ends with. */
function clock(date: string): string {
  return date.split(' ').pop() ?? date;
}
