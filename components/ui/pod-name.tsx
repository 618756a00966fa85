import { visible } from '@/lib/text/visible';

interface PodNameProps {
  name: string;
  /** the workload it belongs to, when known */
  workload?: string;
  className?: string;
}

/** What a generated pod name adds to its workload's: "-7c9f6d5b8-x2kqv", "-x2kqv", "-0". */
const SUFFIX = /(-[a-z0-9]{8,10})?-([a-z0-9]{5}|\d+)$/;

/** Never cut: the workload bright, what tells its pods apart dim. */
export function PodName({ name, workload, className = '' }: PodNameProps) {
  const stem = workload && name.startsWith(`${workload}-`) ? workload : name.replace(SUFFIX, '');
  return (
    <bdi className={`mono ${className}`}>
      <span className="font-medium text-fg">{visible(stem)}</span>
      <span className="text-fg-3">{visible(name.slice(stem.length))}</span>
    </bdi>
  );
}
