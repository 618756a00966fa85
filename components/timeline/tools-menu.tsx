'use client';

import { countWords } from '@/components/ui/format';
import { Icon } from '@/components/ui/glyphs';
import { Menu, MenuCheck, MenuItem, MenuNote, MenuRule } from '@/components/ui/menu';

export interface ToolsMenuProps {
  number: number;
  hidden: boolean;
  hiddenCount: number;
  onHidden: (shown: boolean) => void;
  onGoTo: () => void;
  onSkew: () => void;
  onImport: () => void;
  exportReason: string | null;
  importReason: string | null;
}

const EXPORTS = [
  ['Timesketch CSV', 'timeline/export?format=timesketch-csv'],
  ['Timesketch JSONL', 'timeline/export?format=timesketch-jsonl'],
  ['JSONL with all fields', 'timeline/export?format=jsonl'],
  ['Report, Markdown', 'report-file?format=md'],
  ['Report, PDF', 'report-file?format=pdf'],
] as const;

/** What is done with a timeline as a whole: hidden entries, clocks, import, export. */
export function ToolsMenu(props: ToolsMenuProps) {
  const { number, hidden, hiddenCount, onHidden, exportReason, importReason } = props;
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
        EXPORTS.map(([label, path]) => (
          <MenuItem key={path} onSelect={() => fetchFile(path)}>
            <Icon name="download" small /> {label}
          </MenuItem>
        ))
      )}
    </Menu>
  );
}
