/** The editor's controls, each bound to one place of the record. */
import React, { useEffect, useId, useState } from 'react';

import { Field, type ControlAttributes } from '../form/field';
import { asText } from '../parts/value';
import type { Json } from '../request';
import type { EditorModel } from './model';

export interface BoundProps {
  model: EditorModel;
  /** The place in the record, as in `resources[0].reader`. */
  path: string;
  label: string;
  note?: string;
  hint?: string;
}

/** A field whose label, help and errors are those of a place in the record. */
function Bound({
  model,
  path,
  within = false,
  children,
  ...about
}: BoundProps & { within?: boolean; children: (bound: ControlAttributes) => JSX.Element }) {
  return (
    <div className="lyc-Editor-field" data-field={path} onBlur={() => model.leave(path)}>
      <Field {...about} error={model.errorAt(path, within)}>
        {children}
      </Field>
    </div>
  );
}

interface TextProps extends BoundProps {
  /** Words that others use there; any text is taken. */
  suggestions?: string[];
  rows?: number;
  isNumber?: boolean;
  isFixed?: boolean;
}

export function Text({
  suggestions,
  rows,
  isNumber = false,
  isFixed = false,
  ...about
}: TextProps): JSX.Element {
  const { model, path } = about;
  const list = useId();
  const value = asText(model.at(path) ?? '');
  const set = (text: string) => model.set(path, isNumber ? numberIn(text) : text);
  return (
    <Bound {...about}>
      {bound =>
        rows ? (
          <textarea
            {...bound}
            rows={rows}
            value={value}
            onChange={event => set(event.target.value)}
          />
        ) : (
          <>
            <input
              {...bound}
              type={isNumber ? 'number' : 'text'}
              list={suggestions?.length ? list : undefined}
              readOnly={isFixed}
              value={value}
              onChange={event => set(event.target.value)}
            />
            {suggestions && <Suggestions id={list} words={suggestions} />}
          </>
        )
      }
    </Bound>
  );
}

function Suggestions({ id, words }: { id: string; words: string[] }): JSX.Element {
  return (
    <datalist id={id}>
      {words.map(word => (
        <option key={word} value={word} />
      ))}
    </datalist>
  );
}

/** Return the number that was typed, nothing for nothing. */
export function numberIn(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

interface ChoiceProps extends BoundProps {
  options: { value: string; label: string }[];
}

export function Choice({ options, ...about }: ChoiceProps): JSX.Element {
  const { model, path } = about;
  return (
    <Bound {...about}>
      {bound => (
        <select
          {...bound}
          value={asText(model.at(path) ?? '')}
          onChange={event => model.set(path, event.target.value)}
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Bound>
  );
}

/** Several words in one line, with commas between. */
export function Words(props: BoundProps & { suggestions?: string[] }): JSX.Element {
  const { suggestions, ...about } = props;
  const { model, path } = about;
  const list = useId();
  const [text, setText] = useListText(model.at(path) as Json[] | undefined);
  return (
    <Bound {...about} within>
      {bound => (
        <>
          <input
            {...bound}
            type="text"
            list={suggestions?.length ? list : undefined}
            value={text}
            onChange={event => {
              setText(event.target.value);
              model.set(path, wordsIn(event.target.value));
            }}
          />
          {suggestions && <Suggestions id={list} words={suggestions} />}
        </>
      )}
    </Bound>
  );
}

/** Keep a list as it is typed; what changes it elsewhere is taken over. */
function useListText(items: Json[] | undefined): [string, (text: string) => void] {
  const listed = (items ?? []).map(String).join(', ');
  const [text, setText] = useState(listed);
  useEffect(() => {
    setText(typed => (wordsIn(typed).join(', ') === listed ? typed : listed));
  }, [listed]);
  return [text, setText];
}

export function wordsIn(text: string): string[] {
  return text
    .split(',')
    .map(word => word.trim())
    .filter(Boolean);
}
