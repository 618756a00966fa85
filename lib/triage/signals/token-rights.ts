import { type SignalRule, signal } from '../signal.ts';
import { asUsual } from '../usual.ts';

const WEIGHTS = { 1: 24, 2: 16, 3: 5 } as const;
/** Each further dangerous right adds one, up to this. */
const MORE = 4;

/** The token counts only where it is mounted; the pod's own setting goes before its service account's. */
export const tokenRights: SignalRule = (pod, context) => {
  const namespace = pod.metadata?.namespace ?? '';
  const name = pod.spec?.serviceAccountName || 'default';
  const account = context.serviceAccount(namespace, name);
  const mounted = pod.spec?.automountServiceAccountToken ?? account?.automountServiceAccountToken ?? true;
  const dangers = mounted ? context.dangersOf(namespace, name) : null;
  const [worst] = dangers ?? [];
  if (!dangers || !worst) return null;
  const { weight, words } = asUsual(WEIGHTS[worst.grade] + Math.min(MORE, dangers.length - 1), pod, context);
  const more =
    dangers.length > 1 ? ` ${dangers.length - 1} more dangerous ${dangers.length === 2 ? 'right' : 'rights'}.` : '';
  return signal({
    id: 'token-rights',
    words: worst.id === 'everything' ? 'Admin token' : worst.id === 'secrets' ? 'Secrets via token' : 'Strong token',
    weight,
    field: 'spec.serviceAccountName',
    attack: 'T1528',
    reason: `The mounted token of service account ${name} ${worst.words}, through ${worst.through}.${more}${words}`,
  });
};
