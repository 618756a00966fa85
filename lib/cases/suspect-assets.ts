import type { ImageRef } from '../triage/row.ts';
import type { AssetView } from './asset.ts';

export interface SuspectFacts {
  namespace: string;
  podName: string;
  node: string | null;
  serviceAccount: string;
  images: readonly ImageRef[];
}

/** What the attacker has, or may have, when they have this pod: the pod itself, its account, its node, what it runs. */
export function assetsOf(suspect: SuspectFacts): Pick<AssetView, 'kind' | 'name' | 'reason'>[] {
  const pod = podAssetName(suspect);
  const all: Pick<AssetView, 'kind' | 'name' | 'reason'>[] = [
    { kind: 'pod', name: pod, reason: 'A suspect of this case' },
    {
      kind: 'serviceAccount',
      name: `${suspect.namespace}/${suspect.serviceAccount}`,
      reason: `Suspect ${pod} runs as it`,
    },
    ...(suspect.node ? [{ kind: 'node' as const, name: suspect.node, reason: `Suspect ${pod} runs on it` }] : []),
    ...suspect.images.map((image) => ({
      kind: 'image' as const,
      name: imageName(image),
      reason: `Suspect ${pod} runs it as ${image.container}`,
    })),
  ];
  const seen = new Set<string>();
  return all
    .map((one) => ({ ...one, name: one.name.slice(0, NAME_MAX), reason: one.reason.slice(0, 2_000) }))
    .filter(({ kind, name }) => name !== '' && !seen.has(`${kind} ${name}`) && seen.add(`${kind} ${name}`));
}

const NAME_MAX = 500;

export const podAssetName = ({ namespace, podName }: Pick<SuspectFacts, 'namespace' | 'podName'>): string =>
  `${namespace}/${podName}`;

/** By digest, which nobody can point elsewhere; by what the pod asked for when the digest is not known. */
function imageName({ image, digest }: ImageRef): string {
  if (!digest) return image;
  const at = image.indexOf('@');
  return `${at === -1 ? withoutTag(image) : image.slice(0, at)}@${digest}`;
}

function withoutTag(image: string): string {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? image.slice(0, colon) : image;
}
