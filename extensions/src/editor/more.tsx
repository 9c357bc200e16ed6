/** What else is good to know of an entry: quality, glossary, links, sources, how long it holds. */
import React from 'react';

import { Group, Section } from './groups';
import { Text, Words } from './inputs';
import type { EditorModel } from './model';
import { Rows } from './rows';

const EXPECTED = ['present', 'unique', 'between', 'one_of'] as const;

export function More({
  model,
  isDataset
}: {
  model: EditorModel;
  isDataset: boolean;
}): JSX.Element {
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
