import { named, placedContainers, type SignalRule, signal } from '../signal.ts';

/** Root by request, or not excluded: without runAsNonRoot the image decides, and most images are root. */
export const rootUser: SignalRule = (pod) => {
  const shared = pod.spec?.securityContext;
  const users = placedContainers(pod).map(({ container, field }) => ({
    name: container.name,
    field:
      container.securityContext?.runAsUser !== undefined
        ? `${field}.securityContext.runAsUser`
        : 'spec.securityContext.runAsUser',
    user: container.securityContext?.runAsUser ?? shared?.runAsUser,
    nonRoot: container.securityContext?.runAsNonRoot ?? shared?.runAsNonRoot ?? false,
  }));
  const root = users.filter(({ user }) => user === 0);
  const [first] = root;
  if (first) {
    return signal({
      id: 'root-user',
      words: 'Root user',
      weight: 5,
      field: first.field,
      reason: `Container ${named(root.map(({ name }) => name))} runs as user 0 by its own spec.`,
    });
  }
  const open = users.filter(({ user, nonRoot }) => user === undefined && !nonRoot);
  const [undecided] = open;
  if (!undecided) return null;
  return signal({
    id: 'root-user',
    words: 'May be root',
    weight: 3,
    field: 'spec.securityContext.runAsNonRoot',
    reason: `Container ${named(open.map(({ name }) => name))} may run as root: neither runAsUser nor runAsNonRoot is set, so the image decides.`,
  });
};
