/** Whether the notebook in the editor is fit for others, and running it once to see. */
import React, { useEffect } from 'react';
import type { INotebookContent } from '@jupyterlab/nbformat';

import { startRun } from '../form/api';
import { Answered, useAnswer } from '../parts/answer';
import { attempt } from '../parts/attempt';
import { asText } from '../parts/value';
import { lookAtNotebook } from '../review/api';
import { ReadinessFacts, type Trial } from '../review/readiness';
import { trans } from '../words';
import type { EditorModel } from './model';

const PAUSE = 2000;
const UNDER_WAY = ['queued', 'starting', 'running'];

export function Readiness({ model }: { model: EditorModel }): JSX.Element {
  const notebook = model.at('notebook') as unknown as INotebookContent;
  const answer = useAnswer(() => lookAtNotebook(model.service, notebook), [notebook]);
  const { found, again } = answer;
  const isBusy = isUnderWay(found?.trial);
  useEffect(() => {
    const timer = isBusy ? setTimeout(again, PAUSE) : undefined;
    return () => clearTimeout(timer);
  }, [found, isBusy, again]);
  const run = async () => {
    const name = asText(model.at('name') ?? '') || trans.__('Template');
    await startRun(model.service, { name, notebook, parameters: {} });
    again();
  };
  return (
    <Answered answer={answer} what={trans.__('what is known of the notebook')} height={80}>
      {readiness => (
        <ReadinessFacts found={readiness}>
          <button
            type="button"
            className="jp-mod-styled lyc-Button"
            disabled={isBusy}
            title={trans.__('As a job of yours, from top to bottom, on the standard profile')}
            onClick={() => void attempt(run())}
          >
            {trans.__('Run it once')}
          </button>
        </ReadinessFacts>
      )}
    </Answered>
  );
}

function isUnderWay(trial?: Trial | null): boolean {
  return !!trial && UNDER_WAY.includes(trial.state);
}
