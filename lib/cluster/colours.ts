import { z } from 'zod';

/**
 * Colours that tell clusters apart: only ever the left edge of a cluster's name. None is a colour that means something
 * (red, amber, yellow, green, the blue of progress, the pink of drills). Each has 3:1 and more on every surface, light and dark.
 */
export const CLUSTER_COLOURS = {
  slate: 'light-dark(oklch(0.52 0.03 235), oklch(0.72 0.03 235))',
  teal: 'light-dark(oklch(0.53 0.09 195), oklch(0.74 0.1 195))',
  indigo: 'light-dark(oklch(0.5 0.17 278), oklch(0.7 0.13 278))',
  violet: 'light-dark(oklch(0.52 0.18 305), oklch(0.72 0.14 305))',
  brown: 'light-dark(oklch(0.5 0.07 55), oklch(0.7 0.07 55))',
  olive: 'light-dark(oklch(0.52 0.09 118), oklch(0.74 0.09 118))',
} as const;

export type ClusterColour = keyof typeof CLUSTER_COLOURS;

export const ClusterColour = z.enum(Object.keys(CLUSTER_COLOURS) as [ClusterColour, ...ClusterColour[]]); // its own keys

/** The value for CSS of a stored name; null: none was chosen, or one that there is no more. */
export const colourOf = (name: string | null | undefined): string | null => {
  const colour = ClusterColour.safeParse(name);
  return colour.success ? CLUSTER_COLOURS[colour.data] : null;
};
