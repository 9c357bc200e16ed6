/** What an entry consists of: resources and columns of a data set, or a template's notebook. */
import React from 'react';

import { Field } from '../form/field';
import { count } from '../parts/quantity';
import { asText } from '../parts/value';
import type { Json } from '../request';
import { Group } from './groups';
import { Choice, Text } from './inputs';
import type { EditorModel } from './model';
import { literal, type Draft } from './record';
import { Rows } from './rows';

const TYPES = ['integer', 'number', 'string', 'boolean', 'date', 'datetime'] as const;
const READERS = ['parquet', 'csv', 'json', 'zarr', 'sql', 'images'] as const;

const LEVELS = ['beginner', 'intermediate', 'advanced'].map(value => ({ value, label: value }));

export function Data({ model }: { model: EditorModel }): JSX.Element {
  return (
    <>
      <Group title="Resources">
        <Rows
          model={model}
          path="resources"
          noun="resource"
          hint="How it is read. The first one is the default."
          blank={{ name: '', reader: 'parquet', url: '' }}
          cells={[
            { name: 'name', label: 'Name', placeholder: 'parquet' },
            { name: 'reader', label: 'Reader', as: 'choice', options: READERS },
            { name: 'url', label: 'URL', placeholder: 'below the shared folder, or https://…' },
            { name: 'options', label: 'Options', as: 'options', placeholder: 'sep=;' }
          ]}
        />
        <Text model={model} path="rows" label="Rows" note="how many, if you know" isNumber />
      </Group>
      <Group title="Columns">
        <Rows
          model={model}
          path="columns"
          noun="column"
          blank={{ name: '', type: 'string' }}
          cells={[
            { name: 'name', label: 'Name' },
            { name: 'type', label: 'Type', as: 'choice', options: TYPES },
            { name: 'unit', label: 'Unit' },
            { name: 'description', label: 'Description' },
            { name: 'personal', label: 'Personal', as: 'tick' },
            { name: 'sensitive', label: 'Sensitive', as: 'tick' }
          ]}
        />
        <Outcome model={model} />
      </Group>
    </>
  );
}

/** What was decided about people, where anything was: a column, and the value that was good for them. */
function Outcome({ model }: { model: EditorModel }): JSX.Element {
  const { column = '', favourable = '' } = (model.at('outcome') as Draft | null) ?? {};
  const set = (column: Json, favourable: Json) =>
    model.set('outcome', column || favourable !== '' ? { column, favourable } : undefined);
  return (
    <div className="lyc-Editor-two" data-field="outcome">
      <Field
        label="Outcome"
        note="the column of a decision about people"
        error={model.errorAt('outcome', true)}
      >
        {bound => (
          <input
            {...bound}
            type="text"
            value={asText(column)}
            onChange={event => set(event.target.value, favourable)}
          />
        )}
      </Field>
      <Field label="Favourable" note="the value that was good for them">
        {bound => (
          <input
            {...bound}
            type="text"
            value={asText(favourable)}
            onChange={event => set(column, literal(event.target.value))}
          />
        )}
      </Field>
    </div>
  );
}

export function Notebook({ model }: { model: EditorModel }): JSX.Element {
  const { cells = [] } = (model.at('notebook') as { cells?: Json[] } | undefined) ?? {};
  const error = model.errorAt('notebook', true);
  return (
    <Group title="The notebook">
      <p className="lyc-Quiet" data-field="notebook">
        {count(cells.length, 'cell')}, kept without outputs. To take it again, choose{' '}
        <em>Propose as template…</em> in the File menu of the open notebook.
      </p>
      {error && (
        <p className="lyc-Error" role="alert">
          {error}
        </p>
      )}
      <div className="lyc-Editor-two">
        <Choice model={model} path="level" label="Level" options={LEVELS} />
        <Text model={model} path="duration" label="Duration" note="in minutes" isNumber />
      </div>
    </Group>
  );
}
