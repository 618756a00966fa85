'use client';

import { type FormEvent, useState } from 'react';
import { addAsset, changeAsset } from '@/app/actions/assets';
import { useWhyNot } from '@/components/shell/room';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { HostileText } from '@/components/ui/hostile-text';
import { Empty, ErrorNote, Loading } from '@/components/ui/states';
import { Time } from '@/components/ui/time';
import { ASSET_KINDS, ASSET_STATES, type AssetView } from '@/lib/cases/asset';
import type { CaseView } from '@/lib/cases/case';
import type { ActionResult } from '@/lib/failure';
import { visible } from '@/lib/text/visible';
import { byKind, isOpenAsset, KIND_NAME, NAME_EXAMPLE, STATE_TONE, stateName } from './asset-words';
import { reasonLacks } from './reason-field';
import { useAct } from './use-act';
import { useAssets } from './use-tasks';

/** What the attacker has, or may have, and what became of it. Suspects and what they run as come by themselves. */
export function AssetList({ view }: { view: CaseView }) {
  const assets = useAssets(view.number, view.id);
  const may = useWhyNot('case.asset');
  const why = may ?? (view.closedAt ? 'The case is closed' : null);
  const [changing, setChanging] = useState<string | null>(null);
  const open = (assets.data ?? []).filter(isOpenAsset).length;
  return (
    <section aria-label="Assets" className="flex-none border-t border-line">
      <div className="pane-h">
        <h2>Assets</h2>
        <span className="n">{assets.data?.length ?? ''}</span>
        {open > 0 ? <span className="text-fg-2">{open} suspected or confirmed</span> : null}
      </div>
      <AddAsset caseId={view.id} why={why} />
      {assets.error ? <ErrorNote title={assets.error.message} detail="The case itself is still current." /> : null}
      {!assets.data && !assets.error ? <Loading words="Reading the assets" rows={3} /> : null}
      {assets.data?.length === 0 ? (
        <Empty title="No asset yet">
          Suspects stand here with their service account, node and images once they are added to the case.
        </Empty>
      ) : null}
      {assets.data && assets.data.length > 0 ? (
        <table className="table">
          <caption className="sr-only">Assets by kind, the worst first</caption>
          <thead>
            <tr>
              <th scope="col">Asset</th>
              <th scope="col" className="w-[130px]">
                State
              </th>
              <th scope="col" className="w-[34%] max-sm:hidden">
                Why
              </th>
              <th scope="col" className="w-[90px]">
                <span className="sr-only">Changes</span>
              </th>
            </tr>
          </thead>
          {byKind(assets.data).map((group) => (
            <tbody key={group.kind}>
              <tr>
                <th scope="rowgroup" colSpan={4} className="text-fg-3!">
                  {KIND_NAME[group.kind]} <span className="n">{group.assets.length}</span>
                </th>
              </tr>
              {group.assets.map((asset) => (
                <AssetRow
                  key={asset.id}
                  asset={asset}
                  why={why}
                  changing={changing === asset.id}
                  onChanging={(on) => setChanging(on ? asset.id : null)}
                />
              ))}
            </tbody>
          ))}
        </table>
      ) : null}
    </section>
  );
}

interface AssetRowProps {
  asset: AssetView;
  why: string | null;
  changing: boolean;
  onChanging: (on: boolean) => void;
}

function AssetRow({ asset, why, changing, onChanging }: AssetRowProps) {
  return (
    <>
      <tr className="row-2">
        <th scope="row" className="whitespace-normal!">
          <HostileText text={asset.name} max={160} />
          <span className="meta block sm:hidden">
            <HostileText mono={false} text={asset.reason} />
          </span>
        </th>
        <td>
          <Chip tone={STATE_TONE[asset.state]}>{stateName(asset.state)}</Chip>
        </td>
        <td className="whitespace-normal! max-sm:hidden">
          <HostileText mono={false} text={asset.reason || 'No reason given'} max={160} />
          <span className="meta block">
            {asset.changedBy ?? asset.addedBy ?? 'Bulkhead'}, <Time at={asset.changedAt} />
          </span>
        </td>
        <td className="num">
          <Button look="quiet" aria-expanded={changing} disabledReason={why} onClick={() => onChanging(!changing)}>
            Change
          </Button>
        </td>
      </tr>
      {changing ? (
        <tr>
          <td colSpan={4} className="py-2! whitespace-normal!">
            <StateForm
              label={`State of ${visible(asset.name)}`}
              state={asset.state}
              submit="Change state"
              onDone={() => onChanging(false)}
              send={(state, reason) => changeAsset({ caseId: asset.caseId, assetId: asset.id, state, reason })}
            />
          </td>
        </tr>
      ) : null}
    </>
  );
}

interface StateFormProps {
  label: string;
  state: AssetView['state'];
  submit: string;
  onDone: () => void;
  send: (state: AssetView['state'], reason: string) => Promise<ActionResult<unknown>>;
}

function StateForm({ label, state: before, submit, onDone, send }: StateFormProps) {
  const [state, setState] = useState(before);
  const [reason, setReason] = useState('');
  const { act, busy, failure } = useAct();
  const held = busy ? 'Being recorded' : state === before ? 'Choose another state' : reasonLacks(reason);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!held && (await act(() => send(state, reason.trim())))) onDone();
  };
  return (
    <form
      className="grid gap-2"
      aria-label={label}
      onSubmit={save}
      onKeyDown={(event) => event.key === 'Escape' && onDone()}
    >
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex flex-wrap gap-2">
        <StateSelect state={state} onChange={setState} />
        <ReasonInput value={reason} onChange={setReason} />
        <Button type="submit" disabledReason={held}>
          {submit}
        </Button>
        <Button look="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

const StateSelect = ({
  state,
  onChange,
}: {
  state: AssetView['state'];
  onChange: (state: AssetView['state']) => void;
}) => (
  <select
    className="field w-[130px]"
    aria-label="State"
    value={state}
    onChange={(event) => {
      const chosen = ASSET_STATES.find((each) => each === event.target.value);
      if (chosen) onChange(chosen);
    }}
  >
    {ASSET_STATES.map((each) => (
      <option key={each} value={each}>
        {stateName(each)}
      </option>
    ))}
  </select>
);

const ReasonInput = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <input
    className="field min-w-[180px] flex-1"
    aria-label="Why"
    placeholder="Why?"
    maxLength={2000}
    value={value}
    onChange={(event) => onChange(event.target.value)}
  />
);

/** An asset in one line: kind, name, state, and why. */
function AddAsset({ caseId, why }: { caseId: string; why: string | null }) {
  const [kind, setKind] = useState<AssetView['kind']>('serviceAccount');
  const [name, setName] = useState('');
  const [state, setState] = useState<AssetView['state']>('suspected');
  const [reason, setReason] = useState('');
  const { act, busy, failure } = useAct();
  const held = why ?? (busy ? 'Being recorded' : name.trim() === '' ? 'Write its name' : reasonLacks(reason));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (held) return;
    if (!(await act(() => addAsset({ caseId, kind, name: name.trim(), state, reason: reason.trim() })))) return;
    setName('');
    setReason('');
  };
  return (
    <form className="grid gap-2 border-b border-line px-4 py-2.5" aria-label="Add an asset" onSubmit={save}>
      {failure ? <ErrorNote {...failure} /> : null}
      <div className="flex flex-wrap gap-2">
        <select
          className="field w-[150px]"
          aria-label="Kind"
          value={kind}
          onChange={(event) => {
            const chosen = ASSET_KINDS.find((each) => each === event.target.value);
            if (chosen) setKind(chosen);
          }}
        >
          {ASSET_KINDS.map((each) => (
            <option key={each} value={each}>
              {KIND_NAME[each]}
            </option>
          ))}
        </select>
        <input
          className="field mono min-w-[180px] flex-1"
          aria-label="Name"
          placeholder={NAME_EXAMPLE[kind]}
          maxLength={500}
          spellCheck={false}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <StateSelect state={state} onChange={setState} />
        <ReasonInput value={reason} onChange={setReason} />
        <Button type="submit" disabledReason={held}>
          Add asset
        </Button>
      </div>
    </form>
  );
}
