/** What people wrote, shown through Lab's sanitising renderer and never as raw HTML. */
import React, { useLayoutEffect, useRef } from 'react';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';

export interface MarkdownProps {
  rendermime: IRenderMimeRegistry;
  source: string;
}

/** Markdown, untrusted: no scripts, no styles. */
export function Markdown({ rendermime, source }: MarkdownProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  // a layout effect, for Lumino detaches widgets only while they are in the page
  useLayoutEffect(() => {
    const model = rendermime.createModel({ data: { 'text/markdown': source }, trusted: false });
    const renderer = rendermime.createRenderer('text/markdown');
    Widget.attach(renderer, host.current!);
    void renderer.renderModel(model).then(() => letKeysScroll(renderer.node));
    return () => renderer.dispose();
  }, [rendermime, source]);
  return <div className="lyc-Markdown" ref={host} />;
}

/** Have the keyboard reach blocks of code, which may be wider than their place. */
function letKeysScroll(node: HTMLElement): void {
  node.querySelectorAll('pre').forEach(block => (block.tabIndex = 0));
}

/** Python source with Lab's own highlighting. */
export function Code({ rendermime, source }: MarkdownProps): JSX.Element {
  const longest = Math.max(2, ...Array.from(source.matchAll(/`+/g), match => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return <Markdown rendermime={rendermime} source={`${fence}python\n${source}\n${fence}`} />;
}
