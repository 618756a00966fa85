'use client';

import { countWords } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { Menu, MenuCheck, MenuItem, MenuNote, MenuRule } from '@/components/ui/menu';
import type { EXPORT_FORMATS } from '@/lib/timeline/exchange';

export interface ToolsMenuProps {
  number: number;
  /** query of what is looked at, without format */
  viewQuery: string;
  hidden: boolean;
  hiddenCount: number;
  onHidden: (shown: boolean) => void;
  onGoTo: () => void;
  onSkew: () => void;
  onImport: () => void;
  exportReason: string | null;
  importReason: string | null;
}

/** These hold what is looked at: filter and range. */
const EXPORTS = [
  ['timesketch-csv', 'Timesketch CSV'],
  ['timesketch-jsonl', 'Timesketch JSONL'],
  ['jsonl', 'JSONL of Bulkhead'],
] as const satisfies readonly (readonly [(typeof EXPORT_FORMATS)[number], string])[];

/** What is done with a timeline as a whole: hidden entries, clocks, import, export. */
export function ToolsMenu(props: ToolsMenuProps) {
  const { number, viewQuery, hidden, hiddenCount, onHidden, exportReason, importReason } = props;
  const fetchFile = (path: string) => window.location.assign(`/api/cases/${number}/${path}`);
  return (
    <Menu
      trigger={
        <button type="button" className="btn" aria-label="More of the timeline">
          <Icon name="menu" small /> <span className="max-sm:hidden">More</span>
        </button>
      }
    >
      <MenuItem onSelect={props.onGoTo}>Go to a time…</MenuItem>
      <MenuCheck checked={hidden} onChange={onHidden}>
        Show {countWords(hiddenCount)} hidden
      </MenuCheck>
      <MenuItem onSelect={props.onSkew}>Clocks of sources…</MenuItem>
      <MenuRule />
      {importReason ? (
        <MenuNote>Import: {importReason}</MenuNote>
      ) : (
        <MenuItem onSelect={props.onImport}>Import…</MenuItem>
      )}
      <MenuRule />
      {exportReason ? (
        <MenuNote>Export: {exportReason}</MenuNote>
      ) : (
        <>
          {EXPORTS.map(([format, label]) => (
            <MenuItem key={format} onSelect={() => fetchFile(`timeline/export?${viewQuery}&format=${format}`)}>
              <Icon name="download" small /> {label}
            </MenuItem>
          ))}
          <MenuNote>These hold what is looked at: filter and range</MenuNote>
          <MenuItem onSelect={() => fetchFile('report-file?format=md')}>
            <Icon name="download" small /> Report of the case, Markdown
          </MenuItem>
          <MenuItem onSelect={() => fetchFile('report-file?format=pdf')}>
            <Icon name="download" small /> Report of the case, PDF
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
