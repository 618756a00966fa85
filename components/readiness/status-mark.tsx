import { StatusGlyph, type StatusKind } from '@/components/ui/glyphs';
import type { Status } from '@/lib/readiness/check';
import { STATUS_NAME } from './words';

export const STATUS_GLYPH: Record<Status, StatusKind> = {
  pass: 'ok',
  partial: 'partial',
  fail: 'failed',
  unknown: 'unknown',
};
const TONE: Record<Status, string> = {
  pass: 'text-ok-fg',
  partial: 'text-s3-fg',
  fail: 'text-s1-fg',
  unknown: 'text-s4-fg',
};

/** Shape and word. */
export const StatusMark = ({ status, size = 15 }: { status: Status; size?: number }) => (
  <span className={`inline-flex items-center align-middle gap-1.5 ${TONE[status]}`}>
    <StatusGlyph kind={STATUS_GLYPH[status]} size={size} />
    {STATUS_NAME[status]}
  </span>
);
