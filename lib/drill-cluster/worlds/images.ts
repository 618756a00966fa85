import type { Behaviour } from '../controllers/context.ts';
import { fullImage, repository } from '../controllers/pod-state.ts';
import { hexOf } from '../random.ts';
import { type ProfileName, profileFor } from './profiles.ts';

/** What runs from an image: how it behaves for the kubelet and which world it opens. */
export interface ImageFacts extends Behaviour {
  profile: ProfileName;
}

const MINUTE_MS = 60_000;
const NOT_FOUND: readonly { image: RegExp; words: (image: string) => string }[] = [
  {
    image: /\/landing:88$/,
    words: (image) =>
      `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
  },
];

/** Facts of an image. One that the scenarios do not know is taken as pullable, with a small busybox inside. */
export function imageFacts(image: string, args: readonly string[]): ImageFacts {
  const full = fullImage(image);
  const repo = repository(full);
  const profile = profileFor(repo);
  const pinned = /@(sha256:[0-9a-f]{64})$/.exec(full);
  return {
    profile,
    digest: pinned?.[1] ?? `sha256:${hexOf(full, 64)}`,
    pullError: NOT_FOUND.find((known) => known.image.test(full))?.words(full) ?? null,
    ends: endOf(repo, args),
    stopMs: profile === 'node' ? 1200 : 2000,
  };
}

function endOf(repo: string, args: readonly string[]): Behaviour['ends'] {
  if (repo.endsWith('/report-export')) return { afterMs: 4000, exitCode: 1 };
  if (repo.endsWith('/invoice-cleanup') || repo.endsWith('/pg-backup'))
    return { afterMs: 0.6 * MINUTE_MS, exitCode: 0 };
  const sleep = /^sleep (\d+)$/.exec(args.join(' ').trim());
  return sleep === null ? null : { afterMs: Number(sleep[1]) * 1000, exitCode: 0 };
}
