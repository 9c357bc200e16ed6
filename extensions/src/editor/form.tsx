/** A record as a form: what it is, who answers for it, its data, who may read it, and what else is good to know. */
import React from 'react';

import { trans } from '../words';
import { WhatItIs, WhoAnswers, type AboutProps } from './about';
import { Data, Notebook } from './content';
import { Group } from './groups';
import { Choice, Words } from './inputs';
import type { EditorModel } from './model';
import { More } from './more';

const classes = () => [
  { value: 'public', label: trans.__('public: everybody may read it') },
  { value: 'internal', label: trans.__('internal: everybody here may read it') },
  { value: 'confidential', label: trans.__('confidential: found by everybody, read on request') },
  { value: 'personal', label: trans.__('personal: holds data about people, read on request') }
];

export function Form({ model, rendermime }: AboutProps): JSX.Element {
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

function WhoMay({ model }: { model: EditorModel }): JSX.Element {
  const who = trans.__('everybody, stewards, group:NAME or person:NAME');
  return (
    <Group title={trans.__('Who may see and read it')}>
      <Choice
        model={model}
        path="classification"
        label={trans.__('Classification')}
        options={classes()}
        hint={trans.__('Where nothing else is said below, this decides.')}
      />
      <Words model={model} path="access.see" label={trans.__('May see it')} note={who} />
      <Words model={model} path="access.read" label={trans.__('May read it')} note={who} />
      <Words model={model} path="access.manage" label={trans.__('May manage it')} note={who} />
    </Group>
  );
}
