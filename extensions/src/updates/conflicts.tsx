/** Cells that the person and the new version both changed, side by side, each to be settled. */
import React, { useId } from 'react';

import { pieces, type Piece } from '../review/words';
import { trans } from '../words';
import type { Cell, Choice, Conflict } from './api';

export interface ConflictsProps {
  conflicts: Conflict[];
  choices: (Choice | undefined)[];
  onChoose: (conflict: number, choice: Choice) => void;
}

export function Conflicts({ conflicts, choices, onChoose }: ConflictsProps): JSX.Element {
  return (
    <>
      {conflicts.map((conflict, i) => (
        <Settling
          key={i}
          title={trans.__('Conflict %1 of %2', i + 1, conflicts.length)}
          conflict={conflict}
          choice={choices[i]}
          onChoose={choice => onChoose(i, choice)}
        />
      ))}
    </>
  );
}

interface SettlingProps {
  title: string;
  conflict: Conflict;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}

function Settling({ title, conflict, choice, onChoose }: SettlingProps): JSX.Element {
  const name = useId();
  const [mine, theirs] = [conflict.mine, conflict.theirs].map(textOf);
  const found = pieces(mine, theirs);
  return (
    <fieldset className="lyc-Settling">
      <legend>{title}</legend>
      <div className="lyc-Sides">
        <Side label={trans.__('Yours')} gone={trans.__('You removed it.')} text={mine}>
          {found.filter(({ kind }) => kind !== 'added')}
        </Side>
        <Side
          label={trans.__('The new version’s')}
          gone={trans.__('The new version no longer has it.')}
          text={theirs}
        >
          {found.filter(({ kind }) => kind !== 'removed')}
        </Side>
      </div>
      <div className="lyc-Settling-choices">
        {choicesFor(conflict).map(([value, words]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={choice === value}
              onChange={() => onChoose(value)}
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Return what can be chosen; both only where there are two. */
function choicesFor({ mine, theirs }: Conflict): [Choice, string][] {
  const one: [Choice, string][] = [
    ['mine', mine.length ? trans.__('Keep mine') : trans.__('Leave it out')],
    ['theirs', theirs.length ? trans.__('Take the new version’s') : trans.__('Remove mine')]
  ];
  return mine.length && theirs.length ? [...one, ['both', trans.__('Keep both')]] : one;
}

interface SideProps {
  label: string;
  /** What is said where this side has no cell. */
  gone: string;
  text: string;
  children: Piece[];
}

function Side({ label, gone, text, children }: SideProps): JSX.Element {
  return (
    <div role="group" aria-label={label}>
      <p className="lyc-Quiet">{label}</p>
      {text ? (
        <pre className="lyc-Text" tabIndex={0} aria-label={label}>
          {children.map(({ kind, text }, i) =>
            kind === 'same' ? (
              <React.Fragment key={i}>{text}</React.Fragment>
            ) : (
              <mark key={i}>{text}</mark>
            )
          )}
        </pre>
      ) : (
        <p>{gone}</p>
      )}
    </div>
  );
}

function textOf(cells: Cell[]): string {
  return cells.map(({ source }) => source).join('\n\n');
}
