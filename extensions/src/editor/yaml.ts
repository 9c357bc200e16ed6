/** The record as YAML: written from it and read as one, with the lines where its fields stand. */
import { asProblem, type Service } from '../request';
import { readText, writeText, type Finding } from './api';
import type { Draft } from './record';

export class RecordText {
  /** The text; null while it is not written from the record as it is. */
  source: string | null = null;
  /** Why it is no record. */
  findings: (Finding & { line?: number })[] = [];
  lines: Record<string, number> = {};

  constructor(private readonly service: Service) {}

  get isWrong(): boolean {
    return this.findings.length > 0;
  }

  /** Have it written anew when it is next shown. */
  forget(): void {
    Object.assign(this, { source: null, findings: [] });
  }

  async write(record: Draft): Promise<void> {
    const { text } = await writeText(this.service, record);
    const { lines } = await readText(this.service, text);
    Object.assign(this, { source: text, lines, findings: [] });
  }

  /** Return the record that it says; null where it says none, or changed meanwhile. */
  async read(): Promise<Draft | null> {
    const { source } = this;
    try {
      const { record, lines } = await readText(this.service, source!);
      if (source !== this.source) {
        return null;
      }
      Object.assign(this, { lines, findings: [] });
      return record;
    } catch (error) {
      const { details, message } = asProblem(error);
      this.findings = details.errors ?? [{ field: '', message }];
      return null;
    }
  }
}
