'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/field';
import { byteWords, countWords, plural } from '@/components/ui/format';
import { HostileText } from '@/components/ui/hostile-text';
import { Kv } from '@/components/ui/kv';
import { ErrorNote } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import type { CaseView } from '@/lib/cases/case';
import type { Failure } from '@/lib/failure';
import { IMPORT_MAX_BYTES, IMPORT_SOURCES, ImportReport, type ImportSource } from '@/lib/timeline/imported';
import { SOURCE } from './entry-words';

const NO_ANSWER: Failure = {
  code: 'no-answer',
  title: 'Not imported',
  detail: 'Bulkhead did not answer, or not as expected. A file is brought in as a whole or not at all.',
  next: 'Look for an entry "Imported …" before you try again; the same file again adds nothing.',
};

/** A file of Timesketch or of our own: first counted, with each line that is no event and why, and only then brought in. */
export function ImportDialog({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [source, setSource] = useState<ImportSource>('alert');
  const [report, setReport] = useState<ImportReport | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const tooLarge = file !== null && file.size > IMPORT_MAX_BYTES;

  const send = async (preview: boolean) => {
    if (!file || busy) return;
    setBusy(preview ? 'Counting' : 'Importing');
    const query = new URLSearchParams({
      name: name.trim() || file.name.slice(0, 100),
      source,
      preview: String(preview),
    });
    try {
      const answer = await fetch(`/api/cases/${view.number}/timeline/import?${query}`, { method: 'POST', body: file });
      const body: unknown = await answer.json();
      const read = ImportReport.safeParse(body);
      setReport(read.success ? read.data : null);
      setFailure(read.success ? null : failureIn(body));
    } catch {
      setFailure(NO_ANSWER);
    } finally {
      setBusy(null);
    }
  };
  const choose = (next: File | null) => {
    setFile(next);
    setReport(null);
    setFailure(null);
    setName(next?.name.slice(0, 100) ?? '');
  };
  const why = !file ? 'Choose a file' : tooLarge ? 'The file is too large' : busy;
  return (
    <Dialog open onClose={onClose} title="Import entries" className="w-[min(560px,calc(100vw-24px))]">
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!why) void send(report === null || report.done);
        }}
      >
        <Field
          label="File"
          type="file"
          data-first-focus
          accept=".csv,.jsonl,.ndjson,.json"
          onChange={(event) => choose(event.target.files?.[0] ?? null)}
          hint={`Timesketch CSV or JSONL, or JSONL of Bulkhead; up to ${byteWords(IMPORT_MAX_BYTES)}`}
          error={tooLarge && file ? `It has ${byteWords(file.size)}. Split it.` : null}
        />
        <Field
          label="Name of the source, as it will stand at its entries"
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
        <Select
          label="Lane of events that name none of ours"
          value={source}
          onChange={(event) => setSource(IMPORT_SOURCES.find((one) => one === event.target.value) ?? 'alert')}
        >
          {IMPORT_SOURCES.map((one) => (
            <option key={one} value={one}>
              {SOURCE[one].name}
            </option>
          ))}
        </Select>
        {report ? <Report report={report} /> : null}
        {failure ? <ErrorNote {...failure} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{report?.done ? 'Close' : 'Cancel'}</Button>
          {report && !report.done ? (
            <Button
              look="solid"
              disabledReason={why ?? (report.added === 0 ? 'Nothing in it is new' : null)}
              onClick={() => void send(false)}
            >
              {busy ?? `Import ${plural(report.added, 'entry', 'entries')}`}
            </Button>
          ) : report?.done ? null : (
            <Button look="solid" disabledReason={why} onClick={() => void send(true)}>
              {busy ?? 'Look at it first'}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function Report({ report }: { report: ImportReport }) {
  const { done, added, known, skipped, faults, first, last, format } = report;
  return (
    <section className="grid gap-2" aria-label="Import" role="status">
      <p className="font-semibold">
        {done ? `${plural(added, 'entry', 'entries')} imported` : 'Counted; nothing is written yet'}
      </p>
      <Kv
        facts={[
          ['Read as', format === 'csv' ? 'CSV' : 'JSON, one a line'],
          [done ? 'Added' : 'Would be added', countWords(added)],
          ['Known already', countWords(known)],
          ['Lines that are no events', countWords(skipped)],
          [
            'From, to',
            first && last ? (
              <span key="t">
                <Time at={first} /> to <Time at={last} />
              </span>
            ) : (
              'no time'
            ),
          ],
        ]}
      />
      {faults.length > 0 ? (
        <ol className="max-h-[30vh] overflow-y-auto" aria-label="Lines that are no events">
          {faults.map(({ line, words }) => (
            <li key={line}>
              <span className="text-fg-3">line {countWords(line)}</span>{' '}
              <HostileText mono={false} text={words} max={200} />
            </li>
          ))}
        </ol>
      ) : null}
      {skipped > faults.length ? <p className="meta">The first {faults.length} of them are listed.</p> : null}
    </section>
  );
}

function failureIn(body: unknown): Failure {
  if (typeof body !== 'object' || body === null || !('error' in body)) return NO_ANSWER;
  const { error } = body;
  if (typeof error !== 'object' || error === null) return NO_ANSWER;
  const text = (key: string) => (key in error ? String(Reflect.get(error, key) ?? '') : '');
  return { code: text('code'), title: text('title') || NO_ANSWER.title, detail: text('detail'), next: text('next') };
}
