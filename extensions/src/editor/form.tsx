/** A record as a form: what it is, who answers for it, its data, who may read it, and what else is good to know. */
import React, { useEffect, useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { Field } from '../form/field';
import { Markdown } from '../parts/markdown';
import { count } from '../parts/quantity';
import { asText } from '../parts/value';
import type { Json } from '../request';
import { fetchUsed } from './api';
import { Choice, Text, Words } from './inputs';
import type { EditorModel } from './model';
import { literal, type Draft } from './record';
import { Rows } from './rows';

const LICENCES = ['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0', 'BSD-3-Clause', 'MIT'];
const TYPES = ['integer', 'number', 'string', 'boolean', 'date', 'datetime'] as const;
const READERS = ['parquet', 'csv', 'json', 'zarr', 'sql', 'images'] as const;
const EXPECTED = ['present', 'unique', 'between', 'one_of'] as const;

const CLASSES = [
  { value: 'public', label: 'public: everybody may read it' },
  { value: 'internal', label: 'internal: everybody here may read it' },
  { value: 'confidential', label: 'confidential: found by everybody, read on request' },
  { value: 'personal', label: 'personal: holds data about people, read on request' }
];

const LEVELS = ['beginner', 'intermediate', 'advanced'].map(value => ({ value, label: value }));

export interface FormProps {
  model: EditorModel;
  rendermime: IRenderMimeRegistry;
}

export function Form({ model, rendermime }: FormProps): JSX.Element {
  const isDataset = model.kind === 'dataset';
  return (
    <form className="lyc-Editor-form" onSubmit={event => event.preventDefault()}>
      <WhatItIs model={model} rendermime={rendermime} />
      <WhoAnswers model={model} />
      {isDataset ? <Data model={model} /> : <Notebook model={model} />}
      <WhoMay model={model} />
      <More model={model} isDataset={isDataset} />
    </form>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }): JSX.Element {
  return (
    <section className="lyc-Editor-group" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function useUsed(model: EditorModel, facet: string): string[] {
  const [words, setWords] = useState<string[]>([]);
  useEffect(() => void fetchUsed(model.service, facet).then(setWords, () => setWords([])), []);
  return words;
}

function WhatItIs({ model, rendermime }: FormProps): JSX.Element {
  const domains = useUsed(model, 'domain');
  return (
    <Group title="What it is">
      <Text
        model={model}
        path="name"
        label="Name"
        note="by which it is loaded"
        hint={
          model.isNamed
            ? 'It is settled: people load it by this name.'
            : 'Lower-case letters, digits and underscores. It never changes later.'
        }
        isFixed={model.isNamed}
      />
      <Text model={model} path="title" label="Title" note="a few words" />
      <Text model={model} path="summary" label="Summary" note="one sentence for the card" />
      <Description model={model} rendermime={rendermime} />
      <div className="lyc-Editor-two">
        <Text model={model} path="domain" label="Domain" suggestions={domains} />
        <Words model={model} path="tags" label="Tags" note="with commas between" />
      </div>
    </Group>
  );
}

function Description({ model, rendermime }: FormProps): JSX.Element {
  const [isPreview, setPreview] = useState(false);
  const source = asText(model.at('description') ?? '');
  return (
    <div data-field="description">
      <Field
        label="Description"
        error={model.errorAt('description')}
        action={
          <button
            type="button"
            className="lyc-Toggle"
            aria-pressed={isPreview}
            onClick={() => setPreview(!isPreview)}
          >
            Preview
          </button>
        }
      >
        {bound =>
          isPreview ? (
            <div id={bound.id} className="lyc-Editor-preview">
              {source ? (
                <Markdown rendermime={rendermime} source={source} />
              ) : (
                <p className="lyc-Quiet">Nothing is written yet.</p>
              )}
            </div>
          ) : (
            <textarea
              {...bound}
              rows={8}
              placeholder="Markdown: what the rows are, where they come from, what to know before using them"
              value={source}
              onChange={event => model.set('description', event.target.value)}
            />
          )
        }
      </Field>
    </div>
  );
}

function WhoAnswers({ model }: { model: EditorModel }): JSX.Element {
  return (
    <Group title="Who answers for it">
      <div className="lyc-Editor-two">
        <Text model={model} path="owner" label="Owner" note="a person, or group:NAME" />
        <Text model={model} path="steward" label="Steward" note="a person, or group:NAME" />
      </div>
      <div className="lyc-Editor-two">
        <Text model={model} path="contact" label="Contact" />
        <Text
          model={model}
          path="licence"
          label="Licence"
          note="an SPDX identifier"
          suggestions={LICENCES}
        />
      </div>
    </Group>
  );
}

function Data({ model }: { model: EditorModel }): JSX.Element {
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

function Notebook({ model }: { model: EditorModel }): JSX.Element {
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

function WhoMay({ model }: { model: EditorModel }): JSX.Element {
  const who = 'everybody, stewards, group:NAME or person:NAME';
  return (
    <Group title="Who may see and read it">
      <Choice
        model={model}
        path="classification"
        label="Classification"
        options={CLASSES}
        hint="Where nothing else is said below, this decides."
      />
      <Words model={model} path="access.see" label="May see it" note={who} />
      <Words model={model} path="access.read" label="May read it" note={who} />
      <Words model={model} path="access.manage" label="May manage it" note={who} />
    </Group>
  );
}

function More({ model, isDataset }: { model: EditorModel; isDataset: boolean }): JSX.Element {
  return (
    <Group title="Good to know">
      {isDataset && (
        <Section title="Quality">
          <Rows
            model={model}
            path="quality"
            noun="expectation"
            hint="What holds when the data are as they should be."
            blank={{ column: '', expect: 'present' }}
            cells={[
              { name: 'column', label: 'Column' },
              { name: 'expect', label: 'Is', as: 'choice', options: EXPECTED },
              { name: 'low', label: 'From', as: 'number' },
              { name: 'high', label: 'To', as: 'number' },
              { name: 'values', label: 'One of', as: 'values' },
              { name: 'share', label: 'Share of rows', as: 'number', placeholder: '1' }
            ]}
          />
        </Section>
      )}
      <Section title="Glossary">
        <Rows
          model={model}
          path="glossary"
          noun="term"
          blank={{ term: '', meaning: '' }}
          cells={[
            { name: 'term', label: 'Term' },
            { name: 'meaning', label: 'Meaning' }
          ]}
        />
      </Section>
      <Section title="Links">
        <Rows
          model={model}
          path="links"
          noun="link"
          blank={{ title: '', url: '' }}
          cells={[
            { name: 'title', label: 'Title' },
            { name: 'url', label: 'URL', placeholder: 'https://…' }
          ]}
        />
      </Section>
      <Words
        model={model}
        path="derived_from"
        label="Made from"
        note="names of entries, with commas between"
      />
      <div className="lyc-Editor-two">
        <Text model={model} path="source" label="Source" note="where the data come from" />
        <Text
          model={model}
          path="retention"
          label="Retention"
          note="how long it is kept, and why"
        />
      </div>
      <Text
        model={model}
        path="review_every"
        label="Confirm every"
        note="days; nothing: once a year"
        isNumber
      />
    </Group>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }): JSX.Element {
  return (
    <section className="lyc-Editor-section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
