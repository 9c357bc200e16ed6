/** What an entry consists of: resources and columns of a data set, or a template's notebook. */
import React from 'react';

import { Field } from '../form/field';
import { count } from '../parts/quantity';
import { asText } from '../parts/value';
import type { Json } from '../request';
import { trans } from '../words';
import { rich } from '../parts/rich';
import { languageName, term } from '../parts/terms';
import { Group } from './groups';
import { Choice, Text } from './inputs';
import type { EditorModel } from './model';
import { Readiness } from './readiness';
import { literal, type Draft } from './record';
import { Rows } from './rows';

const TYPES = ['integer', 'number', 'string', 'boolean', 'date', 'datetime'] as const;
const READERS = ['parquet', 'csv', 'json', 'zarr', 'sql', 'images'] as const;

const levels = () =>
  ['beginner', 'intermediate', 'advanced'].map(value => ({ value, label: term(value) }));

const languages = () => ['en', 'fr'].map(value => ({ value, label: languageName(value) }));

export function Data({ model }: { model: EditorModel }): JSX.Element {
  return (
    <>
      <Group title={trans.__('Resources')}>
        <Rows
          model={model}
          path="resources"
          noun={trans.__('resource')}
          adding={trans.__('Add a resource')}
          hint={trans.__('How it is read. The first one is the default.')}
          blank={{ name: '', reader: 'parquet', url: '' }}
          cells={[
            { name: 'name', label: trans.__('Name'), placeholder: 'parquet' },
            { name: 'reader', label: trans.__('Reader'), as: 'choice', options: READERS },
            {
              name: 'url',
              label: 'URL',
              placeholder: trans.__('below the shared folder, or https://…')
            },
            {
              name: 'options',
              label: trans.__('Options'),
              as: 'options',
              placeholder: 'sep=;'
            }
          ]}
        />
        <Text
          model={model}
          path="rows"
          label={trans.__('Rows')}
          note={trans.__('how many, if you know')}
          isNumber
        />
      </Group>
      <Group title={trans.__('Columns')}>
        <Rows
          model={model}
          path="columns"
          noun={trans.__('column')}
          adding={trans.__('Add a column')}
          blank={{ name: '', type: 'string' }}
          cells={[
            { name: 'name', label: trans.__('Name') },
            { name: 'type', label: trans.__('Type'), as: 'choice', options: TYPES },
            { name: 'unit', label: trans.__('Unit') },
            { name: 'description', label: trans.__('Description') },
            { name: 'personal', label: trans.__('Personal'), as: 'tick' },
            { name: 'sensitive', label: trans.__('Sensitive'), as: 'tick' }
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
        label={trans.__('Outcome')}
        note={trans.__('the column of a decision about people')}
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
      <Field label={trans.__('Favourable')} note={trans.__('the value that was good for them')}>
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
    <Group title={trans.__('The notebook')}>
      <p className="lyc-Quiet" data-field="notebook">
        {rich(
          '%1, kept without outputs. To take it again, choose %2 in the File menu of the open notebook.',
          count(cells.length, '%1 cell', '%1 cells'),
          <em>{trans.__('Propose as template…')}</em>
        )}
      </p>
      {error && (
        <p className="lyc-Error" role="alert">
          {error}
        </p>
      )}
      <Readiness model={model} />
      <div className="lyc-Editor-two">
        <Choice model={model} path="level" label={trans.__('Level')} options={levels()} />
        <Text
          model={model}
          path="duration"
          label={trans.__('Duration')}
          note={trans.__('in minutes')}
          isNumber
        />
      </div>
      <Written model={model} />
    </Group>
  );
}

/** The language it is written in and, where that is not English, which entry says the same in English. */
function Written({ model }: { model: EditorModel }): JSX.Element {
  const isOriginal = (model.at('language') ?? 'en') === 'en' && !model.at('translates');
  return (
    <div className="lyc-Editor-two">
      <Choice model={model} path="language" label={trans.__('Language')} options={languages()} />
      {!isOriginal && (
        <Text
          model={model}
          path="translates"
          label={trans.__('Translation of')}
          note={trans.__('the name of the English entry')}
        />
      )}
    </div>
  );
}
