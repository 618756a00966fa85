'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { Button } from './button';
import { Icon } from './glyphs';

/** What happened elsewhere: a quarantine broken, a case assigned to you. All else answers in its own place. */
export interface ToastMessage {
  id: string;
  title: string;
  detail?: ReactNode;
  critical?: boolean;
  action?: ReactNode;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** Shows a message until it is closed; the same id twice shows once. */
export const useToast = () => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<ToastMessage[]>([]);
  const show = useCallback(
    (message: ToastMessage) => setMessages((old) => [...old.filter(({ id }) => id !== message.id), message].slice(-3)),
    [],
  );
  const close = (id: string) => setMessages((old) => old.filter((message) => message.id !== id));
  const value = useMemo(() => show, [show]);
  return (
    <ToastContext value={value}>
      {children}
      <section className="toasts" aria-label="What happened elsewhere" aria-live="assertive">
        {messages.map((message) => (
          <div key={message.id} className={message.critical ? 'toast toast-1' : 'toast'}>
            <Icon name="bell" />
            <div className="min-w-0 flex-1">
              <b>{message.title}</b>
              {message.detail ? <div className="meta">{message.detail}</div> : null}
            </div>
            {message.action}
            <Button look="quiet" aria-label="Close" onClick={() => close(message.id)}>
              <Icon name="close" small />
            </Button>
          </div>
        ))}
      </section>
    </ToastContext>
  );
}
