import type { PlaybookText } from '../playbook.ts';

export const forensics: PlaybookText = {
  phase: 'forensics',
  title: 'Forensic collection',
  aim: 'A race against the orchestrator: the most volatile first (NIST SP 800-86, RFC 3227), each piece hashed while it streams, nothing written in the suspect, and on record who had it.',
  steps: [
    {
      key: 'processes',
      title: 'Processes',
      why: 'Gone first. Look for shells, downloaders and what runs from /tmp, /dev/shm or a deleted file.',
      who: 'Analyst',
      commands: [
        {
          words: 'As the container has it',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- ps aux',
        },
        {
          words: 'Without ps: names, executables and command lines from /proc',
          run: `kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- sh -c 'for p in /proc/[0-9]*; do ls -l $p/exe; tr "\\0" " " < $p/cmdline; echo; done'`,
        },
      ],
      instead: {
        of: 'Trusting ps and ss of the suspect alone',
        because:
          'The attacker may have replaced them, and many images have none. /proc is the kernel speaking; from the node, nsenter -t PID uses the tools of the node.',
      },
      doneWhen: 'Processes are sealed, or why not is written down',
      auto: 'collectors-ended',
    },
    {
      key: 'sockets',
      title: 'Connections, listening and established',
      why: 'A back door listens, exfiltration is established. Both are needed.',
      who: 'Analyst',
      commands: [
        {
          words: 'Listening',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- ss -tulpn',
        },
        {
          words: 'All TCP, the established ones too',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- ss -tanp',
        },
      ],
      instead: {
        of: 'ss -tulpn (or netstat -tulpn) alone',
        because: '-l lists listening sockets only: the connection to the attacker, which is established, is not in it.',
      },
      doneWhen: 'Sockets are sealed, with remote addresses listed as assets',
      auto: 'collectors-ended',
    },
    {
      key: 'persistence',
      title: 'Crontabs and timers',
      why: 'What brings the attacker back. In the container it dies with it; on the node (hostPath, privileged) it stays.',
      who: 'Analyst',
      commands: [
        {
          words: 'In the container',
          run: `kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- sh -c 'crontab -l; ls -la /etc/cron* /var/spool/cron; cat /etc/crontab; systemctl list-timers --all || true'`,
        },
        {
          words: 'On the node, when the container could reach it',
          run: "sh -c 'ls -la /etc/cron* /var/spool/cron; systemctl list-timers --all; ls -la --time-style=full-iso /etc/systemd/system'",
        },
      ],
      doneWhen: 'Crontabs and timers are sealed, or there are none',
      auto: 'collectors-ended',
    },
    {
      key: 'changed-binaries',
      title: 'Binaries changed lately',
      why: 'Replaced tools in /usr/bin and /usr/local/bin. touch sets a modification time back, the change time (ctime) it cannot.',
      who: 'Analyst',
      commands: [
        {
          words: 'Changed in the last 60 minutes, by modification and by change time',
          run: `kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- sh -c 'find /usr/bin /usr/local/bin -type f -mmin -60 -exec ls -l {} +; find /usr/bin /usr/local/bin -type f -cmin -60 -exec ls -lc {} +'`,
        },
      ],
      instead: {
        of: 'find -mmin -60, run hours later',
        because: 'The 60 minutes count back from now. Put in the minutes since before T+0.',
      },
      doneWhen: 'The list is sealed, and each entry explained',
      auto: 'collectors-ended',
    },
    {
      key: 'changed-etc',
      title: 'Files in /etc newer than the image',
      why: 'An image is read-only: whatever is newer than the start of the container was written by somebody in it.',
      who: 'Analyst',
      commands: [
        {
          words: 'Newer than /etc/hostname, which is written when the container starts',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- find /etc -type f -newer /etc/hostname',
        },
      ],
      doneWhen: '/etc is sealed and each newer file explained',
      auto: 'collectors-ended',
    },
    {
      key: 'container-image',
      title: 'Keep the container as an image',
      why: 'Its layer holds all that was written since it started; a checkpoint holds its memory too, keys and tokens included, so guard it like a secret.',
      who: 'Platform',
      commands: [
        {
          words: 'containerd, on the node: the changed layer',
          run: 'ctr -n k8s.io snapshots diff $(crictl ps -a -q --name {{container}} --pod $(crictl pods -q --namespace {{namespace}} --name {{pod}})) > $(mktemp case-{{case}}-layer-XXXXXX)',
        },
        {
          words: 'containerd, on the node: the image it started from',
          run: 'ctr -n k8s.io images export case-{{case}}-image.tar {{image}}',
        },
        {
          words:
            'Kubelet checkpoint (feature ContainerCheckpoint): the archive lies on the node in /var/lib/kubelet/checkpoints',
          run: 'kubectl create --raw /api/v1/nodes/{{node}}/proxy/checkpoint/{{namespace}}/{{pod}}/{{container}} -f /dev/null',
        },
        {
          words: 'Docker as the runtime: find it',
          run: "docker ps --no-trunc --filter label=io.kubernetes.pod.uid={{podUid}} --format '{{.ID}} {{.Names}}'",
        },
        {
          words: 'Docker: keep it as an image, with CONTAINER_ID from the line before',
          run: 'docker commit --pause=true "$CONTAINER_ID" case-{{case}} && docker save case-{{case}} -o case-{{case}}-container.tar',
        },
      ],
      instead: {
        of: 'docker commit on any cluster',
        because:
          'Since Kubernetes 1.24 most nodes run containerd or CRI-O: Docker there knows no container of the cluster. And a commit holds neither volumes nor memory.',
      },
      doneWhen: 'Layer or checkpoint is kept elsewhere with its hash, or why not is written down',
    },
    {
      key: 'image-layers',
      title: 'Read the layers of the image',
      why: 'Tells what came with the image from what was written at run time: perhaps it was poisoned before it ever ran.',
      who: 'Analyst',
      commands: [
        { words: 'With Docker', run: 'docker history --no-trunc {{image}}' },
        {
          words: 'Without Docker, by the digest that ran',
          run: 'skopeo inspect --config docker://{{repository}}@{{digest}}',
        },
      ],
      instead: {
        of: 'Pulling the tag and looking at that',
        because: 'A tag moves. What ran is the digest in the status of the container.',
      },
      doneWhen: 'Each layer has a line of the Dockerfile that is known',
    },
    {
      key: 'events',
      title: 'Events of the cluster',
      why: 'They expire, after one hour unless set otherwise. Bulkhead follows them from the moment a case is opened.',
      who: 'Analyst',
      commands: [
        { words: 'Of the namespace, newest last', run: 'kubectl get events -n {{namespace}} --sort-by=.lastTimestamp' },
        { words: 'Of the pod', run: 'kubectl events -n {{namespace}} --for=pod/{{pod}}' },
      ],
      instead: {
        of: 'Only --sort-by=.lastTimestamp',
        because:
          'Events of the newer API leave lastTimestamp empty and sort to the wrong end. kubectl events orders both.',
      },
      doneWhen: 'Events are sealed',
      auto: 'collectors-ended',
    },
    {
      key: 'mounts',
      title: 'Mounts and volumes',
      why: 'Which ConfigMaps and Secrets it could read, and which paths of the node it could write.',
      who: 'Analyst',
      commands: [
        {
          words: 'As the kernel has them',
          run: 'kubectl exec {{pod}} -n {{namespace}} -c {{container}} -- cat /proc/1/mountinfo',
        },
        {
          words: 'As the manifest has them',
          run: "kubectl get pod {{pod}} -n {{namespace}} -o jsonpath='{.spec.volumes}'",
        },
      ],
      doneWhen: 'Mounts are sealed, and each Secret is an asset of the case',
      auto: 'collectors-ended',
    },
    {
      key: 'audit-hour',
      title: 'Audit log of the past hour',
      why: 'Keep the whole hour before and after T+0, not only what looks wrong now: later questions are about what nobody looked for.',
      who: 'Analyst',
      commands: [
        {
          words: 'On a control-plane node: the rotated files too',
          run: 'tar cf - /var/log/kubernetes/ > $(mktemp case-{{case}}-audit-XXXXXX)',
        },
        {
          words: 'Of this account, from detection on',
          run: `jq -c --arg user system:serviceaccount:{{namespace}}:{{serviceAccount}} --arg since {{detectedAt}} 'select(.user.username == $user and .requestReceivedTimestamp >= $since)' /var/log/kubernetes/audit.log`,
        },
      ],
      doneWhen: 'The audit log of that hour is kept, or it is written down that there is none',
    },
    {
      key: 'hashes',
      title: 'Record the hashes',
      why: 'What has no hash from the beginning proves nothing later. Also what was collected by hand belongs on the record.',
      who: 'Analyst',
      commands: [
        { words: 'Of what was collected by hand', run: 'sha256sum case-{{case}}-* | tee sha256-case-{{case}}' },
      ],
      doneWhen: 'Every artifact has its SHA-256',
      auto: 'hashes-recorded',
    },
    {
      key: 'custody',
      title: 'Complete the custody',
      why: 'Who collected, viewed, exported and verified each piece, without a gap.',
      who: 'Scribe',
      doneWhen: 'Every artifact has who collected it, and its hash still holds',
      auto: 'custody-complete',
    },
    {
      key: 'root-cause',
      title: 'Name the way in',
      why: 'Without it recovery rebuilds the same hole. In the scenario of payment-service it was a debug endpoint left on, found by scanning.',
      who: 'Analyst',
      doneWhen: 'The way in stands on the timeline as a key event, with what proves it',
    },
  ],
  criteria: [
    { key: 'collectors-ended', words: 'Every collector sealed or with its reason', auto: 'collectors-ended' },
    { key: 'hashes-recorded', words: 'Hashes recorded', auto: 'hashes-recorded' },
    { key: 'custody-complete', words: 'Custody complete', auto: 'custody-complete' },
  ],
};
