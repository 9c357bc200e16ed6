/** What else is good to know of an entry: quality, glossary, links, sources, how long it holds. */
import React from 'react';

import { trans } from '../words';
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
    <Group title={trans.__('Good to know')}>
      {isDataset && (
        <Section title={trans.__('Quality')}>
          <Rows
            model={model}
            path="quality"
            noun={trans.__('expectation')}
            adding={trans.__('Add an expectation')}
            hint={trans.__('What holds when the data are as they should be.')}
            blank={{ column: '', expect: 'present' }}
            cells={[
              { name: 'column', label: trans.__('Column') },
              { name: 'expect', label: trans.__('Is'), as: 'choice', options: EXPECTED },
              { name: 'low', label: trans.__('From'), as: 'number' },
              { name: 'high', label: trans.__('To'), as: 'number' },
              { name: 'values', label: trans.__('One of'), as: 'values' },
              { name: 'share', label: trans.__('Share of rows'), as: 'number', placeholder: '1' }
            ]}
          />
        </Section>
      )}
      <Section title={trans.__('Glossary')}>
        <Rows
          model={model}
          path="glossary"
          noun={trans.__('term')}
          adding={trans.__('Add a term')}
          blank={{ term: '', meaning: '' }}
          cells={[
            { name: 'term', label: trans.__('Term') },
            { name: 'meaning', label: trans.__('Meaning') }
          ]}
        />
      </Section>
      <Section title={trans.__('Links')}>
        <Rows
          model={model}
          path="links"
          noun={trans.__('link')}
          adding={trans.__('Add a link')}
          blank={{ title: '', url: '' }}
          cells={[
            { name: 'title', label: trans.__('Title') },
            { name: 'url', label: 'URL', placeholder: 'https://…' }
          ]}
        />
      </Section>
      <Words
        model={model}
        path="derived_from"
        label={trans.__('Made from')}
        note={trans.__('names of entries, with commas between')}
      />
      <div className="lyc-Editor-two">
        <Text
          model={model}
          path="source"
          label={trans.__('Source')}
          note={trans.__('where the data come from')}
        />
        <Text
          model={model}
          path="retention"
          label={trans.__('Retention')}
          note={trans.__('how long it is kept, and why')}
        />
      </div>
      <Text
        model={model}
        path="review_every"
        label={trans.__('Confirm every')}
        note={trans.__('days; nothing: once a year')}
        isNumber
      />
    </Group>
  );
}
