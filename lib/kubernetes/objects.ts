import type {
  CoreV1Event,
  V1ClusterRole,
  V1ClusterRoleBinding,
  V1ConfigMap,
  V1Container,
  V1ContainerStatus,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EphemeralContainer,
  V1Job,
  V1LabelSelector,
  V1Namespace,
  V1NetworkPolicy,
  V1Node,
  V1ObjectMeta,
  V1OwnerReference,
  V1Pod,
  V1PodSpec,
  V1PolicyRule,
  V1ReplicaSet,
  V1Role,
  V1RoleBinding,
  V1Secret,
  V1Service,
  V1ServiceAccount,
  V1StatefulSet,
  V1Status,
} from '@kubernetes/client-node';

/** A client-node model as it is on the wire: dates are RFC 3339 strings and the escaped names (`_from`) are the real ones. */
export type Json<T> = T extends Date
  ? string
  : T extends (infer U)[]
    ? Json<U>[]
    : T extends object
      ? { [K in keyof T as K extends `_${infer Name}` ? Name : K]: Json<T[K]> }
      : T;

export type ObjectMeta = Json<V1ObjectMeta>;
export type OwnerReference = Json<V1OwnerReference>;
export type LabelSelector = Json<V1LabelSelector>;
export type Pod = Json<V1Pod>;
export type PodSpec = Json<V1PodSpec>;
export type Container = Json<V1Container>;
export type EphemeralContainer = Json<V1EphemeralContainer>;
export type ContainerStatus = Json<V1ContainerStatus>;
export type Node = Json<V1Node>;
export type Namespace = Json<V1Namespace>;
export type Service = Json<V1Service>;
export type Secret = Json<V1Secret>;
export type ConfigMap = Json<V1ConfigMap>;
export type ServiceAccount = Json<V1ServiceAccount>;
export type Event = Json<CoreV1Event>;
export type Deployment = Json<V1Deployment>;
export type ReplicaSet = Json<V1ReplicaSet>;
export type StatefulSet = Json<V1StatefulSet>;
export type DaemonSet = Json<V1DaemonSet>;
export type Job = Json<V1Job>;
export type CronJob = Json<V1CronJob>;
export type NetworkPolicy = Json<V1NetworkPolicy>;
export type PolicyRule = Json<V1PolicyRule>;
export type Role = Json<V1Role>;
export type ClusterRole = Json<V1ClusterRole>;
export type RoleBinding = Json<V1RoleBinding>;
export type ClusterRoleBinding = Json<V1ClusterRoleBinding>;
export type Status = Json<V1Status>;

/** Any object of the API: what all of them have, and the rest unread. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
  [field: string]: unknown;
}

/** PodMetrics of metrics.k8s.io/v1beta1 (client-node's model of it is not exported). Quantities as strings: `12345n`, `200Mi`. */
export interface PodMetrics {
  metadata: ObjectMeta;
  timestamp: string;
  window: string;
  containers: { name: string; usage: { cpu: string; memory: string } }[];
}
