/** On the pod in quarantine alone; its value is the name of the policy without `bulkhead-`. */
export const QUARANTINE_LABEL = 'bulkhead/quarantine';
