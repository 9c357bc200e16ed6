/** Outputs of notebooks, shown through Lab's renderers as untrusted as they are. */
import React, { useLayoutEffect, useRef } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

export interface RenderedProps {
  rendermime: IRenderMimeRegistry;
  data: Record<string, string>;
}

/** One output in its best safe form: no scripts. */
export function Rendered({ rendermime, data }: RenderedProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const form = rendermime.preferredMimeType(data, 'ensure') ?? 'text/plain';
    const model = rendermime.createModel({ data, trusted: false });
    const renderer = rendermime.createRenderer(form);
    Widget.attach(renderer, host.current!);
    void renderer.renderModel(model);
    return () => renderer.dispose();
  }, [rendermime, data]);
  return <div className="lyc-Rendered" ref={host} />;
}
