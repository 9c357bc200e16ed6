/** The record as YAML text, in JupyterLab's own editor. */
import React, { useLayoutEffect, useRef } from 'react';
import { CodeEditor, CodeEditorWrapper, type IEditorServices } from '@jupyterlab/codeeditor';
import { Widget } from '@lumino/widgets';

import { trans } from '../words';
import { rich } from '../parts/rich';
import { said } from './findings';
import type { EditorModel } from './model';

export interface TextProps {
  model: EditorModel;
  editors: IEditorServices;
}

export function TextView({ model, editors }: TextProps): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const widget = useRef<CodeEditorWrapper | null>(null);
  useLayoutEffect(() => {
    const editor = editorOf(editors, model);
    widget.current = editor;
    Widget.attach(editor, host.current!);
    editor.node
      .querySelector('.cm-content')
      ?.setAttribute('aria-label', trans.__('The record as YAML'));
    return () => editor.dispose();
  }, [model, editors]);
  const goTo = (line: number) => {
    widget.current?.editor.setCursorPosition({ line: line - 1, column: 0 });
    widget.current?.editor.focus();
  };
  return (
    <>
      <div className="lyc-Editor-text" ref={host} />
      <Problems model={model} goTo={goTo} />
    </>
  );
}

function editorOf(editors: IEditorServices, model: EditorModel): CodeEditorWrapper {
  const content = new CodeEditor.Model({ mimeType: 'text/x-yaml' });
  content.sharedModel.setSource(model.text.source ?? '');
  content.sharedModel.changed.connect(() => model.setText(content.sharedModel.getSource()));
  return new CodeEditorWrapper({
    factory: options => editors.factoryService.newDocumentEditor(options),
    model: content,
    editorOptions: { config: { lineNumbers: true, lineWrap: true, tabFocusable: true } }
  });
}

interface ProblemsProps {
  model: EditorModel;
  goTo: (line: number) => void;
}

/** What is wrong, each with the line where it stands. */
function Problems({ model, goTo }: ProblemsProps): JSX.Element | null {
  const { text, findings } = model;
  const shown = text.isWrong
    ? text.findings
    : findings.all.map(finding => ({ ...finding, line: lineOf(finding.field, text.lines) }));
  return shown.length ? (
    <ul className="lyc-Editor-problems" role="status" aria-label={trans.__('What is wrong')}>
      {shown.map((finding, i) => (
        <li key={i}>
          {finding.line !== undefined && (
            <button type="button" className="lyc-Link" onClick={() => goTo(finding.line!)}>
              {rich('Line %1', finding.line)}
            </button>
          )}{' '}
          {finding.field && <code>{finding.field}</code>} {said(finding)}
        </li>
      ))}
    </ul>
  ) : null;
}

/** Return the line of a field, or of what it is part of. */
function lineOf(field: string, lines: Record<string, number>): number | undefined {
  const outer = field.replace(/(\.[^.[\]]+|\[\d+\])$/, '');
  return lines[field] ?? (outer && outer !== field ? lineOf(outer, lines) : undefined);
}
