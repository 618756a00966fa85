import type { ChipTone } from '@/components/ui/chip';
import type { AssetView } from '@/lib/cases/asset';
import { ASSET_KINDS } from '@/lib/cases/asset';

export const KIND_NAME: Record<AssetView['kind'], string> = {
  pod: 'Pod',
  serviceAccount: 'Service account',
  secret: 'Secret',
  node: 'Node',
  image: 'Image',
  address: 'Address',
};

/** What is typed as the name of each kind. */
export const NAME_EXAMPLE: Record<AssetView['kind'], string> = {
  pod: 'namespace/pod',
  serviceAccount: 'namespace/account',
  secret: 'namespace/secret',
  node: 'node',
  image: 'image@sha256:…',
  address: '203.0.113.66',
};

export const STATE_TONE: Record<AssetView['state'], ChipTone> = {
  suspected: 'unknown',
  confirmed: 'failed',
  contained: 'ok',
  rebuilt: 'ok',
  cleared: 'ok',
};

/** What is worst and still open first. */
const ORDER: readonly AssetView['state'][] = ['confirmed', 'suspected', 'contained', 'rebuilt', 'cleared'];

export const stateName = (state: AssetView['state']) => `${state.charAt(0).toUpperCase()}${state.slice(1)}`;

/** Assets of each kind that has some, in the order of the kinds; within one the worst first, then by name. */
export const byKind = (assets: readonly AssetView[]): { kind: AssetView['kind']; assets: AssetView[] }[] =>
  ASSET_KINDS.map((kind) => ({
    kind,
    assets: assets
      .filter((asset) => asset.kind === kind)
      .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.name < b.name ? -1 : 1)),
  })).filter((group) => group.assets.length > 0);

/** Still to be dealt with: nobody cleared, contained or rebuilt it. */
export const isOpenAsset = ({ state }: AssetView) => state === 'suspected' || state === 'confirmed';
