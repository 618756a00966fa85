import type { CaseView } from '@/lib/cases/case';
import type { TimelineEntry } from '@/lib/timeline/entry';
import type { TimelineFacts } from '@/lib/timeline/page';
import { AnnotateDialogs, type DialogName } from './annotate-dialogs';
import { GoToDialog } from './go-to-dialog';
import { ImportDialog } from './import-dialog';
import { SkewDialog } from './skew-dialog';
import type { Annotate } from './use-annotate';

export type RoomDialogName = DialogName | 'go-to' | 'skew' | 'import';

interface RoomDialogsProps {
  name: RoomDialogName | null;
  view: CaseView;
  /** which entries an annotation is about */
  entries: readonly TimelineEntry[];
  facts: TimelineFacts;
  annotate: Annotate;
  frozen: string | null;
  /** the moment in sight */
  near: number;
  onGo: (at: number) => void;
  onClose: () => void;
  onDone: () => void;
}

/** The one layer above the timeline that is open, if any. */
export function RoomDialogs({ name, view, near, onGo, onClose, frozen, ...annotating }: RoomDialogsProps) {
  switch (name) {
    case null:
      return null;
    case 'go-to':
      return <GoToDialog detectedAt={Date.parse(view.detectedAt)} near={near} onGo={onGo} onClose={onClose} />;
    case 'skew':
      return <SkewDialog view={view} frozen={frozen} onClose={onClose} />;
    case 'import':
      return <ImportDialog view={view} onClose={onClose} />;
    default:
      return <AnnotateDialogs {...annotating} name={name} number={view.number} caseId={view.id} onClose={onClose} />;
  }
}
