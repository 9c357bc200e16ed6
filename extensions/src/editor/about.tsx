/** What an entry is, and who answers for it. */
import React, { useState } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { Field } from '../form/field';
import { Markdown } from '../parts/markdown';
import { asText } from '../parts/value';
import { trans } from '../words';
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
    <Group title={trans.__('What it is')}>
      <Text
        model={model}
        path="name"
        label={trans.__('Name')}
        note={trans.__('by which it is loaded')}
        hint={
          model.stored.isNamed
            ? trans.__('It is settled: people load it by this name.')
            : trans.__('Lower-case letters, digits and underscores. It never changes later.')
        }
        isFixed={model.stored.isNamed}
      />
      <Text model={model} path="title" label={trans.__('Title')} note={trans.__('a few words')} />
      <Text
        model={model}
        path="summary"
        label={trans.__('Summary')}
        note={trans.__('one sentence for the card')}
      />
      <Description model={model} rendermime={rendermime} />
      <div className="lyc-Editor-two">
        <Text model={model} path="domain" label={trans.__('Domain')} suggestions={model.domains} />
        <Words
          model={model}
          path="tags"
          label={trans.__('Tags')}
          note={trans.__('with commas between')}
        />
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
        label={trans.__('Description')}
        error={model.errorAt('description')}
        action={
          <button
            type="button"
            className="lyc-Toggle"
            aria-pressed={isPreview}
            onClick={() => setPreview(!isPreview)}
          >
            {trans.__('Preview')}
          </button>
        }
      >
        {bound =>
          isPreview ? (
            <div id={bound.id} className="lyc-Editor-preview">
              {source ? (
                <Markdown rendermime={rendermime} source={source} />
              ) : (
                <p className="lyc-Quiet">{trans.__('Nothing is written yet.')}</p>
              )}
            </div>
          ) : (
            <textarea
              {...bound}
              rows={8}
              placeholder={trans.__(
                'Markdown: what the rows are, where they come from, what to know before using them'
              )}
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
    <Group title={trans.__('Who answers for it')}>
      <div className="lyc-Editor-two">
        <Text
          model={model}
          path="owner"
          label={trans.__('Owner')}
          note={trans.__('a person, or group:NAME')}
        />
        <Text
          model={model}
          path="steward"
          label={trans.__('Steward')}
          note={trans.__('a person, or group:NAME')}
        />
      </div>
      <div className="lyc-Editor-two">
        <Text model={model} path="contact" label={trans.__('Contact')} />
        <Text
          model={model}
          path="licence"
          label={trans.__('Licence')}
          note={trans.__('an SPDX identifier')}
          suggestions={LICENCES}
        />
      </div>
    </Group>
  );
}
