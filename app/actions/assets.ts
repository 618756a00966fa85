'use server';

import { action } from '@/app/action';
import * as assets from '@/lib/cases/assets.server';
import { AddAsset, ChangeAsset } from '@/lib/cases/inputs';

/** Adds something that the attacker has, or may have. */
export const addAsset = action('case.asset', AddAsset, assets.addAsset);

/** Gives it another state, with the reason why. */
export const changeAsset = action('case.asset', ChangeAsset, assets.changeAsset);
