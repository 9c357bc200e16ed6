/** What an entry is, and who answers for it. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { Field } from '../form/field';
import { Markdown } from '../parts/markdown';
import { asText } from '../parts/value';
import { Group } from './groups';
import { Text, Words } from './inputs';
import type { EditorModel } from './model';

const LICENCES = ['CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0', 'ODbL-1.0', 'BSD-3-Clause', 'MIT'];

export interface AboutProps {
  model: EditorModel;
  rendermime: IRenderMimeRegistry;
}

export function WhatItIs({ model, rendermime }: AboutProps): JSX.Element {
  return (
    <Group title="What it is">
      <Text
        model={model}
        path="name"
        label="Name"
        note="by which it is loaded"
        hint={
          model.stored.isNamed
            ? 'It is settled: people load it by this name.'
            : 'Lower-case letters, digits and underscores. It never changes later.'
        }
        isFixed={model.stored.isNamed}
      />
      <Text model={model} path="title" label="Title" note="a few words" />
      <Text model={model} path="summary" label="Summary" note="one sentence for the card" />
      <Description model={model} rendermime={rendermime} />
      <div className="lyc-Editor-two">
        <Text model={model} path="domain" label="Domain" suggestions={model.domains} />
        <Words model={model} path="tags" label="Tags" note="with commas between" />
      </div>
    </Group>
  );
}

function Description({ model, rendermime }: AboutProps): JSX.Element {
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

export function WhoAnswers({ model }: { model: EditorModel }): JSX.Element {
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
