/** Proof that a movement is in the city's signed ledger: checked here, on the phone, and taken home as two small files. */
import { useEffect, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { call, read } from '../../core/api.js';
import { longDay, number, stamp, t } from '../../core/i18n.js';
import { moved } from '../../core/money.js';
import { save } from '../../core/files.js';
import { isSignedIn } from '../../core/session.js';
import { holds, saidBy } from '../../card/proof.js';
import { Button } from '../../ui/form.js';
import { Icon } from '../../ui/icon.js';
import { Own } from '../../ui/own.js';
import { Nothing, Notice, Skeleton } from '../../ui/parts.js';

export default function Proof({ params: { account, entry } }) {
  return html`<${Own} title=${t('proof.title')} lead=${t('proof.lead')} back=${[`/monedero?cuenta=${account}`, t('wallet.title')]}><${Checked} account=${account} entry=${entry} /><//>`;
}

/** The proof, the signed root it leads to, and what became of checking one against the other. */
async function checked(account, entry) {
  const { data: proof } = await call('GET', `/wallet/accounts/${account}/entries/${entry}/proof`);
  const { data: root } = await read(`/wallet/roots/${saidBy(proof.root).date}`);
  return { proof, root, isTrue: await holds(proof, root) };
}

function Checked({ account, entry }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const look = () => {
    setProblem(null);
    return checked(account, entry).then(setFound, setProblem);
  };
  useEffect(() => void (isSignedIn.value && look()), [isSignedIn.value]);
  if (problem?.code === 'not_in_a_root_yet') return html`<${Notice} icon="clock" title=${t('proof.tomorrow')}>${t('proof.tomorrow_text')}<//>`;
  if (problem) return html`<${Nothing} problem=${problem} retry=${look} />`;
  if (!found) return html`<${Skeleton} tall="panel" lines=${2} />`;
  const { proof, root, isTrue } = found;
  const facts = [[t('proof.payee'), proof.entry.payee], [t('statement.booked'), stamp(proof.entry.posted_at)], [t('proof.number'), number(proof.entry.seq)], [t('proof.accounts'), number(root.accounts)]];
  return html`
    <section class=${`outcome ${isTrue ? 'is-good' : 'is-bad'}`} role="status"><${Icon} name=${isTrue ? 'shield' : 'warning'} size=${40} />
      <h2>${t(isTrue ? 'proof.true' : 'proof.false')}</h2><b>${moved(proof.entry.amount_cents || proof.entry.held_cents)}</b><p>${t(isTrue ? 'proof.true_text' : 'proof.false_text', { day: longDay(`${root.date}T12:00:00Z`) })}</p></section>
    <section class="panel"><dl class="facts">${facts.map(([name, said]) => html`<div><dt>${name}</dt><dd>${said}</dd></div>`)}
      <div><dt>${t('proof.root')}</dt><dd class="mono">${root.root}</dd></div></dl></section>
    <section class="panel"><h2>${t('proof.home')}</h2><p>${t('proof.home_text')}</p>
      <p class="actions">${[['proof', proof], ['root', root]].map(([name, said]) => html`<${Button} kind="quiet" icon="download" onClick=${() => save(new Blob([JSON.stringify(said)], { type: 'application/json' }), `${name}.json`)}>${name}.json<//>`)}</p></section>`;
}
