import { StatusGlyph } from '@/components/ui/glyphs';
import { HostileText } from '@/components/ui/hostile-text';
import type { ReportText } from '@/lib/reports/report';
import { HEADING, PARTS, UNKNOWN } from '@/lib/reports/report-text';

/** A status report as it reads: three lists. What is not known has its shape. */
export const ReportBody = ({ content, label }: { content: ReportText; label: string }) => (
  <section aria-label={label}>
    {PARTS.map((part) => (
      <div key={part}>
        <h3>{HEADING[part]}</h3>
        {content[part].length === 0 ? <p className="meta">Nothing on record.</p> : <Lines lines={content[part]} />}
      </div>
    ))}
  </section>
);

const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul>
    {lines.map((line, index) => {
      const unknown = line.startsWith(UNKNOWN);
      return (
        // Lines have no identity of their own; the report is replaced as a whole.
        <li key={`${index}:${line.length}`} data-unknown={unknown || undefined}>
          {unknown ? <StatusGlyph kind="unknown" size={14} /> : null}
          <HostileText mono={false} text={line} max={500} />
        </li>
      );
    })}
  </ul>
);
