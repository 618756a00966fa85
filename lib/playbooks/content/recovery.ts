import type { PlaybookText } from '../playbook.ts';

export const recovery: PlaybookText = {
  phase: 'recovery',
  title: 'Eradication and recovery',
  aim: 'Nothing the attacker touched or knows is used again: image, secrets, account, node. All secrets rotated and the account revoked within 45 minutes of detection; then the case is contained for good.',
  steps: [
    {
      key: 'rebuild',
      title: 'Rebuild from a verified base',
      why: 'A compromised container is never patched. A new image from a base pinned by digest has a new digest, and that is how you know it is another one.',
      who: 'Platform',
      commands: [
        {
          words: 'A fresh build that takes nothing from a cache; it prints the new digest',
          run: 'docker buildx build --pull --no-cache --push --tag {{repository}}:case-{{case}} .',
        },
        { words: 'The digest that was compromised, which must not run again', run: 'echo {{repository}}@{{digest}}' },
      ],
      instead: {
        of: 'kubectl exec POD -- apt-get upgrade, or editing files in the container',
        because: 'What the attacker left stays, the patch is gone at the next restart, and the evidence is changed.',
      },
      doneWhen: 'A new digest exists, built from a base whose digest was verified',
    },
    {
      key: 'verify-signature',
      title: 'Verify the signature',
      who: 'Platform',
      why: 'Proves that your own pipeline built what is about to run.',
      commands: [
        {
          words: 'With NEW_DIGEST set to what the build printed, and the key of your releases',
          run: 'cosign verify --key cosign.pub {{repository}}@"$NEW_DIGEST"',
        },
      ],
      instead: {
        of: 'cosign verify --key cosign.pub IMAGE:TAG',
        because: 'A tag can be moved between the check and the rollout. Verify and deploy the same digest.',
      },
      doneWhen: 'The signature of the new digest matches the release key',
    },
    {
      key: 'scan',
      title: 'Scan the new image',
      who: 'Platform',
      why: 'So that the rebuilt image does not carry the hole it was broken through.',
      commands: [
        {
          words: 'Fails when something critical or high can be fixed',
          run: 'trivy image --severity CRITICAL,HIGH --ignore-unfixed --exit-code 1 {{repository}}@"$NEW_DIGEST"',
        },
      ],
      doneWhen: 'No critical and no high finding that has a fix',
    },
    {
      key: 'remove-planted',
      title: 'Remove what was planted',
      why: 'The second way in: bindings, CronJobs, DaemonSets, webhooks, tokens made since T+0. In the breach of the aim a service account was the back door and a miner ran on 12 nodes.',
      who: 'Platform',
      commands: [
        {
          words: 'What runs, newest last',
          run: 'for kind in deployments daemonsets statefulsets cronjobs jobs; do kubectl get "$kind" -A --sort-by=.metadata.creationTimestamp | tail -n 5; done',
        },
        {
          words: 'Bindings and accounts, newest last',
          run: 'for kind in clusterrolebindings rolebindings serviceaccounts; do kubectl get "$kind" -A --sort-by=.metadata.creationTimestamp | tail -n 5; done',
        },
        {
          words: 'What may change every object on its way in',
          run: 'for kind in mutatingwebhookconfigurations validatingwebhookconfigurations; do kubectl get "$kind" --sort-by=.metadata.creationTimestamp; done',
        },
      ],
      instead: {
        of: 'kubectl get deployments,cronjobs,… -A --sort-by=.metadata.creationTimestamp',
        because:
          'kubectl cannot sort several kinds at once: it ends with an error and shows nothing. Ask for each kind.',
      },
      doneWhen: 'Everything made since T+0 is explained, or kept as evidence and removed',
    },
    {
      key: 'rotate-secrets',
      title: 'Rotate every reachable secret',
      why: 'All that the pod could reach: mounted, in its environment, and all that its account could list. Change the value at its source (database, provider) first; only then is the old one dead.',
      who: 'Analyst',
      commands: [
        {
          words: 'Could its account list them?',
          run: 'kubectl auth can-i list secrets -n {{namespace}} --as=system:serviceaccount:{{namespace}}:{{serviceAccount}}',
        },
        {
          words: 'Names only, oldest first',
          run: 'kubectl get secrets -n {{namespace}} --sort-by=.metadata.creationTimestamp',
        },
      ],
      instead: {
        of: 'Rotating only the Secrets that the pod mounts',
        because:
          'With list or get on secrets the attacker has read all of them, in every namespace where that right holds.',
      },
      doneWhen: 'Every reachable secret is newer than T+0 and its old value is refused',
    },
    {
      key: 'recreate-account',
      title: 'Recreate the service account with less',
      why: 'Tokens are bound to the UID of the account: deleting it makes all of them invalid. Other pods of that account need a restart. Give the new one only the rights that were used.',
      who: 'Commander',
      commands: [
        {
          words: 'Its bindings',
          run: 'kubectl get rolebindings,clusterrolebindings -A -o wide | grep -F -- {{serviceAccount}}',
        },
        { words: 'Delete it', run: 'kubectl delete serviceaccount {{serviceAccount}} -n {{namespace}}' },
        { words: 'Make it again', run: 'kubectl create serviceaccount {{serviceAccount}} -n {{namespace}}' },
        {
          words: 'The old token must be refused: 401. With API_SERVER and OLD_TOKEN set',
          run: `curl -sk -o /dev/null -w '%{http_code}\\n' -H "Authorization: Bearer $OLD_TOKEN" "$API_SERVER/api"`,
        },
      ],
      instead: {
        of: 'Deleting the token Secret, or kubectl --token=OLD to test it',
        because:
          'Tokens that the kubelet projected are in no Secret and live on until they expire. And kubectl prefers a client certificate of your kubeconfig to --token: it would succeed for you, not for the token. 403 means the token is still accepted; only 401 is dead.',
      },
      doneWhen: 'The API server refuses the old token with 401, and the new account has less',
    },
    {
      key: 'rebuild-node',
      title: 'Replace the node, if it was in reach',
      why: 'Privileged, hostPath, host namespaces or the runtime socket: then the attacker has the node too, with the credentials of its kubelet and of every pod on it.',
      who: 'Platform',
      commands: [
        { words: 'Nothing new comes to it', run: 'kubectl cordon {{node}}' },
        {
          words: 'Move the others away, leave the suspect where it is',
          run: "kubectl drain {{node}} --ignore-daemonsets --delete-emptydir-data --pod-selector='!bulkhead/quarantine'",
        },
      ],
      instead: {
        of: 'kubectl drain NODE at once',
        because:
          'It evicts the suspect and its emptyDirs with all evidence that was not captured. Capture first, and leave quarantined pods out.',
      },
      doneWhen: 'A new node runs, the old disk is kept; or it is written down why the node was not in reach',
    },
    {
      key: 'shut-way-in',
      title: 'Shut the way in',
      why: 'The debug endpoint, the open port, the vulnerable library, the leaked credential: fixed in the source and not only at the edge.',
      who: 'Platform',
      doneWhen: 'The exploit is tried against the new image and fails',
    },
    {
      key: 'default-deny',
      title: 'Default deny in the namespace',
      why: 'Both directions, with the exceptions that the service needs. Check them on staging: DNS is the one that is forgotten.',
      who: 'Platform',
      commands: [
        {
          words: 'Deny all by default',
          run: `printf '%s' '{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"default-deny"},"spec":{"podSelector":{},"policyTypes":["Ingress","Egress"]}}' | kubectl apply -n {{namespace}} -f -`,
        },
      ],
      doneWhen: 'Default deny holds in the namespace, and the service still works',
    },
    {
      key: 'redeploy',
      title: 'Roll out and watch',
      why: 'One replica, watched; then all.',
      who: 'Platform',
      commands: [
        {
          words: 'The new digest, with NEW_DIGEST set',
          run: 'kubectl set image deployment/{{deployment}} -n {{namespace}} {{container}}={{repository}}@"$NEW_DIGEST"',
        },
        { words: 'One replica', run: 'kubectl scale deployment {{deployment}} -n {{namespace}} --replicas=1' },
        { words: 'Wait for it', run: 'kubectl rollout status deployment/{{deployment}} -n {{namespace}} --timeout=5m' },
      ],
      instead: {
        of: 'kubectl rollout undo',
        because: 'The revision before has the same hole, and perhaps the same attacker.',
      },
      doneWhen: 'The new digest runs for 30 minutes without a signal',
    },
    {
      key: 'give-back-traffic',
      title: 'Give back the traffic',
      why: 'In parts, while detection looks at it. The suspect stays in quarantine until its evidence is no longer needed.',
      who: 'Commander',
      commands: [{ words: 'Who receives traffic now', run: 'kubectl get endpointslices -n {{namespace}} -o wide' }],
      doneWhen: 'All traffic is back, and no signal is open',
    },
  ],
  criteria: [
    { key: 'credentials-dead', words: 'Old credentials proven dead' },
    { key: 'image-trusted', words: 'Image trusted' },
    { key: 'way-in-shut', words: 'Way in shut' },
    { key: 'no-open-signal', words: 'No open signal' },
  ],
};
