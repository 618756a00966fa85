'use server';

import { action } from '@/app/action';
import { ActionsEnabledInput, setActionsEnabled as set } from '@/lib/cluster/enable-actions.server';
import * as manage from '@/lib/cluster/manage.server';

/** Turns actions on a cluster on or off; until then Bulkhead only reads it. On the record for good. */
export const setActionsEnabled = action('cluster.enable-actions', ActionsEnabledInput, set);

/** Tries a pasted kubeconfig and connects to its cluster, read-only. */
export const addCluster = action('cluster.manage', manage.AddClusterInput, manage.addCluster);

/** Forgets a cluster that was added in the browser, and its credential. */
export const removeCluster = action('cluster.manage', manage.RemoveClusterInput, manage.removeCluster);

export const setClusterLook = action('cluster.manage', manage.ClusterLookInput, manage.setClusterLook);
