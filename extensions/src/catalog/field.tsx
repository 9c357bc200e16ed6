/** The search field: a row of completions below it is walked with the arrow keys and taken with Enter. */
import React, { useId, useState } from 'react';
import { InputGroup, UseSignal } from '@jupyterlab/ui-components';

import { trans } from '../words';
import type { CatalogModel } from './model';

export function SearchField({ model }: { model: CatalogModel }): JSX.Element {
  const { completion } = model;
  return (
    <UseSignal signal={completion.stateChanged}>
      {() => <Field model={model} items={model.query ? completion.items : []} />}
    </UseSignal>
  );
}

interface FieldProps {
  model: CatalogModel;
  items: string[];
}

function Field({ model, items }: FieldProps): JSX.Element {
  const id = useId();
  const [active, setActive] = useState(-1);
  const reached = Math.min(active, items.length - 1);
  const take = (item: string) => {
    setActive(-1);
    model.type(item);
  };
  return (
    <div className="lyc-Search">
      <InputGroup
        type="search"
        role="combobox"
        aria-label={trans.__('Search the catalog')}
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={id}
        aria-activedescendant={reached < 0 ? undefined : `${id}-${reached}`}
        placeholder={trans.__('Search the catalog')}
        autoComplete="off"
        spellCheck={false}
        rightIcon="ui-components:search"
        value={model.query}
        onChange={event => {
          setActive(-1);
          model.type(event.target.value);
        }}
        onBlur={() => setActive(-1)}
        onKeyDown={event => {
          const next = nextActive(event.key, reached, items.length);
          if (next !== null) {
            setActive(next);
          } else if (event.key === 'Enter' && reached >= 0) {
            take(items[reached]);
          } else {
            return;
          }
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <ul
        id={id}
        className="lyc-Completions"
        role="listbox"
        aria-label={trans.__('Completions')}
        aria-orientation="horizontal"
        aria-hidden={!items.length}
      >
        {items.map((item, i) => (
          <li
            key={item}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === reached}
            onMouseDown={event => event.preventDefault()} // the field keeps the focus
            onClick={() => take(item)}
          >
            {item}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Return which completion a key leads to, -1 for the text; null where it does something else. */
function nextActive(key: string, active: number, number: number): number | null {
  const isIn = active >= 0;
  const isForward = key === 'ArrowDown' || (key === 'ArrowRight' && isIn);
  if (isForward && active < number - 1) {
    return active + 1;
  }
  if (isIn && (key === 'ArrowUp' || key === 'ArrowLeft')) {
    return active - 1;
  }
  return isIn && key === 'Escape' ? -1 : null;
}
