import type { AssetView } from '../cases/asset.ts';

export type AssetFact = Pick<AssetView, 'kind' | 'name' | 'state'>;

export const ASSET_KIND_WORDS: Record<AssetView['kind'], string> = {
  pod: 'pod',
  serviceAccount: 'service account',
  secret: 'secret',
  node: 'node',
  image: 'image',
  address: 'address',
};
