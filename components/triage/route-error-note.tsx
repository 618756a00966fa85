import { RouteError } from '@/components/get-json';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/states';

/** What a route said when it could not answer, with a way to ask again. */
export const RouteErrorNote = ({ error, retry }: { error: Error; retry?: () => void }) => (
  <ErrorNote
    title={error instanceof RouteError ? error.message : 'The answer could not be read'}
    next={error instanceof RouteError ? error.next : 'The server and this page may be of different versions: reload.'}
    action={retry ? <Button onClick={retry}>Ask again</Button> : undefined}
  />
);
