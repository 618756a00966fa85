import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { CaseHeader } from '@/components/case/case-header';
import { casePage } from '@/components/case/case-page.server';
import { visible } from '@/lib/text/visible';

interface CaseParams {
  params: Promise<{ number: string }>;
}

export async function generateMetadata({ params }: CaseParams): Promise<Metadata> {
  const view = await casePage(params);
  const mark = view.drill ? '[DRILL] ' : '';
  const title = `Case ${view.number}: ${visible(view.title).slice(0, 80)}`;
  return { title: { default: title, template: `${mark}%s, ${title} · Bulkhead` } };
}

/** What is always visible inside a case stands above its rooms. */
export default async function CaseLayout({ params, children }: CaseParams & { children: ReactNode }) {
  const view = await casePage(params);
  return (
    <div className="case-frame">
      <CaseHeader number={view.number} initial={view} />
      {children}
    </div>
  );
}
